"""Six probes that run inside a sandbox before anybody is graded in it: does it hold?"""

from harness.remote.connection import Connection
from harness.remote.errors import GuestError
from harness.remote.supervisor_link import SupervisorLink
from harness.wire import messages

_PATIENCE_SECONDS = 5

# Runs inside, as a solution would. Each probe tries what must not work and returns what it got.
_PROBES = """\
import os, resource, socket

class Probes:
    def network(self):
        socket.socket(socket.AF_INET, socket.SOCK_STREAM)
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
PROBES = ("network", "writing", "processes", "programs", "privileges", "limits")


def broken_walls(link: SupervisorLink) -> tuple[str, ...]:
    """Return the names of the probes that got through; empty for a sandbox that holds."""
    connection = Connection(link.spawn())
    try:
        connection.ask(messages.LOAD, [_PROBES, {}, ["Probes"]], _PATIENCE_SECONDS)
        connection.ask(messages.CREATE, [1, "Probes", [], {}], _PATIENCE_SECONDS)
        return tuple(name for name in PROBES if _gets_through(connection, name))
    finally:
        connection.close()
        link.end_child()


def _gets_through(connection: Connection, name: str) -> bool:
    try:
        word, _ = connection.ask(messages.CALL, [1, name, [], {}], _PATIENCE_SECONDS)
    except GuestError:
        return True
    return word != messages.RAISED
