"""Writes a dict of fifty thousand keys that all have the hash 0, where the answer goes.

Verdict: PROTOCOL or FAILED
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        head = repr([current_request()[0], "returned"]).replace("'", '"')[:-1]
        pairs = ",".join(f"[{key * (2**61 - 1)},0]" for key in range(1, 49_000))
        write_to_judge(framed(f'{head},{{"d":[{pairs}]}},""]'.encode()))
        return value
