"""Writes four megabytes of empty lists, each of which costs the reader fifty bytes.

Verdict: PROTOCOL or FAILED
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        head = repr([current_request()[0], "returned"]).replace("'", '"')[:-1]
        write_to_judge(framed(f'{head},[{"[]," * 1_300_000}[]],""]'.encode()))
        return value
