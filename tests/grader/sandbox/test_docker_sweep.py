"""Whose a container is, and whether its owner still lives: decided without a daemon."""

import subprocess
import sys
from collections.abc import Mapping

import pytest

from grader.sandbox.docker_sweep import Owner, is_leftover, start_ticks

_HERE = Owner("boot-1", "pid:[1]", 100, 5000)
_OTHER = Owner("boot-1", "pid:[1]", 200, 6000)
_DAY_SECONDS = 86400.0


def _decide(
    owner: Owner | None,
    processes: Mapping[int, int],
    *,
    running: bool = True,
    age_seconds: float = 10.0,
) -> bool:
    return is_leftover(
        owner, _HERE, running=running, age_seconds=age_seconds, started=processes.get
    )


@pytest.mark.parametrize("running", [True, False])
def test_a_living_owner_keeps_its_containers(running: bool) -> None:  # noqa: FBT001 # a parameter
    """Another grader that still runs is not disturbed, however old its sandbox is."""
    assert not _decide(_OTHER, {200: 6000}, running=running, age_seconds=_DAY_SECONDS)


@pytest.mark.parametrize("running", [True, False])
def test_a_dead_owner_loses_its_containers_at_once(running: bool) -> None:  # noqa: FBT001 # a parameter
    """A grader that was killed leaves its sandboxes to the next one."""
    assert _decide(_OTHER, {}, running=running)


def test_a_reused_process_number_is_not_the_owner() -> None:
    """A process that started at another time is another process."""
    assert _decide(_OTHER, {200: 6001})


@pytest.mark.parametrize(
    "owner",
    [Owner("boot-2", "pid:[1]", 200, 6000), Owner("boot-1", "pid:[2]", 200, 6000), None],
    ids=["another machine", "another namespace", "no label"],
)
def test_an_unknown_owner_loses_only_old_and_dead_containers(owner: Owner | None) -> None:
    """Whoever can not be looked up here is alive as long as its sandbox runs or is recent."""
    assert not _decide(owner, {}, running=True, age_seconds=_DAY_SECONDS)
    assert not _decide(owner, {}, running=False, age_seconds=10.0)
    assert _decide(owner, {}, running=False, age_seconds=_DAY_SECONDS)


def test_an_unknown_boot_is_never_the_same_boot() -> None:
    """Where the kernel can not be told, nobody is declared dead."""
    nowhere = Owner("", "", 1, 0)
    assert not is_leftover(
        Owner("", "", 2, 0), nowhere, running=True, age_seconds=10.0, started=lambda _: None
    )


def test_an_owner_survives_its_label() -> None:
    """What the label says is what was written."""
    assert Owner.from_label(_OTHER.to_label()) == _OTHER


@pytest.mark.parametrize("label", ["", "a b c", "a b c d", "a b 1 -2", "a b 1 2 3"])
def test_an_unreadable_label_names_nobody(label: str) -> None:
    """Labels of others' making do not raise."""
    assert Owner.from_label(label) is None


def test_this_process_is_alive() -> None:
    """The identity of the calling process agrees with a look at it."""
    here = Owner.this_process()
    assert start_ticks(here.pid) == here.start_ticks
    assert here == Owner.this_process()


def test_a_finished_process_is_gone_even_before_it_is_reaped() -> None:
    """A zombie does not keep its containers."""
    with subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.read()  # its end, so it is exiting
        deadline = 10_000
        while start_ticks(child.pid) is not None and deadline:
            deadline -= 1
        assert start_ticks(child.pid) is None
    assert start_ticks(child.pid) is None
