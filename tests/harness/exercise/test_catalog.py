"""The catalogue: what is offered, and what can be found."""

from pathlib import Path

from harness.exercise.catalog import find_exercise, list_exercises
from harness.exercise.folder import PROJECT


def test_a_draft_is_found_by_its_slug_only(tmp_path: Path) -> None:
    """Its author can check it; nobody is offered it."""
    scaffold = PROJECT / "tests" / "sandbox_contract" / "exercise" / "ledger" / "manifest.toml"
    (tmp_path / "ledger").mkdir()
    manifest = tmp_path / "ledger" / "manifest.toml"
    manifest.write_text("draft = true\n" + scaffold.read_text(encoding="utf-8"), encoding="utf-8")
    assert list_exercises(tmp_path) == ()
    assert find_exercise("ledger", tmp_path).manifest.draft
