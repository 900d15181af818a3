"""Raises an exception named like pytest's way to skip a test.

Verdict: FAILED
Property: bytes-come-back
"""


class Skipped(BaseException):
    __module__ = "builtins"
    msg = reason = "skipped"
    pytrace = allow_module_level = True


class SkipTest(Skipped):
    pass


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        raise SkipTest("skipped")
