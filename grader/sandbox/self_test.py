"""Probes that run inside a sandbox before anybody is graded in it: does it hold?"""

from harness.remote.connection import Connection
from harness.remote.errors import GuestError
from harness.remote.sandbox import SandboxError
from harness.remote.supervisor_link import SupervisorLink
from harness.wire import messages

_PATIENCE_SECONDS = 5

# Runs inside, as a solution would. Each probe tries what must not work and returns what it got.
_PROBES = f"""\
import os, resource, socket
OURS = {__file__!r}

class Probes:
    def network(self):
        socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    def files(self):
        open(OURS)
    def writing(self):
        for folder in ("/tmp", "/dev/shm", "/var/tmp", "/"):
            try:
                path = os.path.join(folder, "virtlab-probe")
                with open(path, "w") as file:
                    file.write("x")
                os.unlink(path)
                return
            except OSError:
                pass
        raise OSError("nothing to write to")
    def processes(self):
        if os.fork() == 0:
            os._exit(0)
    def programs(self):
        os.execv("/bin/true", ["true"])
    def privileges(self):
        if os.getuid() != 0:
            raise PermissionError("an ordinary user")
    def limits(self):
        if resource.getrlimit(resource.RLIMIT_AS)[0] != resource.RLIM_INFINITY:
            raise MemoryError("limited")
"""
_WALLS = {"OSError", "MemoryError"}
"""What a probe raises that was stopped, by name: refusals of the kernel are an OSError."""
PROBES = ("network", "files", "writing", "processes", "programs", "privileges", "limits")


def broken_walls(link: SupervisorLink) -> tuple[str, ...]:
    """Return the names of the probes that got through; empty for a sandbox that holds.

    Raises:
        SandboxError: They can not be run.
    """
    connection = Connection(link.spawn())
    try:
        _prepare(connection)
        return tuple(name for name in PROBES if _gets_through(connection, name))
    finally:
        connection.close()
        link.end_child()


def _prepare(connection: Connection) -> None:
    """Load the probes. Unless they are there, each would seem to be stopped."""
    load = (messages.LOAD, [_PROBES, {}, ["Probes"]])
    for request, fields in (load, (messages.CREATE, [1, "Probes", [], {}])):
        try:
            word, body = connection.ask(request, fields, _PATIENCE_SECONDS)
        except GuestError as error:
            raise SandboxError(f"the probes of the sandbox do not run: {error}") from error
        if word != messages.DONE:
            raise SandboxError(f"the probes of the sandbox do not load: {body}")


def _gets_through(connection: Connection, name: str) -> bool:
    """Tell whether a probe was stopped by anything but the wall that it was sent against."""
    try:
        word, body = connection.ask(messages.CALL, [1, name, [], {}], _PATIENCE_SECONDS)
    except GuestError:
        return True
    return word != messages.RAISED or not _WALLS & set(body[0])
