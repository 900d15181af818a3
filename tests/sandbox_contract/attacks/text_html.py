"""Puts HTML and templates into an exception.

Verdict: FAILED
Says: ValueError
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        raise ValueError("</pre><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}{% raw %}${7*7}<!--]]>")
