"""Which engine to use: the one asked for, else docker, else bubblewrap, else none that isolates."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass

from grader.errors import GraderError, UsageError
from grader.sandbox.bubblewrap import BubblewrapEngine
from grader.sandbox.process import ProcessEngine
from grader.sandbox.self_test import broken_walls
from harness.remote.sandbox import Engine, Limits, SandboxError
from harness.remote.supervisor_link import SupervisorLink

ENGINES = ("docker", "bubblewrap", "process")


@dataclass(frozen=True, slots=True)
class Choice:
    """An engine that was really started once, and why it was chosen."""

    name: str
    reason: str


def make_engine(name: str) -> Engine:
    """Return the engine of that name.

    Raises:
        GraderError: The name is unknown, or the engine can not be had here.
    """
    if name == "docker":
        # The docker SDK takes a while to import; nobody else should wait for it.
        from grader.sandbox.docker_engine import DockerEngine  # noqa: PLC0415

        return DockerEngine()
    if name == "bubblewrap":
        return BubblewrapEngine()
    if name == "process":
        return ProcessEngine()
    raise GraderError(f"there is no sandbox {name!r}", f"One of: {', '.join(ENGINES)}.")


def why_not(name: str) -> str:
    """Start a sandbox and test its walls; return "" if it works and holds, else the reason."""
    try:
        with (
            contextlib.closing(make_engine(name)) as engine,
            SupervisorLink(engine, Limits()) as link,
        ):
            broken = broken_walls(link) if engine.isolates else ()
            if broken:
                return f"the sandbox does not hold: {', '.join(broken)} got through"
    except GraderError as error:
        return f"{error}. {error.hint}".rstrip(". ")
    except SandboxError as error:
        return str(error)
    return ""


def check_wanted(wanted: str | None) -> None:
    """Refuse an engine that a class is never graded with, before anything else is done.

    Raises:
        UsageError: It is ``process``, which holds nothing.
    """
    if wanted == "process":
        raise UsageError(
            "a class is not graded without a sandbox: its solutions would run as you",
            "Use --sandbox docker or --sandbox bubblewrap; 'virtlab doctor' says what works here.",
        )


def choose_for_class(wanted: str | None, probe: Callable[[str], str] = why_not) -> Choice:
    """Choose an engine that holds hostile solutions.

    Raises:
        GraderError: None works here.
        UsageError: ``wanted`` is ``process``, which holds nothing.
    """
    check_wanted(wanted)
    names = (wanted,) if wanted else ("docker", "bubblewrap")
    return _first_working(names, probe)


def choose_for_student(wanted: str | None, probe: Callable[[str], str] = why_not) -> Choice:
    """Choose an engine for somebody's own solution: bubblewrap where it works, else process."""
    return _first_working((wanted,) if wanted else ("bubblewrap", "process"), probe)


def _first_working(names: tuple[str, ...], probe: Callable[[str], str]) -> Choice:
    reasons: list[str] = []
    for name in names:
        reason = probe(name)
        if not reason:
            return Choice(name, "; ".join(reasons) or "it works here")
        reasons.append(f"{name} does not work here: {reason}")
    raise GraderError("; ".join(reasons), "'virtlab doctor' shows what to install or switch on.")


def sweep_leftovers(name: str) -> None:
    """Remove what killed runs of this engine left behind; the others clean up after themselves."""
    with contextlib.closing(make_engine(name)) as engine:
        sweep = getattr(engine, "sweep", None)
        if sweep is not None:
            sweep()
