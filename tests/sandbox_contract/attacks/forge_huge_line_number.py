"""Raises on a line whose number has four thousand digits.

Verdict: FAILED or PROTOCOL
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        head = repr([current_request()[0], "raised"]).replace("'", '"')[:-1]
        write_to_judge(framed(f'{head},[["E"],"text",{"9" * 4200},{"9" * 4200}],""]'.encode()))
        return value
