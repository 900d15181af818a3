"""The packed Python: what goes in, that it starts elsewhere, that it is the same each time."""

import hashlib
import io
import os
import stat
import subprocess
import tarfile
from pathlib import Path, PurePosixPath

import pytest

from grader.errors import GraderError
from grader.sandbox.runtime_libraries import parse_needed, place_libraries
from grader.sandbox.runtime_pack import RuntimeFile, digest, runtime_files, write_tar, write_tree

_GLIBC = """/opt/python3:
\tlinux-vdso.so.1 (0x00007ffe3a5f2000)
\tlibpython3.11.so.1.0 => /opt/py thon/lib/libpython3.11.so.1.0 (0x00007f0000000000)
\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f0000000000)
\tlibgone.so.1 => not found
\t/lib64/ld-linux-x86-64.so.2 (0x00007f0000000000)
/opt/_static.so:
\tstatically linked
"""
_MUSL = """\t/lib/ld-musl-x86_64.so.1 (0x7f1)
\tlibz.so.1 => /usr/lib/libz.so.1 (0x7f2)
\tlibc.musl-x86_64.so.1 => /lib/ld-musl-x86_64.so.1 (0x7f1)
"""


@pytest.fixture(scope="module")
def files() -> tuple[RuntimeFile, ...]:
    """List this Python once."""
    return runtime_files()


