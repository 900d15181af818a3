"""Replaces the builtins that a careless judge leans on.

Verdict: PASSED or CRASHED or PROTOCOL or FAILED
"""

import builtins

builtins.isinstance = builtins.issubclass = builtins.hasattr = lambda *_: True
builtins.all = builtins.any = lambda *_: True
builtins.hash = builtins.id = lambda *_: 0
builtins.abs = builtins.sum = lambda *_, **__: 0
builtins.eval = builtins.exec = builtins.open = builtins.print = lambda *_, **__: None
