"""What ``virtlab doctor`` tells about Docker on this machine."""

from dataclasses import dataclass

from docker import APIClient
from docker.errors import DockerException, ImageNotFound

from grader.errors import GraderError
from grader.sandbox.docker_daemon import DaemonFacts, connect, daemon_address, read_facts
from grader.sandbox.image import IMAGE, GuestImage, find_image

_PATIENCE_SECONDS = 5
_BUILD_HINT = "run `virtlab image build`, or without a registry `virtlab image build --from-host`"


@dataclass(frozen=True, slots=True)
class ProbeRow:
    """One thing looked at.

    Attributes:
        subject: What.
        found: What was seen there.
        works: Whether grading with docker can go on like this.
        hint: What to do if not.
    """

    subject: str
    found: str
    works: bool = True
    hint: str = ""


def probe(api: APIClient | None = None, image: str = IMAGE) -> tuple[ProbeRow, ...]:
    """Look at the daemon and the image.

    Raises:
        GraderError: No daemon answers within five seconds.
    """
    if api is None:
        own = connect(_PATIENCE_SECONDS)
        try:
            return probe(own, image)
        finally:
            own.close()
    try:
        return (
            *describe_daemon(read_facts(api)),
            _describe_image(_image_or_none(api, image), image),
        )
    except (DockerException, OSError) as error:
        raise GraderError(
            f"the Docker daemon at {daemon_address()} stopped answering: {error}",
            "look at its log, or use --sandbox bubblewrap",
        ) from error


def describe_daemon(facts: DaemonFacts) -> tuple[ProbeRow, ...]:
    """Put what a daemon says of itself into rows."""
    missing = ", ".join(facts.missing_limits)
    return (
        ProbeRow("daemon", f"{facts.version}, API {facts.api_version}, at {daemon_address()}"),
        ProbeRow("kernel", f"{facts.kernel}, cgroup v{facts.cgroup_version}"),
        ProbeRow(
            "limits",
            f"can not limit {missing}" if missing else "memory, processes, cores",
            works=not missing,
            hint="a rootless daemon needs cgroup v2 with delegated controllers" if missing else "",
        ),
        ProbeRow(
            "system calls",
            "filtered by the daemon too" if facts.seccomp else "filtered by the guest alone",
        ),
        ProbeRow(
            "data",
            "over a shared socket" if facts.shares_sockets else "relayed by the daemon (slower)",
        ),
    )


def _image_or_none(api: APIClient, name: str) -> GuestImage | None:
    try:
        return find_image(api, name)
    except ImageNotFound:
        return None


def _describe_image(image: GuestImage | None, name: str) -> ProbeRow:
    if image is None:
        return ProbeRow("image", f"{name} is missing", works=False, hint=_BUILD_HINT)
    origin = f" from {image.origin}" if image.origin else ""
    size_megabytes = image.size_bytes // 10**6
    short_id = image.image_id.removeprefix("sha256:")[:12]
    return ProbeRow(
        "image", f"{name} ({short_id}), Python {image.python}{origin}, {size_megabytes} MB"
    )
