"""Building the image that sandboxes start from."""

import platform
import sys
import tarfile
from collections.abc import Iterator
from typing import IO, Any, cast

import pytest
from docker import APIClient
from docker.errors import ImageNotFound

from grader.errors import GraderError
from grader.sandbox.docker_daemon import connect
from grader.sandbox.docker_probe import probe
from grader.sandbox.image import IMAGE, GuestImage, build_image, find_image
from grader.sandbox.runtime_pack import digest, runtime_files


class _FakeDaemon:
    """Keeps images by name, as far as building one needs."""

    def __init__(self, trouble: str = "") -> None:
        self.images: dict[str, dict[str, Any]] = {}
        self.members: list[str] = []
        self._trouble = trouble

    def build(
        self, *, fileobj: IO[bytes], tag: str, labels: dict[str, str], **_: Any
    ) -> Iterator[dict[str, str]]:
        yield {"stream": "Step 1/1 : " + fileobj.read().decode()}
        if self._trouble:
            yield {"error": self._trouble}
        self._add(tag, labels)

    def import_image(
        self, archive: IO[bytes], *, repository: str, tag: str, changes: list[str]
    ) -> None:
        with tarfile.open(fileobj=archive) as unpacked:
            self.members = unpacked.getnames()
        pairs = (change.removeprefix("LABEL ").split("=", 1) for change in changes)
        self._add(f"{repository}:{tag}", {key.strip('"'): value.strip('"') for key, value in pairs})

    def tag(self, name: str, repository: str, tag: str, *, force: bool) -> None:
        assert force
        self.images[f"{repository}:{tag}"] = self.images[name]

    def inspect_image(self, name: str) -> dict[str, Any]:
        if name not in self.images:
            raise ImageNotFound(name)
        return self.images[name]

    def _add(self, name: str, labels: dict[str, str]) -> None:
        config = {"Labels": labels, "Env": ["PATH=/bin", "PYTHON_VERSION=3.x.y"]}
        self.images[name] = {"Id": f"sha256:{len(self.images):064}", "Config": config, "Size": 1}


def _build(daemon: _FakeDaemon, *, from_host: bool) -> GuestImage:
    return build_image(from_host=from_host, api=cast("APIClient", daemon))


def test_without_a_registry_the_hint_is_another_way() -> None:
    """Who can not pull is told that no network is needed."""
    with pytest.raises(GraderError, match="no such host") as caught:
        _build(_FakeDaemon("dial tcp: lookup registry-1.docker.io: no such host"), from_host=False)
    assert "--from-host" in caught.value.hint


def test_the_official_image_keeps_its_own_version() -> None:
    """Built on the official image, both names lead to it and the Python is the one inside."""
    daemon = _FakeDaemon()
    built = _build(daemon, from_host=False)
    assert built.name == "virtlab/guest:000000000000"
    assert built.python == "3.x.y"
    assert built.origin == f"python:{sys.version_info.major}.{sys.version_info.minor}-slim"
    assert set(daemon.images) == {IMAGE, built.name}


def test_the_packed_python_is_sent_and_named() -> None:
    """What is imported is the tree of this Python, under its digest and as the latest."""
    daemon = _FakeDaemon()
    built = _build(daemon, from_host=True)
    assert "usr/bin/python3" in daemon.members
    assert set(daemon.images) == {IMAGE, built.name}
    assert daemon.images[IMAGE] is daemon.images[built.name]
    assert (built.python, built.origin) == (platform.python_version(), "this machine")


@pytest.mark.docker
def test_this_python_becomes_the_image_under_both_names() -> None:
    """The name that never changes is the digest of what was packed; building again changes nothing."""
    built = build_image(from_host=True)
    assert built.name == f"virtlab/guest:{digest(runtime_files())[:12]}"
    assert build_image(from_host=True) == built
    api = connect()
    try:
        latest = find_image(api, IMAGE)
    finally:
        api.close()
    assert latest.image_id == built.image_id
    assert latest.origin == "this machine"


@pytest.mark.docker
def test_the_doctor_sees_the_image() -> None:
    """With an image all rows work; without one the row says how to get it."""
    build_image(from_host=True)
    assert [row for row in probe() if not row.works] == []
    *others, row = probe(image="virtlab/guest:never-built")
    assert all(other.works for other in others)
    assert not row.works
    assert "--from-host" in row.hint
