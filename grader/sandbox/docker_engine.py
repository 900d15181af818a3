"""Sandboxes as Docker containers: no network, no writable file, no capability, an unprivileged user.

The supervisor is process 1, so nothing inside can kill or stop it, and it ends when its standard input
does: a killed grader leaves no running container behind, only dead ones, which ``sweep`` removes. Close
the engine when done. One engine serves one process; its threads may share it.
"""

import contextlib
import uuid
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from docker import APIClient
from docker.errors import APIError, DockerException

from grader.sandbox.docker_container import FOLDER_INSIDE, NOBODY, describe_end, host_settings
from grader.sandbox.docker_daemon import DaemonFacts, connect, daemon_failures, read_facts
from grader.sandbox.docker_stream import AttachStream, attach
from grader.sandbox.docker_sweep import (
    LABEL,
    LABEL_VALUE,
    OWNER_LABEL,
    RUN_LABEL,
    Owner,
    remove_leftovers,
    remove_run,
)
from grader.sandbox.image import IMAGE, GuestImage, find_image
from harness.remote.sandbox import ENVIRONMENT, Limits, SandboxError

_EXIT_SECONDS = 2
_FOLDER_ELSEWHERE = "bind source path does not exist"


class DockerSandbox:
    """One started container; see ``harness.remote.sandbox.RunningSandbox``."""

    def __init__(
        self, api: APIClient, identifier: str, control: AttachStream, socket_folder: str | None
    ) -> None:
        self._api = api
        self._identifier = identifier
        self._control = control
        self._socket_folder = socket_folder
        self._destroyed = False

    @property
    def identifier(self) -> str:
        """The container's id."""
        return self._identifier

    @property
    def control(self) -> AttachStream:
        """See ``RunningSandbox.control``."""
        return self._control

    @property
    def socket_folder(self) -> str | None:
        """See ``RunningSandbox.socket_folder``."""
        return self._socket_folder

    def why_ended(self) -> str:
        """See ``RunningSandbox.why_ended``. Right after the end it waits up to two seconds for the daemon."""
        if self._destroyed:
            return "it was removed"
        with contextlib.suppress(DockerException, OSError):
            self._api.wait(self._identifier, timeout=_EXIT_SECONDS)
        try:
            state = self._api.inspect_container(self._identifier)["State"]
        except (DockerException, OSError) as error:
            return f"the Docker daemon does not say: {error}"
        return describe_end(state, self._control.complaints)

    def destroy(self) -> None:
        """See ``RunningSandbox.destroy``. What the daemon fails to remove is left to the engine's ``close``."""
        # First: a daemon that can not write to an attached client does not remove the container (moby#41827).
        self._control.close()
        if not self._destroyed:
            self._destroyed = True
            with contextlib.suppress(DockerException, OSError):
                self._api.remove_container(self._identifier, v=True, force=True)


