"""Which engine is taken, and that one is taken only after it was really tried."""

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.errors import GraderError, UsageError
from grader.sandbox import choice, self_test
from grader.sandbox.choice import Choice, choose_for_class, choose_for_student, make_engine, why_not
from grader.sandbox.interpreter import choose_interpreter
from grader.sandbox.process import ProcessEngine
from grader.sandbox.self_test import PROBES, broken_walls
from harness.exercise.folder import PROJECT
from harness.remote.sandbox import Limits, SandboxError
from harness.remote.supervisor_link import SupervisorLink


def probe(**reasons: str) -> Callable[[str], str]:
    """Return a probe that finds these engines wanting."""
    return lambda name: reasons.get(name, "")


def test_a_class_is_judged_by_docker_else_by_bubblewrap() -> None:
    """The reason says why the better one was not taken."""
    assert choose_for_class(None, probe()) == Choice("docker", "it works here")
    found = choose_for_class(None, probe(docker="no daemon"))
    assert found == Choice("bubblewrap", "docker does not work here: no daemon")


def test_who_asks_for_an_engine_gets_that_or_none() -> None:
    """Never another one in its place."""
    assert choose_for_class("bubblewrap", probe(docker="x")).name == "bubblewrap"
    with pytest.raises(GraderError, match="docker does not work here: no daemon"):
        choose_for_class("docker", probe(docker="no daemon"))
    with pytest.raises(
        GraderError, match="no daemon; bubblewrap does not work here: no namespaces"
    ):
        choose_for_class(None, probe(docker="no daemon", bubblewrap="no namespaces"))


def test_a_class_is_never_judged_without_a_sandbox() -> None:
    """That is a wrong usage, however well the process engine works."""
    with pytest.raises(UsageError, match="would run as you"):
        choose_for_class("process", probe())


def test_a_student_is_judged_even_without_a_sandbox() -> None:
    """It is their own code; the reason is told."""
    assert choose_for_student(None, probe()).name == "bubblewrap"
    found = choose_for_student(None, probe(bubblewrap="no namespaces"))
    assert found == Choice("process", "bubblewrap does not work here: no namespaces")


def test_an_unknown_engine_is_named() -> None:
    """With those that there are."""
    with pytest.raises(GraderError, match="no sandbox 'vmware'"):
        make_engine("vmware")


@pytest.mark.bubblewrap
def test_bubblewrap_is_tried_and_holds() -> None:
    """For real."""
    assert why_not("bubblewrap") == ""


class Claims(ProcessEngine):
    """An engine that says it isolates, and does not."""

    isolates = True


@contextlib.contextmanager
def started() -> Iterator[SupervisorLink]:
    """Start a sandbox that holds little."""
    with SupervisorLink(ProcessEngine(), Limits()) as link:
        yield link


def test_a_sandbox_that_does_not_hold_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """By trying, whatever it says of itself."""
    with started() as link:
        assert "files" in broken_walls(link)
    monkeypatch.setattr(choice, "make_engine", lambda _: Claims())
    reason = why_not("docker")
    assert reason.startswith("the sandbox does not hold: ")
    assert "files" in reason


@pytest.mark.parametrize(
    ("probes", "says"),
    [
        ("import nothing_like_it", "do not load"),
        ("x = 1", "do not load"),
        ("while True: pass", "do not run"),
        ("class Probes:\n    def __init__(self): raise OSError", "do not load"),
    ],
)
def test_probes_that_do_not_run_prove_nothing(
    probes: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They would all seem to be stopped."""
    monkeypatch.setattr(self_test, "_PROBES", probes)
    monkeypatch.setattr(self_test, "_PATIENCE_SECONDS", 0.5)
    with started() as link, pytest.raises(SandboxError, match=says):
        broken_walls(link)


def test_a_probe_that_fails_otherwise_was_not_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake in a probe must not look like a wall."""
    methods = "".join(f"    def {name}(self): raise KeyError\n" for name in PROBES)
    monkeypatch.setattr(self_test, "_PROBES", f"class Probes:\n{methods}")
    with started() as link:
        assert broken_walls(link) == PROBES


def test_a_folder_for_temporary_files_that_will_not_do_is_a_reason(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Not a traceback: its path is too long for a socket, or it is not there."""
    long = tmp_path / ("x" * 100)
    long.mkdir()
    for folder, says in (
        (long, "no socket can be made"),
        (tmp_path / "no", "no folder can be made"),
    ):
        monkeypatch.setattr(tempfile, "tempdir", str(folder))
        assert says in why_not("process")
    assert list(long.iterdir()) == []


def test_the_python_of_a_sandbox_shows_no_packages() -> None:
    """It is new enough, and neither packages, this project nor a library of ciphers can be seen."""
    found = choose_interpreter()
    assert tuple(map(int, found.version.split(".")[:2])) >= (3, 11)
    assert os.access(found.path, os.X_OK)
    assert not any("crypto" in name or "ssl" in name for name in map(os.path.basename, found.shown))
    for folder in map(Path, found.shown):
        assert not Path.home().is_relative_to(folder)
        assert not PROJECT.is_relative_to(folder)
        for place in [*folder.glob("site-packages"), *folder.glob("dist-packages")]:
            assert str(place) in found.hidden
