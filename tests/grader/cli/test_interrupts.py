"""Ctrl-C is remembered, even where Python forgets it."""

import os
import signal
import weakref

import pytest

from grader.cli.interrupts import remembered_interrupts


class Thing:
    """Something that can be finalized."""


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_interrupt_during_finalization_is_not_lost() -> None:
    """Python itself drops what is raised in there."""
    with remembered_interrupts() as check:
        check()
        thing = Thing()
        reference = weakref.ref(thing, lambda _: os.kill(os.getpid(), signal.SIGINT))
        del thing
        assert reference() is None
        with pytest.raises(KeyboardInterrupt):
            check()


def test_an_interrupt_is_raised_at_once_and_the_handler_put_back() -> None:
    """As everywhere else."""
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), remembered_interrupts():
        os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before
