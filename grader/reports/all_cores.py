"""Work on many items that depend on nothing but themselves, on all cores.

Processes are forked: what the work needs is there already and is never copied. Where nothing is
forked safely or there is little to do, the work is done one after the other.
"""

import multiprocessing
import os
import sys
from collections.abc import Callable, Sequence
from typing import TypeVar

FEWEST_ITEMS = 100
"""For a process of its own; forking costs as much as some ten pages."""

Item = TypeVar("Item")


def on_all_cores(
    work: Callable[[Item], None], items: Sequence[Item], fewest: int = FEWEST_ITEMS
) -> None:
    """Do the work once for each item; it must be harmless to do it twice.

    What fails in another process is done again in this one, where whatever it raises is raised.
    """
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
    count = min(cores, len(items) // fewest)
    if count < 2:  # noqa: PLR2004 - one process is this one
        _do(work, items)
        return
    context = multiprocessing.get_context("fork")
    shares = [items[place::count] for place in range(count)]
    children = [
        context.Process(target=_do_quietly, args=(work, share), daemon=True) for share in shares[1:]
    ]
    for child in children:
        child.start()
    try:
        _do(work, shares[0])
        for child, share in zip(children, shares[1:], strict=True):
            child.join()
            if child.exitcode != 0:
                _do(work, share)
    finally:
        for child in children:
            child.terminate()
            child.join()


def _do(work: Callable[[Item], None], items: Sequence[Item]) -> None:
    for item in items:
        work(item)


def _do_quietly(work: Callable[[Item], None], items: Sequence[Item]) -> None:
    """End with a code other than 0 if anything fails: the parent tells what."""
    try:
        _do(work, items)
    except BaseException:  # noqa: BLE001 - an interrupt, too, is told by the parent
        os._exit(1)
