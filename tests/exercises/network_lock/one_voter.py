"""A lock that is granted by whoever is asked, for tests of the runs: node 0 decides, in memory."""

from exercises.network_lock.stub.solution import Effect, Granted, Send
from harness.simulators.crashing_nodes import Ask

LEASE = 100


class OneVoter:
    """All nodes at once: node 0 lends the lock to whoever asks while nobody has it."""

    def __init__(self) -> None:
        self._token = 0
        self._waiting: list[int] = []
        self._is_lent = False

    def answer(self, ask: Ask) -> list[Effect]:
        """Return the effects of one call."""
        now = ask.args[0]
        if ask.method == "acquire":
            return self._asked(0, now) if ask.node == 0 else [Send(0, ("ask",))]
        if ask.method == "release":
            return self._freed() if ask.node == 0 else [Send(0, ("over",))]
        if ask.method == "on_message":
            return self._told(ask, now)
        return []

    def _told(self, ask: Ask, now: int) -> list[Effect]:
        _, sender, message = ask.args
        if message[0] == "yours":
            return [Granted(message[1], now + LEASE)]
        return self._asked(sender, now) if message[0] == "ask" else self._freed()

    def _asked(self, node: int, now: int) -> list[Effect]:
        if self._is_lent:
            self._waiting.append(node)
            return []
        return self._lend(node, now)

    def _lend(self, node: int, now: int) -> list[Effect]:
        self._is_lent = True
        self._token += 1
        return (
            [Granted(self._token, now + LEASE)]
            if node == 0
            else [Send(node, ("yours", self._token))]
        )

    def _freed(self) -> list[Effect]:
        self._is_lent = False
        others = [node for node in self._waiting if node]
        if not others:
            return []
        self._waiting.remove(others[0])
        return self._lend(others[0], 0)
