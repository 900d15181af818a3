"""Answers with a list that contains itself.

Verdict: FAILED or PROTOCOL
Property: balance-follows-the-changes ledgers-are-separate entries-are-kept
"""


class Ledger(Ledger):
    def history(self) -> list[int]:
        answer = []
        answer.append(answer)
        return answer
