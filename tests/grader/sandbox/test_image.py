"""Building the image that sandboxes start from."""

from collections.abc import Iterator
from typing import Any, cast

import pytest
from docker import APIClient

from grader.errors import GraderError
from grader.sandbox.docker_daemon import connect
from grader.sandbox.docker_probe import probe
from grader.sandbox.image import IMAGE, build_image, find_image
from grader.sandbox.runtime_pack import digest, runtime_files


class _DaemonWithoutRegistry:
    """Fails to build as the daemon does where it can not reach a registry."""

    def build(self, **_: Any) -> Iterator[dict[str, str]]:
        yield {"stream": "Step 1/1 : FROM python"}
        yield {"error": "dial tcp: lookup registry-1.docker.io: no such host"}


def test_without_a_registry_the_hint_is_another_way() -> None:
    """Who can not pull is told that no network is needed."""
    with pytest.raises(GraderError, match="no such host") as caught:
        build_image(from_host=False, api=cast("APIClient", _DaemonWithoutRegistry()))
    assert "--from-host" in caught.value.hint


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
