"""Looks through every object of its process for something of the judge.

Verdict: PASSED
"""

import gc
import sys
import types

for thing in gc.get_objects():
    if type(thing) is types.ModuleType and thing.__name__.split(".")[0] in ("pytest", "hypothesis", "grader", "exercises"):
        escaped(f"module {thing.__name__}")
    if type(thing) is types.FunctionType and "/tests/" in thing.__code__.co_filename:
        escaped(f"function {thing.__qualname__}")
for name in sys.modules:
    if name.startswith(("harness.remote", "harness.pytest_plugin", "harness.outcomes", "harness.exercise")):
        escaped(f"module {name}")
