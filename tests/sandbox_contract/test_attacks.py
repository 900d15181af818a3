"""Every attack against every sandbox: it gains nothing, hurts nobody, and leaves nothing behind.

Each attack is judged through the grader's own pool, and after every few the honest ledger. The whole
corpus of a sandbox is one program (``run_corpus``), started by the first test that needs it.
"""

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from grader.judging.job import Judged
from tests.sandbox_contract.attack_file import ENGINES, Attack, ledger
from tests.sandbox_contract.contract import control_faults_of, faults_of
from tests.sandbox_contract.run_corpus import CONTROL, controlled, read_corpus

ATTACKS = {attack.name: attack for attack in read_corpus()}
_PROJECT = Path(__file__).resolve().parents[2]
_CORPUS_SECONDS = 1500
_DISK_BYTES = 2**29
"""What others may write meanwhile; the attacks that fill the disk would write more."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """What became of all attacks on one engine."""

    judged: dict[str, Judged]
    left: dict[str, Any]
    complaints: str


def _pairs(names: Collection[str]) -> list[Any]:
    """Return a parameter for each engine and attack, marked with the engine."""
    return [
        pytest.param(engine, attack.name, id=f"{engine}-{attack.name}", marks=_marks(engine))
        for engine in ENGINES
        for attack in ATTACKS.values()
        if attack.name in names
        and engine in attack.engines
        and attack.machine in ("", platform.machine())
    ]


def _marks(engine: str) -> list[pytest.MarkDecorator]:
    return [] if engine == "process" else [getattr(pytest.mark, engine)]


@pytest.fixture(scope="module")
def corpora(request: pytest.FixtureRequest) -> dict[str, Corpus]:
    """Judge, once for each engine, the attacks that were selected in this run."""
    del request
    return {}


def _corpus_of(engine: str, request: pytest.FixtureRequest) -> Corpus:
    corpora: dict[str, Corpus] = request.getfixturevalue("corpora")
    if engine not in corpora:
        selected = [
            str(item.callspec.params["name"])
            for item in request.session.items
            if isinstance(item, pytest.Function)
            and getattr(item, "callspec", None) is not None
            and item.callspec.params.get("engine") == engine
            and "name" in item.callspec.params
        ]
        corpora[engine] = _run(engine, selected)
    return corpora[engine]


def _run(engine: str, names: list[str]) -> Corpus:
    folder = Path(tempfile.mkdtemp(prefix="contract-"))
    folder.chmod(0o711)  # a sandbox of another user looks for the judge's socket below it
    environment = {**os.environ, "TMPDIR": str(folder), "VIRTLAB_CONTRACT_SECRET": "the host's"}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tests.sandbox_contract.run_corpus", engine, *names],
            cwd=_PROJECT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=_CORPUS_SECONDS,
            check=False,
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    judged = {item["name"]: Judged.from_json(item["judged"]) for item in found if "judged" in item}
    left = found[-1] if found and "processes" in found[-1] else {}
    return Corpus(judged, left, done.stderr)


@pytest.mark.timeout(_CORPUS_SECONDS)
@pytest.mark.parametrize(("engine", "name"), _pairs(ATTACKS))
def test_attack_gains_nothing(engine: str, name: str, request: pytest.FixtureRequest) -> None:
    """The verdicts, the messages and the points are those that the attack's docstring says."""
    corpus = _corpus_of(engine, request)
    attack: Attack = ATTACKS[name]
    assert name in corpus.judged, f"the judges did not survive: {corpus.complaints[-3000:]}"
    assert not list(faults_of(attack, corpus.judged[name], ledger().manifest))


@pytest.mark.timeout(_CORPUS_SECONDS)
@pytest.mark.parametrize(("engine", "name"), _pairs(controlled()))
def test_honest_submission_after_an_attack(
    engine: str, name: str, request: pytest.FixtureRequest
) -> None:
    """The submission judged next gets full marks, and nothing of the attack is in its outcomes."""
    corpus = _corpus_of(engine, request)
    after = f"{CONTROL}{name}"
    assert after in corpus.judged, f"the judges did not survive: {corpus.complaints[-3000:]}"
    assert not list(control_faults_of(corpus.judged[after], ledger().manifest))


@pytest.mark.timeout(_CORPUS_SECONDS)
@pytest.mark.parametrize(
    "engine", [pytest.param(engine, marks=_marks(engine)) for engine in ENGINES]
)
def test_nothing_is_left_behind(engine: str, request: pytest.FixtureRequest) -> None:
    """After the corpus there is no process, no container, no folder and no full disk."""
    corpus = _corpus_of(engine, request)
    assert corpus.left, f"the judges did not survive: {corpus.complaints[-3000:]}"
    assert corpus.left["processes"] == []
    assert corpus.left["containers"] == 0
    assert [name for name in corpus.left["folders"] if not name.startswith("pymp-")] == []
    assert corpus.left["disk_bytes"] < _DISK_BYTES
    assert list(_traces_on_the_host()) == []


def _traces_on_the_host() -> Iterator[Path]:
    """Yield files that an attack would have left outside."""
    for folder in map(Path, ("/", "/tmp", "/var/tmp", "/dev/shm", "/run")):
        yield from folder.glob("virtlab-contract-*")
