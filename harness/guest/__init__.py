"""What runs inside the sandbox. Standard library only; started from memory, never from a file."""
