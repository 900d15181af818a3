"""Raises from an audit hook at whatever the guest does next.

Verdict: CRASHED or FAILED or PROTOCOL or TIMED_OUT
"""

import sys


def refuse(event: str, arguments: object) -> None:
    if event not in ("compile", "exec", "import"):
        raise SystemExit(event)


sys.addaudithook(refuse)
open(0, closefd=False)
