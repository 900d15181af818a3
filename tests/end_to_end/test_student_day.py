"""A student's day with a real exercise: start, a solution with a defect, its repro, the mended one."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from grader.cli import exit_codes
from harness.exercise.folder import PROJECT
from tests.grader.cli.command_line import virtlab

SLUG = "memory_allocator"
MUTANTS = PROJECT / "exercises" / SLUG / "mutants"
REFERENCE = PROJECT / "reference" / SLUG / "solution.py"
DEFECTS = {
    "no_right_coalescing": "freed-neighbours-join",
    "claim_leaks_at_rollback": "commit-and-rollback-are-exact",
}


@pytest.mark.bubblewrap
@pytest.mark.parametrize("defect", DEFECTS)
def test_a_defect_is_shown_reproduced_and_mended(tmp_path: Path, defect: str) -> None:
    """The program fails with nothing but Python, and no more with a right solution in its place."""
    property_id = DEFECTS[defect]
    ran = virtlab("start", SLUG, cwd=tmp_path, VIRTLAB_CATALOG=None)
    assert ran.code == exit_codes.DONE, ran.err
    place = tmp_path / SLUG
    solution = place / "solution.py"
    solution.write_bytes((MUTANTS / f"{defect}.py").read_bytes())

    test = ("test", "--only", property_id, "--json")
    ran = virtlab(*test, cwd=place, VIRTLAB_CATALOG=None)
    assert ran.code == exit_codes.POINTS_LOST, ran.err
    outcomes = {one["property"]: one for one in json.loads(ran.out)["outcomes"]}
    assert outcomes[property_id]["verdict"] == "FAILED"
    assert outcomes[property_id]["counterexample"][0].startswith("memory_allocator = ")

    ran = virtlab("repro", property_id, cwd=place, VIRTLAB_CATALOG=None)
    assert ran.code == exit_codes.DONE, ran.err
    program = place / f"repro_{property_id.replace('-', '_')}.py"
    alone = [sys.executable, "-E", "-S", str(program)]
    failing = subprocess.run(alone, check=False, capture_output=True, text=True)
    assert failing.returncode == 1, failing.stderr
    assert f"{property_id} does not hold" in failing.stdout
    solution.write_bytes(REFERENCE.read_bytes())
    mended = subprocess.run(alone, check=False, capture_output=True, text=True)
    assert mended.returncode == 0, mended.stdout + mended.stderr
