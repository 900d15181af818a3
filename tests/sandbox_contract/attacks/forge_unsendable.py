"""Says that its answer can not be sent, with a tower of lists where the reason goes.

Verdict: PROTOCOL
Property: bytes-come-back
"""

import itertools

depths = itertools.cycle(range(900, 1000))


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        head = repr([current_request()[0], "unsendable"]).replace("'", '"')[:-1]
        depth = next(depths)
        write_to_judge(framed(f'{head},{"[" * depth}{"]" * depth},""]'.encode()))
        return value
