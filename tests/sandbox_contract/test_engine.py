"""What every engine must do: start, end, limit, hide; seen from the inside and from the host."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from grader.sandbox.choice import make_engine
from harness.remote.channel import SocketChannel
from harness.remote.errors import GuestCrashedError, GuestRaised, GuestTimedOutError, PropertyEnded
from harness.remote.sandbox import ENVIRONMENT, Limits
from harness.remote.supervisor_link import SupervisorLink
from tests.sandbox_contract.probe import ends_within, facts_of, probing

ISOLATING = [
    pytest.param("docker", marks=pytest.mark.docker),
    pytest.param("bubblewrap", marks=pytest.mark.bubblewrap),
]
ALL = [*ISOLATING, "process"]
_PROJECT = Path(__file__).resolve().parents[2]
_MEBIBYTE = 2**20
# What the engines' own machinery adds; nothing of the judge's.
_HARMLESS = {"PATH", "HOME", "HOSTNAME", "PWD", "LC_CTYPE", *ENVIRONMENT}


@pytest.mark.parametrize("engine", ALL)
def test_each_child_is_fresh(engine: str) -> None:
    """Nothing that a child did to its process is seen by the next one of the same sandbox."""
    with probing(engine) as probe:
        mark = "import os, sys; answer = hasattr(sys, 'mark'), 'MARK' in os.environ; "
        assert probe.run(f"{mark}sys.mark = 1; os.environ['MARK'] = '1'") == (False, False)
        assert probe.run(mark) == (True, True)
        probe.renew()
        assert probe.run(mark) == (False, False)


@pytest.mark.parametrize("engine", ALL)
def test_a_child_that_hangs_is_ended_and_the_sandbox_lives(engine: str) -> None:
    """A deadline ends the child only: the next one is forked in the same sandbox."""
    with probing(engine, call_seconds=0.3) as probe:
        supervisor = "import os; answer = os.getppid()"
        before = probe.run(supervisor)
        with pytest.raises(PropertyEnded) as caught:
            probe.run("while True: pass")
        assert isinstance(caught.value.cause, GuestTimedOutError)
        assert probe.run(supervisor) == before
        assert probe.host.end_child() is not None


@pytest.mark.parametrize("engine", ALL)
@pytest.mark.parametrize("mebibytes", [64, 192])
def test_memory_is_limited_as_told(engine: str, mebibytes: int) -> None:
    """Half of the limit can be had, all of it can not."""
    with probing(engine, Limits(memory_bytes=mebibytes * _MEBIBYTE)) as probe:
        half = f"answer = len(bytearray({mebibytes // 2 * _MEBIBYTE}))"
        assert probe.run(half) == mebibytes // 2 * _MEBIBYTE
        with pytest.raises(MemoryError):
            probe.run(f"answer = len(bytearray({mebibytes * _MEBIBYTE}))")
        assert probe.run(half) == mebibytes // 2 * _MEBIBYTE


@pytest.mark.parametrize("engine", ALL)
def test_processor_time_is_limited_as_told(engine: str) -> None:
    """A child that has used its seconds up is told so, and is not taken for one that was killed."""
    with (
        probing(engine, Limits(cpu_seconds=1)) as probe,
        pytest.raises(GuestCrashedError, match="processor time"),
    ):
        probe.run("while True: pass")


@pytest.mark.parametrize("engine", ALL)
@pytest.mark.parametrize(
    "code",
    [
        "import os; os.fork()",
        "import os; os.posix_spawn('/bin/true', ['true'], {})",
        "import _thread; _thread.start_new_thread(print, ())",
        "import socket; socket.socket()",
        "import socket; socket.socketpair()",
        "import os, signal; os.kill(os.getppid(), signal.SIGTERM)",
        "import os; os.memfd_create('x')",
        "import os; os.sched_setaffinity(0, {0})",
        "import fcntl, os; fcntl.flock(os.open(os.__file__, os.O_RDONLY), fcntl.LOCK_EX)",
    ],
)
def test_a_child_can_not_do_what_it_gave_up(engine: str, code: str) -> None:
    """The lockdown of a child holds under every engine: no process, thread, socket, signal, lock."""
    with probing(engine) as probe:
        with pytest.raises(GuestRaised):
            probe.run(code)
        assert probe.run("answer = 1") == 1


@pytest.mark.parametrize("engine", ISOLATING)
def test_the_engine_alone_isolates(engine: str) -> None:
    """Network, files, users, processes: the engine holds even what never locked itself down."""
    facts = facts_of(engine)
    assert facts["interfaces"] in (["lo"], [])
    assert facts["reached"] == []
    assert facts["written"] == []
    assert 0 not in facts["user"]
    assert 0 not in facts["groups"]
    assert all(int(mask, 16) == 0 for mask in facts["capabilities"])
    assert facts["pid"] == 1
    assert facts["processes"] in (["1"], [])
    assert facts["homes"] == []
    assert facts["host"] == "sandbox"


@pytest.mark.parametrize("engine", ISOLATING)
def test_the_environment_of_the_judge_stays_outside(
    engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sandbox starts with an environment of its own, whatever secrets the judge has in its."""
    monkeypatch.setenv("VIRTLAB_CONTRACT_SECRET", "the host's")
    monkeypatch.setenv("HTTP_PROXY", "http://user:secret@192.0.2.1")
    assert set(facts_of(engine)["environment"]) <= _HARMLESS