class DockerEngine:
    """Starts containers; see ``harness.remote.sandbox.Engine``.

    Args:
        client: A connection to the daemon; None makes one as the environment says. The engine closes it.
        image: What ``virtlab image build`` made.
        run_id: Marks the containers of this engine; None for a fresh one.
        share_sockets: Whether the socket folder is mounted; None to find out. If not, data is relayed.
        runtime: Another OCI runtime that the daemon knows, e.g. "runsc".

    Raises:
        GraderError: No daemon answers.
    """

    def __init__(
        self,
        client: APIClient | None = None,
        image: str = IMAGE,
        run_id: str | None = None,
        *,
        share_sockets: bool | None = None,
        runtime: str | None = None,
    ) -> None:
        self._api = client or connect()
        self._image_name = image
        self._run_id = run_id or uuid.uuid4().hex
        self._share_sockets = share_sockets
        self._runtime = runtime
        self._found: tuple[DaemonFacts, GuestImage] | None = None
        # Who knows only the port can not close the engine; its connection then goes with it.
        weakref.finalize(self, self._api.close)

    @property
    def name(self) -> str:
        """See ``Engine.name``."""
        return "docker"

    @property
    def isolates(self) -> bool:
        """See ``Engine.isolates``."""
        return True

    def launch(
        self, argv: Sequence[str], limits: Limits, socket_folder: Path, core: int | None
    ) -> DockerSandbox:
        """See ``Engine.launch``. The user 65534 must be able to enter ``socket_folder``."""
        with daemon_failures("start a sandbox"):
            facts, image = self._look()
            if facts.missing_limits:
                raise SandboxError(
                    f"this Docker daemon can not limit {', '.join(facts.missing_limits)}"
                )
            identifier, folder_inside = self._create_sharing(
                image.image_id, argv, limits, socket_folder, core
            )
            try:
                control = self._start(identifier)
            except BaseException:
                with contextlib.suppress(DockerException, OSError):
                    self._api.remove_container(identifier, v=True, force=True)
                raise
        return DockerSandbox(self._api, identifier, control, folder_inside)

    def identity(self) -> Mapping[str, str]:
        """See ``Engine.identity``."""
        with daemon_failures("identify the sandbox"):
            facts, image = self._look()
        return {
            "sandbox": self.name,
            "docker": facts.version,
            "docker_api": facts.api_version,
            "kernel": facts.kernel,
            "image_digest": image.image_id,
            "image_origin": image.origin,
            "guest_python": image.python,
        } | ({"runtime": self._runtime} if self._runtime else {})

    def sweep(self) -> int:
        """Remove what killed graders left behind; return how many containers that were.

        Raises:
            SandboxError: The daemon failed.
        """
        with daemon_failures("remove what earlier runs left"):
            return remove_leftovers(self._api)

    def close(self) -> None:
        """Remove every container of this engine and close the connection. Idempotent, never raises."""
        with contextlib.suppress(DockerException, OSError):
            remove_run(self._api, self._run_id)
        self._api.close()

    def _look(self) -> tuple[DaemonFacts, GuestImage]:
        """Return what the daemon and the image are: asked once, so that all sandboxes use the same image."""
        if self._found is None:
            self._found = (read_facts(self._api), find_image(self._api, self._image_name))
        return self._found

    def _create_sharing(
        self,
        image_id: str,
        argv: Sequence[str],
        limits: Limits,
        socket_folder: Path,
        core: int | None,
    ) -> tuple[str, str | None]:
        """Create a container; return its id and where the socket folder appears inside."""
        share = (
            self._look()[0].shares_sockets if self._share_sockets is None else self._share_sockets
        )
        if share:
            try:
                return self._create(
                    image_id, argv, host_settings(limits, core, socket_folder)
                ), FOLDER_INSIDE
            except APIError as error:
                # The daemon of the machine, but we are in a container: its folders are not ours.
                if self._share_sockets or _FOLDER_ELSEWHERE not in str(error.explanation):
                    raise
                self._share_sockets = False
        return self._create(image_id, argv, host_settings(limits, core, None)), None

    def _create(self, image_id: str, argv: Sequence[str], settings: dict[str, Any]) -> str:
        container = self._api.create_container(
            image_id,
            ["python3", *argv],
            entrypoint=[],
            user=NOBODY,
            hostname="sandbox",
            environment=dict(ENVIRONMENT),
            use_config_proxy=False,  # else the operator's proxy, with its password, is in the environment
            working_dir="/",
            stdin_open=True,
            tty=False,
            network_disabled=True,
            stop_signal="SIGKILL",
            stop_timeout=0,
            labels={
                LABEL: LABEL_VALUE,
                RUN_LABEL: self._run_id,
                OWNER_LABEL: Owner.this_process().to_label(),
            },
            host_config=self._api.create_host_config(**settings, runtime=self._runtime),
        )
        identifier: str = container["Id"]
        return identifier

    def _start(self, identifier: str) -> AttachStream:
        """Attach, then start: what a container says before somebody is attached is lost."""
        control = attach(self._api, identifier)
        try:
            self._api.start(identifier)
        except BaseException:
            control.close()
            raise
        return control
