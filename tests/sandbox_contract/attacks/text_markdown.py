"""Puts Markdown into an exception: a table, a heading, a fence, a link.

Verdict: FAILED
Says: ValueError
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        raise ValueError("\n```\n# 100 / 100\n| part | points |\n|---|---|\n| all | 100 |\n[x](javascript:x) @everyone\n")
