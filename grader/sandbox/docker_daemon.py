"""The connection to a Docker daemon: opening it, what is known of the daemon, and its failures.

Every call has a time limit, so a daemon that hangs becomes an error and never a wait without end.
"""

import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from docker import APIClient
from docker.errors import APIError, DockerException, ImageNotFound
from docker.utils import kwargs_from_env

from grader.errors import GraderError
from harness.remote.sandbox import SandboxError

# docker-py's own name for any unix:// address; tcp:// becomes http(s)://, ssh:// http+docker://ssh.
_UNIX_SOCKET = "http+docker://localhost"
# What a solution could otherwise exhaust, and the daemon's name for being able to limit it.
_LIMITS = {"memory": "MemoryLimit", "processes": "PidsLimit", "cores": "CPUSet"}


@dataclass(frozen=True, slots=True)
class DaemonFacts:
    """What a daemon says of itself.

    Attributes:
        version: Of the engine.
        api_version: Spoken with it.
        cgroup_version: "1" or "2".
        kernel: Release of the kernel that the sandboxes share.
        seccomp: Whether it filters system calls on its own.
        missing_limits: What it can not limit; must be empty to keep a hostile solution in.
        shares_sockets: Whether a socket in a folder of this machine works inside.
    """

    version: str
    api_version: str
    cgroup_version: str
    kernel: str
    seccomp: bool
    missing_limits: tuple[str, ...]
    shares_sockets: bool


def daemon_address() -> str:
    """Return the address that ``connect`` uses, for messages."""
    return os.environ.get("DOCKER_HOST") or "unix:///var/run/docker.sock"


def connect(timeout_seconds: int = 30) -> APIClient:
    """Connect as the environment says (``DOCKER_HOST`` and its kin); each call then has that long.

    Raises:
        GraderError: No daemon answers, or its address is one that can not be used.
    """
    if daemon_address().startswith("ssh:"):
        raise GraderError(
            f"{daemon_address()}: sandboxes can not be reached over ssh:// addresses",
            "forward the socket, `ssh -L /tmp/docker.sock:/var/run/docker.sock`, and set "
            "DOCKER_HOST=unix:///tmp/docker.sock",
        )
    try:
        _knock(daemon_address(), timeout_seconds)
        return APIClient(version="auto", timeout=timeout_seconds, **kwargs_from_env())
    except PermissionError as error:
        raise GraderError(
            f"this user may not use the Docker daemon at {daemon_address()}",
            "add the user to the group `docker`, or use --sandbox bubblewrap",
        ) from error
    except (DockerException, OSError, ValueError) as error:
        raise GraderError(
            f"no Docker daemon answers at {daemon_address()}: {error}",
            "start Docker, point DOCKER_HOST at a running one, or use --sandbox bubblewrap",
        ) from error


def read_facts(api: APIClient) -> DaemonFacts:
    """Ask the daemon what it is and can do."""
    info, version = api.info(), api.version()
    return DaemonFacts(
        version=version["Version"],
        api_version=api.api_version,
        cgroup_version=info.get("CgroupVersion", "1"),
        kernel=info.get("KernelVersion", ""),
        seccomp=_has_option(info, "seccomp"),
        missing_limits=tuple(name for name, key in _LIMITS.items() if not info.get(key)),
        shares_sockets=can_share_sockets(api.base_url, info, os.uname().release),
    )


def can_share_sockets(base_url: str, info: Mapping[str, Any], kernel: str) -> bool:
    """Tell whether sandboxes of this daemon can connect to a Unix socket of this machine.

    It needs the same kernel (Docker Desktop runs another one in a virtual machine), and no SELinux
    policy between the two sides.
    """
    same_machine = base_url == _UNIX_SOCKET and info.get("KernelVersion") == kernel
    return same_machine and not _has_option(info, "selinux")


@contextmanager
def daemon_failures(deed: str) -> Iterator[None]:
    """Turn what goes wrong between us and the daemon into ``SandboxError``."""
    try:
        yield
    except ImageNotFound as error:
        raise SandboxError(
            f"could not {deed}: the image is missing; run `virtlab image build`"
        ) from error
    except APIError as error:
        raise SandboxError(
            f"could not {deed}: docker says: {error.explanation or error}"
        ) from error
    except (DockerException, OSError) as error:
        raise SandboxError(
            f"could not {deed}: the Docker daemon does not answer: {error}"
        ) from error


def _knock(address: str, timeout_seconds: int) -> None:
    """Try a Unix socket: docker-py hides why it can not connect, and leaves its own socket open then."""
    kind, _, path = address.partition("://")
    if kind == "unix":
        with socket.socket(socket.AF_UNIX) as knocking:
            knocking.settimeout(timeout_seconds)
            knocking.connect(f"/{path.lstrip('/')}")


def _has_option(info: Mapping[str, Any], name: str) -> bool:
    """Tell whether a security option is on; they look like ``name=seccomp,profile=default``."""
    options = info.get("SecurityOptions") or []
    return any(f"name={name}" in option.split(",") for option in options)