@pytest.fixture(scope="module")
def tree(files: tuple[RuntimeFile, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the whole tree once, by a user who keeps everything to himself."""
    folder = tmp_path_factory.mktemp("runtime") / "tree"
    umask = os.umask(0o077)
    try:
        write_tree(files, folder)
    finally:
        os.umask(umask)
    return folder


def _few(files: tuple[RuntimeFile, ...]) -> list[RuntimeFile]:
    wanted = {"os.py", "re", "json", "python3"}
    return [file for file in files if wanted & {file.path.name, file.path.parent.name}]


def _start(tree: Path, program: str) -> str:
    """Run a program on the tree's own loader, libraries and interpreter."""
    [loader] = [path for path in tree.rglob("ld-*") if path.is_file()]
    [c_library] = list(tree.rglob("libc.so.6")) or list(tree.rglob("libc.musl-*"))
    interpreter = (tree / "usr/bin/python3").resolve()
    command: list[str | Path] = [loader, "--library-path", c_library.parent, interpreter]
    done = subprocess.run(
        [*command, "-I", "-S", "-c", program], check=True, stdout=subprocess.PIPE, text=True, env={}
    )
    return done.stdout


def test_libraries_are_found_in_what_ldd_says() -> None:
    """The kernel's own, static files and missing libraries are left out."""
    assert parse_needed(_GLIBC) == {
        "libpython3.11.so.1.0": Path("/opt/py thon/lib/libpython3.11.so.1.0"),
        "libc.so.6": Path("/lib/x86_64-linux-gnu/libc.so.6"),
        "/lib64/ld-linux-x86-64.so.2": Path("/lib64/ld-linux-x86-64.so.2"),
    }


def test_libraries_gather_beside_the_c_library() -> None:
    """One folder, which the loader searches anyway; the loader stays where executables want it."""
    places = place_libraries(
        {
            "libz.so.1": Path("/odd/libz.so.1"),
            "libc.so.6": Path("/nix/libc.so.6"),
            "/lib64/ld.so": Path("/nix/ld.so"),
        }
    )
    assert places == {
        PurePosixPath("/nix/libz.so.1"): Path("/odd/libz.so.1"),
        PurePosixPath("/nix/libc.so.6"): Path("/nix/libc.so.6"),
        PurePosixPath("/lib64/ld.so"): Path("/nix/ld.so"),
    }


def test_musl_is_understood() -> None:
    """The other C library names its loader and itself in its own way."""
    assert PurePosixPath("/lib/libz.so.1") in place_libraries(parse_needed(_MUSL))


def test_a_static_interpreter_is_refused() -> None:
    """Without a C library among the libraries nothing would start."""
    with pytest.raises(GraderError, match="C library"):
        place_libraries({})


def test_nothing_installed_goes_in(files: tuple[RuntimeFile, ...]) -> None:
    """Neither packages nor tests, graphics or the caches of this machine are packed."""
    parts = {part for file in files for part in file.path.parts}
    assert not parts & {
        "site-packages",
        "dist-packages",
        "test",
        "tkinter",
        "idlelib",
        "__pycache__",
    }
    assert not [file for file in files if file.path.name.startswith("_tkinter.")]


def test_paths_are_relative_unique_and_sorted(files: tuple[RuntimeFile, ...]) -> None:
    """The list is fit to be written anywhere."""
    paths = [file.path for file in files]
    assert paths == sorted(set(paths))
    assert not [path for path in paths if path.is_absolute() or ".." in path.parts]


def test_the_tree_starts_on_its_own(tree: Path) -> None:
    """The packed Python finds its library in the tree and can load all that it was packed with."""
    program = (
        "import sys, json, sqlite3, ctypes, decimal, hashlib; hashlib.sha256();"
        " print(sys.prefix, json.__file__)"
    )
    prefix, module = _start(tree, program).split()
    assert Path(prefix) == tree / "opt/python"
    assert Path(module).is_relative_to(tree)


def test_no_library_of_ciphers_is_packed(files: tuple[RuntimeFile, ...]) -> None:
    """A cipher is to be written, not to be loaded."""
    names = [file.path.name for file in files]
    assert not [name for name in names if "libcrypto" in name or "libssl" in name]


def test_modules_come_compiled(tree: Path) -> None:
    """What is loaded is the compiled file, without a look at the source's time."""
    program = "import fractions; print(fractions.__cached__, end='')"
    compiled = Path(_start(tree, program))
    assert compiled.is_relative_to(tree)
    assert compiled.read_bytes()[4:8] == b"\1\0\0\0"  # PEP 552: by hash, unchecked
    loaded = _start(
        tree, "import fractions; print(fractions.Fraction.limit_denominator.__code__.co_filename)"
    )
    assert loaded.strip() == str(compiled.parent.parent / "fractions.py")


def test_everybody_can_read_and_nobody_else_write(tree: Path) -> None:
    """The modes do not depend on the umask of whoever packs."""
    for path in [tree, *tree.rglob("*")]:
        if not path.is_symlink():
            mode = stat.S_IMODE(path.stat().st_mode)
            executable = path.is_dir() or ".so" in path.name or path.name.startswith("python")
            assert mode == (0o755 if executable else 0o644), path


def test_an_archive_is_the_same_each_time(files: tuple[RuntimeFile, ...]) -> None:
    """Two archives of the same files have the same bytes, and tell nothing of who made them."""
    first, second = io.BytesIO(), io.BytesIO()
    write_tar(_few(files), first)
    write_tar(_few(files), second)
    assert hashlib.sha256(first.getvalue()).digest() == hashlib.sha256(second.getvalue()).digest()
    first.seek(0)
    with tarfile.open(fileobj=first) as archive:
        members = archive.getmembers()
    assert "usr/bin/python3" in {member.name for member in members}
    assert [name for name in (member.name for member in members) if name.endswith(".pyc")]
    assert {
        (member.uid, member.gid, member.uname, member.gname, member.mtime) for member in members
    } == {(0, 0, "", "", 0)}


def test_the_digest_sees_content_mode_and_place(tmp_path: Path) -> None:
    """Whatever changes the tree changes its digest, and only that."""
    source, other = tmp_path / "a", tmp_path / "b"
    source.write_bytes(b"one")
    other.write_bytes(b"one")
    plain = RuntimeFile(PurePosixPath("x"), source, 0o644)
    same = RuntimeFile(PurePosixPath("x"), other, 0o644)
    assert digest([plain]) == digest([same])
    variants = [
        digest([plain]),
        digest([RuntimeFile(PurePosixPath("y"), source, 0o644)]),
        digest([RuntimeFile(PurePosixPath("x"), source, 0o755)]),
        digest([RuntimeFile(PurePosixPath("x"), "a", 0o644)]),
    ]
    source.write_bytes(b"two")
    assert len({*variants, digest([plain])}) == len(variants) + 1