@pytest.mark.parametrize("engine", ISOLATING)
def test_the_core_is_the_one_that_was_asked_for(engine: str) -> None:
    """Judge and guest share one core, so an engine must pin what it starts."""
    core = max(os.sched_getaffinity(0))
    assert facts_of(engine, core)["cores"] == [core]


@pytest.mark.parametrize("engine", ISOLATING)
def test_two_sandboxes_do_not_see_each_other(engine: str) -> None:
    """Neither its processes nor its marks are in sight, and the end of one is nothing to the other."""
    look = (
        "import os; places = ('/tmp', '/dev/shm', '/run', '/var/tmp', '/')\n"
        "answer = [name for p in places if os.path.isdir(p) for name in os.listdir(p) if 'contract' in name]\n"
        "if os.path.isdir('/proc/1'): answer += [n for n in os.listdir('/proc') if n.isdigit() and int(n) > 9]\n"
    )
    with probing(engine) as one:
        one.run("import sys; sys.stdout.write('here'); answer = 1")
        with probing(engine) as other:
            assert other.run(look) == []
        assert one.run(look) == []


@pytest.mark.parametrize("engine", ALL)
def test_nothing_is_left_after_the_end(engine: str) -> None:
    """Closing a sandbox ends its processes and removes the folder that was shared with it."""
    with SupervisorLink(make_engine(engine), Limits()) as link:
        channel = link.spawn()
        assert isinstance(channel, SocketChannel)
        child, folder = channel._pid, link._folder
        assert folder.is_dir()
    assert ends_within(child, 5)
    assert not folder.exists()
    channel.close()
    link.close()


_JUDGE = """
import sys, time
from grader.sandbox.choice import make_engine
from harness.remote.sandbox import Limits
from harness.remote.supervisor_link import SupervisorLink
link = SupervisorLink(make_engine(sys.argv[1]), Limits())
channel = link.spawn()
print(channel._pid, link._folder, flush=True)
time.sleep(600)
"""


@pytest.mark.parametrize("engine", ALL)
def test_a_sandbox_ends_with_its_judge(engine: str) -> None:
    """A judge that is killed takes its sandbox along, with no chance to clean up."""
    judge = subprocess.Popen(
        [sys.executable, "-c", _JUDGE, engine], cwd=_PROJECT, stdout=subprocess.PIPE, text=True
    )
    assert judge.stdout is not None
    with judge.stdout:
        pid, folder = judge.stdout.readline().split()
    assert not ends_within(int(pid), 0)
    judge.send_signal(signal.SIGKILL)
    judge.wait()
    assert ends_within(int(pid), 10)
    (Path(folder) / "judge").unlink()
    Path(folder).rmdir()


@pytest.mark.docker
def test_a_container_of_a_killed_judge_is_swept() -> None:
    """What remains of it is a dead container, which the next start removes."""
    from grader.sandbox.docker_engine import DockerEngine  # noqa: PLC0415 - slow to import

    judge = subprocess.Popen(
        [sys.executable, "-c", _JUDGE, "docker"], cwd=_PROJECT, stdout=subprocess.PIPE, text=True
    )
    assert judge.stdout is not None
    with judge.stdout:
        pid, folder = judge.stdout.readline().split()
    judge.kill()
    judge.wait()
    assert ends_within(int(pid), 10)
    engine = DockerEngine()
    assert engine.sweep() >= 1
    engine.close()
    (Path(folder) / "judge").unlink()
    Path(folder).rmdir()


@pytest.mark.parametrize("engine", ALL)
def test_an_engine_says_what_it_is(engine: str) -> None:
    """A receipt can name the engine's version, and a class is graded by isolating ones only."""
    made = make_engine(engine)
    facts: dict[str, Any] = dict(made.identity())
    assert made.name == engine
    assert made.isolates is (engine != "process")
    assert facts
    assert json.loads(json.dumps(facts)) == facts
