"""Accounts, as the operating system has them."""

import os
import pwd


def account_name() -> str:
    """Return who runs the command."""
    return account_of(os.getuid())


def account_of(uid: int) -> str:
    """Return the name of an account, or its number where it has none."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid {uid}"
