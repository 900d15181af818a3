"""One end is the solution, the judge is the other end, the wire between them, and every forger.

The judge chose both private keys: it knows what the handshake must give, and the keys of all records.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from exercises.network_cipher.stub.solution import HandshakeError, RecordError
from exercises.network_cipher.tests import model
from exercises.network_cipher.tests.messages import shown
from exercises.network_cipher.tests.model import Direction, Handshake, Secret
from harness.graded import AnotherRuleBrokenError
from harness.remote.errors import GuestRaised

GENERATION = 7
SECRET = Secret(b"known to both machines and to us", b"vm-3 to vm-8")
PRIVATES = (b"the initiator's ephemeral secret", b"the responder's ephemeral secret")
ROLES = ("initiator", "responder")
FAR_INTERVAL = 1 << 60


class _Refused:
    """Stands for a RecordError in the place of a text."""

    def __repr__(self) -> str:
        return "RecordError"


REFUSED = _Refused()


@cache
def handshake_of(secret: Secret) -> Handshake:
    """Return the handshake of the two usual private keys."""
    return model.shake_hands(secret, PRIVATES)


@dataclass(frozen=True, slots=True)
class End:
    """The solution's end of a session."""

    initiator: bool = True
    window_size: int = 64
    rekey_interval: int = 1 << 20
    message_limit: int = 1 << 60
    secret: Secret = SECRET
    generation: int = GENERATION

    @property
    def role(self) -> str:
        """The word for it."""
        return ROLES[not self.initiator]

    @property
    def incoming(self) -> Direction:
        """The records that it reads."""
        return Direction(handshake_of(self.secret).keys[self.initiator], self.rekey_interval)

    @property
    def outgoing(self) -> Direction:
        """The records that it writes."""
        return Direction(handshake_of(self.secret).keys[not self.initiator], self.rekey_interval)

    def make(self, submission: Any) -> Any:
        """Return an object that has not said a word yet."""
        return submission.NetworkCipher(
            initiator=self.initiator,
            preshared_key=self.secret.preshared_key,
            ephemeral_private=PRIVATES[not self.initiator],
            generation=self.generation,
            prologue=self.secret.prologue,
            window_size=self.window_size,
            rekey_interval=self.rekey_interval,
            message_limit=self.message_limit,
        )

    def connect(self, submission: Any) -> Any:
        """Return an object whose handshake is complete.

        Raises:
            AnotherRuleBrokenError: Its handshake message is not that of Noise.
        """
        cipher = self.make(submission)
        first, second = handshake_of(self.secret).messages
        if self.initiator:
            _must_be(cipher.write_handshake(), first, self.role)
            self._must_read(cipher, second)
        else:
            self._must_read(cipher, first)
            _must_be(cipher.write_handshake(), second, self.role)
        return cipher

    def _must_read(self, cipher: Any, message: bytes) -> None:
        try:
            found = cipher.read_handshake(message)
        except HandshakeError:
            raise AnotherRuleBrokenError(
                f"the {self.role} refuses a genuine handshake message: see A2"
            ) from None
        _must_be(found, b"", self.role)


def _must_be(found: bytes, right: bytes, role: str) -> None:
    if found != right:
        raise AnotherRuleBrokenError(f"the {role}'s handshake is not that of Noise: see A2")


def outcome(deed: Callable[..., object], *args: object) -> object:
    """Return what a call returned or, in its place, the exception that the solution raised."""
    try:
        return deed(*args)
    except GuestRaised as error:
        return error


def open_record(cipher: Any, record: bytes) -> Any:
    """Return the text of a record, or REFUSED; any other exception is a failure."""
    found = outcome(cipher.open, GENERATION, record)
    if isinstance(found, RecordError):
        return REFUSED
    assert not isinstance(found, GuestRaised), stranger("open", found)
    return found


def stranger(method: str, error: object) -> str:
    """Return the sentence about an exception that is not the one of the rules."""
    return f"{method} raised {error}; whatever is wrong with a record is a RecordError"


def must_refuse(found: object, kind: type[Exception], what: str, *, silently: bool = True) -> None:
    """Demand that a call raised this exception and, if it is to be silent, without arguments."""
    name = kind.__name__
    assert isinstance(found, GuestRaised), f"{what} gave {shown(found)}; it must raise {name}"
    assert isinstance(found, kind), f"{what} raised {found}; right is {name}, whatever is wrong"
    assert not silently or found.argument_count == 0, (
        f"{what} raised {name} with {found.argument_count} argument(s) ({found.text}); it must have"
        " none: who is refused learns nothing"
    )


def must_open(cipher: Any, record: bytes, text: bytes, what: str) -> None:
    """Demand that a genuine record opens."""
    found = open_record(cipher, record)
    assert found == text, f"{what} gave {shown(found)}; it is genuine, right is {shown(text)}"
