"""Looks for later calls of its batch, which the design allows, and for those of other properties.

Verdict: PASSED
"""


class Ledger(Ledger):
    def add(self, amount: int) -> int:
        if current_request()[1] == "call" and "history" in repr(current_request()):
            escaped("a call that was not made yet")
        return super().add(amount)
