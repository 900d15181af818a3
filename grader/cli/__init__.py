"""The command ``virtlab``: one file a command, which parses, calls one function and prints."""
