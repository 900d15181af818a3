"""An autograder for Gradescope: the zip that a teacher uploads under Configure Autograder.

The files lie at its root, as Gradescope wants them. A submission shares one container with its judge,
where no sandbox can be had: the judge is root and keeps its files to itself, the solution runs as a
user that nobody has. So students get feedback there, under the public seed; the grade is made by
``virtlab grade`` on what Gradescope exports.
"""

import io
import shlex
import zipfile
from collections.abc import Mapping

_SETUP = """\
#!/bin/sh
# Run once, as root, when Gradescope builds the image.
set -eu
apt-get update
apt-get install -y --no-install-recommends python3 python3-venv
python3 -m venv /opt/virtlab
/opt/virtlab/bin/pip install --no-cache-dir {requirement}
"""
_RUN = """\
#!/bin/sh
# Run for each submission, as root. What the judge reads and writes is closed to the solution.
set -eu
chmod 700 /autograder/source /autograder/results
cd /
exec /opt/virtlab/bin/virtlab ci {exercise} --target gradescope --sandbox process
"""
_EXECUTABLE = 0o100755
_PLAIN = 0o100644
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def autograder_zip(exercise: str, requirement: str, wheel: tuple[str, bytes] | None) -> bytes:
    """Return the archive; the same arguments give the same bytes.

    Args:
        exercise: Slug.
        requirement: What pip is told to install, where there is no ``wheel``.
        wheel: Name and bytes of virtlab's wheel, to be taken along.
    """
    place = requirement if wheel is None else f"/autograder/source/{wheel[0]}"
    files: Mapping[str, tuple[bytes, int]] = {
        "setup.sh": (_SETUP.format(requirement=shlex.quote(place)).encode(), _EXECUTABLE),
        "run_autograder": (_RUN.format(exercise=shlex.quote(exercise)).encode(), _EXECUTABLE),
        **({wheel[0]: (wheel[1], _PLAIN)} if wheel is not None else {}),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (content, mode) in files.items():
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.external_attr = mode << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return stream.getvalue()
