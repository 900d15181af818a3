"""Raises exceptions named like those of the judge's libraries.

Verdict: FAILED or CRASHED
Property: bytes-come-back
"""

NAMES = (
    "Skipped Failed Exit XFailed OutcomeException UnsatisfiedAssumption StopTest Frozen Flaky HypothesisException "
    "JudgeError ExerciseError SandboxError GraderError GuestCrashed GuestTimedOut KeyboardInterrupt"
).split()


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        bases = (Exception,)
        for name in NAMES:
            bases = (type(name, bases, {"__module__": "_pytest.outcomes"}),)
        raise bases[0]("skip me")
