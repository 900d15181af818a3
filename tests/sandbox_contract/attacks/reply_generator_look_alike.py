"""Returns an object whose send() answers with what an honest judge must refuse.

Verdict: FAILED or PROTOCOL
Property: countdown-adds-what-is-sent
"""


class Steps:
    def send(self, value: object) -> object:
        return {"yielded": value}


class Ledger(Ledger):
    def countdown(self, n: int) -> Steps:
        return Steps()
