"""Answers with the id of an earlier request.

Verdict: PROTOCOL
Property: bytes-come-back
"""

earlier = []


class Ledger(Ledger):
    def __init__(self, start: int) -> None:
        earlier.append(current_request()[0])
        super().__init__(start)

    def echo(self, value: bytes) -> bytes:
        write_to_judge(framed(f'[{earlier[0]!r},"returned",{{"b":""}},""]'.replace("'", '"').encode()))
        return value
