"""A guest that runs any code it is sent, to look at a sandbox from the inside.

Two views: ``Probe.run`` runs code in a child as a solution has it, with all that a child gave up;
``facts_of`` runs a program as the first process of a sandbox, which only the engine holds.
"""

import json
import os
import select
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from grader.sandbox.choice import make_engine
from harness.exercise.interface import read_interface
from harness.remote.guest import Budgets, Guest, WaitingTime
from harness.remote.host import Host
from harness.remote.proxy import Submission
from harness.remote.sandbox import Limits
from harness.remote.supervisor_link import SupervisorLink

_STUB = '''
class Probe:
    def run(self, code: str) -> object:
        """Run the code and return what it calls ``answer``."""
'''
_SOLUTION = """
class Probe:
    def run(self, code):
        names = {}
        exec(code, names)
        return names.get("answer")
"""
# What the first process can find out about its sandbox before it locks anything down.
_FACTS = """
import json, os, socket
def listed(path):
    try:
        return sorted(os.listdir(path))
    except OSError:
        return []
def written():
    for place in ("/", "/tmp", "/var/tmp", "/dev", "/dev/shm", "/run", "/home", "/root", "/etc", "/usr", "/virtlab"):
        path = os.path.join(place, "virtlab-contract-engine")
        try:
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY))
            os.unlink(path)
        except OSError:
            continue
        yield place
def reached():
    for address in (("127.0.0.1", 22), ("192.0.2.1", 9), ("172.17.0.1", 22)):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as link:
            try:
                link.connect(address)
                link.send(b"x")
            except OSError:
                continue
            if address[0] != "127.0.0.1":
                yield address[0]
status = ""
try:
    status = open("/proc/self/status").read()
except OSError:
    pass
print(json.dumps({
    "user": [os.getuid(), os.geteuid(), os.getgid(), os.getegid()],
    "groups": os.getgroups(),
    "pid": os.getpid(),
    "processes": [name for name in listed("/proc") if name.isdigit()],
    "interfaces": [name for _, name in socket.if_nameindex()],
    "reached": list(reached()),
    "written": list(written()),
    "environment": dict(os.environ),
    "host": socket.gethostname(),
    "homes": listed("/home") + listed("/root"),
    "capabilities": [line.split()[1] for line in status.splitlines() if line.startswith(("CapEff", "CapBnd"))],
    "cores": sorted(os.sched_getaffinity(0)),
}), flush=True)
"""
_SECONDS = 20.0


class Probe:
    """Code to run in a child of a sandbox; a new child after ``renew``."""

    def __init__(self, host: Host, submission: Submission, guest: Guest) -> None:
        self.host = host
        self._submission = submission
        self._guest = guest

    def run(self, code: str) -> Any:
        """Run code in the child; return its ``answer``.

        Raises:
            GuestError, PropertyEnded: As for any solution.
        """
        return self._submission.Probe().run(code)

    def renew(self) -> None:
        """Go on in a fresh child."""
        self._guest.end_process()


def _interface() -> Any:
    stub = ModuleType("tests_probe_stub")
    exec(_STUB, stub.__dict__)
    return read_interface(stub, "Probe")


@contextmanager
def probing(
    engine: str, limits: Limits | None = None, call_seconds: float = 5.0
) -> Iterator[Probe]:
    """Give a probe in a sandbox of its own."""
    chosen = limits or Limits()
    budgets = Budgets(call_seconds=call_seconds)
    with Host(lambda: SupervisorLink(make_engine(engine), chosen)) as host:
        guest = Guest(host, _SOLUTION, _interface(), budgets, WaitingTime(120))
        try:
            yield Probe(host, Submission(guest), guest)
        finally:
            guest.close()


def facts_of(engine: str, core: int | None = None) -> dict[str, Any]:
    """Return what the first process of a sandbox sees, with no help from the guest's lockdown."""
    folder = Path(tempfile.mkdtemp(prefix="contract-"))
    folder.chmod(0o711)
    sandbox = make_engine(engine).launch(("-S", "-c", _FACTS), Limits(), folder, core)
    try:
        deadline = time.monotonic() + _SECONDS
        said = b""
        while not said.endswith(b"\n"):
            part = sandbox.control.receive(65536, deadline)
            assert part, f"it ended: {sandbox.why_ended()}"
            said += part
    finally:
        sandbox.destroy()
        folder.rmdir()
    facts: dict[str, Any] = json.loads(said)
    return facts


def ends_within(pid: int, seconds: float) -> bool:
    """Wait until a process of this machine has ended; False if it has not."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([descriptor], [], [], seconds)[0])
    finally:
        os.close(descriptor)
