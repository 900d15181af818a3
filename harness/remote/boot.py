"""How a sandbox gets its runtime: as the first frame, into memory, so it needs no file of ours.

The payload is an allow-list: ``harness.wire`` and ``harness.guest``, nothing that judges.
"""

import functools
from pathlib import Path

import harness
from harness.wire.frames import INWARD_LIMIT_BYTES, pack_frame
from harness.wire.values import dump

_PACKAGES = ("wire", "guest")

# Runs inside. Reads {module name: source}, makes them importable, starts the supervisor.
_BOOT = """\
import importlib.machinery, json, os, sys
def read(size):
    data = b""
    while len(data) < size:
        chunk = os.read(0, size - len(data))
        if not chunk:
            sys.exit()
        data += chunk
    return data
sources = json.loads(read(int.from_bytes(read(4), "big")))
class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name in sources:
            return importlib.machinery.ModuleSpec(name, Finder, is_package=sources[name][0])
    @staticmethod
    def create_module(spec):
        return None
    @staticmethod
    def exec_module(module):
        exec(compile(sources[module.__name__][1], module.__name__, "exec"), module.__dict__)
sys.meta_path.insert(0, Finder)
from harness.guest.__main__ import main
main()
"""


def interpreter_arguments(*, lockdown_required: bool) -> tuple[str, ...]:
    """Return what follows the interpreter's name to start a supervisor."""
    mode = "required" if lockdown_required else "best-effort"
    return ("-s", "-P", "-S", "-B", "-c", _BOOT, mode)


@functools.cache
def payload_frame() -> bytes:
    """Return the frame that a supervisor expects before anything else."""
    root = Path(harness.__file__).parent
    sources: dict[str, list[object]] = {"harness": [True, ""]}
    for package in _PACKAGES:
        for path in sorted((root / package).glob("*.py")):
            is_package = path.stem == "__init__"
            name = f"harness.{package}" if is_package else f"harness.{package}.{path.stem}"
            sources[name] = [is_package, path.read_text(encoding="utf-8")]
    return pack_frame(dump(sources), INWARD_LIMIT_BYTES)
