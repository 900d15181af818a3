"""Turns the collector to its most nervous setting and adds a callback that looks for the judge.

Verdict: PASSED or TIMED_OUT
"""

import gc

gc.set_threshold(50, 2, 2)


def look(phase: str, info: object) -> None:
    for thing in gc.garbage:
        if "hypothesis" in str(type(thing).__module__):
            escaped("an object of the judge")


gc.callbacks.append(look)
