"""Puts workflow commands of a build server into an exception and into its prints.

Verdict: FAILED
Says: ValueError
Property: bytes-come-back
"""

COMMANDS = "\n::error file=a.py,line=1::forged\n::set-output name=points::100\n##[error]x\n::add-mask::100\n"


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        print(COMMANDS)
        raise ValueError(COMMANDS)
