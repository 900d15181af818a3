"""What a test holds instead of an object of the solution."""

from harness.remote.guest import Guest


class RemoteObject:
    """An object that lives in the guest; the stub's methods are added by ``harness.remote.proxy``."""

    def __init__(self, guest: Guest, number: int, name: str) -> None:
        self._guest = guest
        self.number_in_guest = number
        self._name = name

    def __repr__(self) -> str:
        """Return the name that counterexamples call it by."""
        return self._name
