"""Answers with a dataclass that the interface does not have, and with a misshapen one.

Verdict: FAILED or PROTOCOL
Property: entries-can-be-read
"""

import itertools

bodies = itertools.cycle(['{"o":["Judge",[1]]}', '{"o":["Entry",[0]]}', '{"o":[["Entry"],[0,0,0]]}', '{"x":1}', '{"b":"*"}'])


class Ledger(Ledger):
    def entry(self, index: int) -> Entry:
        head = repr([current_request()[0], "returned"]).replace("'", '"')[:-1]
        write_to_judge(framed(f'{head},{next(bodies)},""]'.encode()))
        return super().entry(index)
