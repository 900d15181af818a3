"""The image that Docker sandboxes start from: a Python and nothing else.

``virtlab/guest:<12 digits of its digest>`` names one build for ever, ``virtlab/guest:latest`` the newest.
Supervisor and solution are not in it; they arrive as the first bytes, so one image serves all exercises.
"""

import io
import platform
import sys
import tempfile
from dataclasses import dataclass
from typing import Any

from docker import APIClient
from docker.errors import DockerException, ImageNotFound

from grader.errors import GraderError
from grader.sandbox.docker_daemon import connect
from grader.sandbox.runtime_pack import digest, runtime_files, write_tar

_REPOSITORY = "virtlab/guest"
_LATEST = "latest"
IMAGE = f"{_REPOSITORY}:{_LATEST}"
_PYTHON_LABEL = "virtlab.python"
_ORIGIN_LABEL = "virtlab.origin"
# The official images say their version so.
_PYTHON_VARIABLE = "PYTHON_VERSION"
_FROM_HOST = "this machine"
_DIGITS = 12
_BUILD_SECONDS = 600
# A cipher is to be written, not loaded: see runtime_pack.
_WITHOUT_CIPHERS = "RUN find / -xdev -name 'libcrypto*' -delete -o -name 'libssl*' -delete"


@dataclass(frozen=True, slots=True)
class GuestImage:
    """What is known of an image.

    Attributes:
        name: Repository and tag; for a build the one that never changes.
        image_id: The daemon's own digest of it.
        python: Version of the Python inside; empty for an image made otherwise.
        origin: Where that Python comes from; empty for an image made otherwise.
        size_bytes: Unpacked.
    """

    name: str
    image_id: str
    python: str
    origin: str
    size_bytes: int


def find_image(api: APIClient, name: str = IMAGE) -> GuestImage:
    """Look an image up.

    Raises:
        ImageNotFound: The daemon does not have it.
    """
    found = _inspect(api, name)
    labels = found["Config"].get("Labels") or {}
    variables = dict(entry.split("=", 1) for entry in found["Config"].get("Env") or [])
    return GuestImage(
        name=name,
        image_id=found["Id"],
        python=labels.get(_PYTHON_LABEL) or variables.get(_PYTHON_VARIABLE, ""),
        origin=labels.get(_ORIGIN_LABEL, ""),
        size_bytes=found["Size"],
    )


def build_image(*, from_host: bool, api: APIClient | None = None) -> GuestImage:
    """Build the image, or find it built already; tag it as the latest.

    Args:
        from_host: Pack the Python that runs this, without any network. Else build on the official
            ``python:<major>.<minor>-slim``, which the daemon pulls where a registry is reachable.
        api: A connection to the daemon; None for one made here, with ten minutes for each call.

    Raises:
        GraderError: No daemon answers, or it could not build; the hint says what else to try.
    """
    if api is None:
        own = connect(_BUILD_SECONDS)
        try:
            return build_image(from_host=from_host, api=own)
        finally:
            own.close()
    try:
        name = _import_host(api) if from_host else _build_on_official(api)
        api.tag(name, _REPOSITORY, _LATEST, force=True)
        return find_image(api, name)
    except (DockerException, OSError) as error:
        hint = (
            ""
            if from_host
            else "without a registry, `virtlab image build --from-host` packs this Python"
        )
        raise GraderError(f"Docker could not build the image: {error}", hint) from error


def _import_host(api: APIClient) -> str:
    files = runtime_files()
    tag = digest(files)[:_DIGITS]
    name = f"{_REPOSITORY}:{tag}"
    try:
        _inspect(api, name)
    except ImageNotFound:
        labels = {_PYTHON_LABEL: platform.python_version(), _ORIGIN_LABEL: _FROM_HOST}
        changes = [f'LABEL "{key}"="{value}"' for key, value in labels.items()]
        with tempfile.TemporaryFile(prefix="virtlab-image-") as archive:
            write_tar(files, archive)
            archive.seek(0)
            api.import_image(archive, repository=_REPOSITORY, tag=tag, changes=changes)
    return name


def _build_on_official(api: APIClient) -> str:
    base = f"python:{sys.version_info.major}.{sys.version_info.minor}-slim"
    steps = api.build(
        fileobj=io.BytesIO(f"FROM {base}\n{_WITHOUT_CIPHERS}\n".encode()),
        tag=IMAGE,
        pull=True,
        rm=True,
        decode=True,
        labels={_ORIGIN_LABEL: base},
    )
    for step in steps:
        if "error" in step:
            raise DockerException(step["error"])
    tag = find_image(api).image_id.removeprefix("sha256:")[:_DIGITS]
    api.tag(IMAGE, _REPOSITORY, tag, force=True)
    return f"{_REPOSITORY}:{tag}"


def _inspect(api: APIClient, name: str) -> dict[str, Any]:
    found: dict[str, Any] = api.inspect_image(name)  # type: ignore[no-untyped-call] # so its stubs say
    return found
