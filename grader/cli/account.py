"""Who runs the command, as the operating system has it."""

import os
import pwd


def account_name() -> str:
    """Return the name of the account, or its number where it has none."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid {os.getuid()}"
