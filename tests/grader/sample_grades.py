"""A realistic exercise and class of students, shared by the tests of scoring, gradebook and reports."""

import random
from collections.abc import Mapping
from typing import Any

from grader.scoring.grade import Grade, Receipt, Unjudged
from grader.scoring.policy_curve import Yardstick
from grader.scoring.rubric import grade_outcomes
from harness.exercise.manifest import Manifest
from harness.outcomes import Outcome, Verdict

SLUG = "memory_allocator"
EXERCISE_DIGEST = "e" * 64

YARDSTICKS: Mapping[str, Yardstick] = {
    "memory-is-well-used.guests": Yardstick(baseline=0.741, reference=0.8),
    "memory-is-well-used.server": Yardstick(baseline=0.625, reference=0.893),
    "memory-is-well-used.vectors": Yardstick(baseline=0.25, reference=0.69),
    "growing-moves-little": Yardstick(baseline=0.95, reference=0.37),
}

_ROWS: tuple[tuple[str, str, str, float, str, str, str], ...] = (
    (
        "ranges-never-overlap",
        "A1",
        "algorithm",
        14,
        "Every range lies in the arena, is aligned and overlaps no live or pending range.",
        "Two guests that share a page read and overwrite each other's memory.",
        "Step 2: splitting a gap",
    ),
    (
        "freed-neighbours-join",
        "A2",
        "algorithm",
        12,
        "Ranges freed in any order give back one gap.",
        "Gaps that never join leave an arena that is free and yet too broken to use.",
        "Step 3: coalescing",
    ),
    (
        "misuse-leaves-no-trace",
        "A3",
        "algorithm",
        12,
        "A wrong call raises the exception named in the rules and changes nothing.",
        "A hypervisor serves guests that it can not trust to call it correctly.",
        "Step 5: refusing misuse",
    ),
    (
        "memory-is-well-used",
        "P1",
        "policy",
        20,
        "The smallest arena that serves a trace is not much larger than the trace's peak.",
        "Memory lost to fragmentation is paid for and used by nobody.",
        "Step 6: pick a policy by measuring",
    ),
    (
        "growing-moves-little",
        "P2",
        "policy",
        6,
        "Growing a range copies few bytes.",
        "Each byte moved is time in which the guest stands still.",
        "Step 6: pick a policy by measuring",
    ),
    (
        "cost-grows-slowly",
        "P3",
        "policy",
        8,
        "The time of a call grows slower than the number of live ranges.",
        "A host that slows down as it fills is slowest when it matters most.",
        "Step 7: an index of gaps",
    ),
    (
        "rollback-restores-everything",
        "M1",
        "mechanism",
        16,
        "Commit and rollback leave exactly the state that the rules describe.",
        "A domain builder that fails half-way must not leak the memory it had.",
        "Step 8: undo",
    ),
    (
        "claims-are-kept",
        "M2",
        "mechanism",
        12,
        "Nobody is given memory that another transaction has claimed.",
        "Two builders that both saw enough room must not both fail half-way.",
        "Step 9: claims",
    ),
)

_CURVES: Mapping[str, dict[str, Any]] = {
    "memory-is-well-used": {
        "zero": "baseline",
        "full": "reference",
        "bound": 1.0,
        "unit": "peak / arena",
    },
    "growing-moves-little": {
        "zero": 0.95,
        "full": "reference",
        "unit": "bytes moved / bytes grown",
    },
    "cost-grows-slowly": {"zero": 0.9, "full": 0.4, "unit": "exponent"},
}

GOOD_FIGURES: Mapping[str, Mapping[str, float]] = {
    "memory-is-well-used": {
        "memory-is-well-used.guests": 0.79,
        "memory-is-well-used.server": 0.885,
        "memory-is-well-used.vectors": 0.52,
        "robson-adversary": 3.25,
    },
    "growing-moves-little": {"growing-moves-little": 0.39},
    "cost-grows-slowly": {"cost-grows-slowly": 0.24},
}

_COUNTEREXAMPLE = (
    "allocator = MemoryAllocator(base=4096, size=256, granule=16)",
    "first = allocator.allocate(64)    # 4096",
    "second = allocator.allocate(32)   # 4160",
    "third = allocator.allocate(160)   # 4192",
    "allocator.free(second)",
    "allocator.free(first)",
    "allocator.allocate(96)            # OutOfMemory",
)


def sample_manifest(hidden: frozenset[str] = frozenset()) -> Manifest:
    """Return the manifest of an exercise with eight properties in three parts."""
    return Manifest.model_validate(
        {
            "slug": SLUG,
            "area": "allocation",
            "target": "memory",
            "title": {"en": "Guest memory allocator", "zh": "客户机内存分配器"},
            "main_class": "MemoryAllocator",
            "baseline": {"algorithm": [38, 38], "policy": [0, 12], "mechanism": [28, 28]},
            "properties": [
                {
                    "id": identity,
                    "code": code,
                    "part": part,
                    "points": points,
                    "claim": claim,
                    "why": why,
                    "read": read,
                    "hidden": identity in hidden,
                    "curve": _CURVES.get(identity),
                }
                for identity, code, part, points, claim, why, read in _ROWS
            ],
        }
    )


def passed(property_id: str, **changes: Any) -> Outcome:
    """Return the outcome of a solution that is right and good."""
    return Outcome(
        **{
            "property": property_id,
            "verdict": Verdict.PASSED,
            "figures": GOOD_FIGURES.get(property_id, {}),
            "seconds": 1.25,
            **changes,
        }
    )


def failed(property_id: str, **changes: Any) -> Outcome:
    """Return the outcome of a solution with a defect, with its counterexample."""
    return Outcome(
        **{
            "property": property_id,
            "verdict": Verdict.FAILED,
            "message": (
                "allocate(96) raised OutOfMemory, but the gap from 4096 to 4192 holds 96 bytes.\n"
                "Two neighbouring gaps must be joined when a range between them and its "
                "neighbour is freed."
            ),
            "counterexample": _COUNTEREXAMPLE,
            "repro": "from solution import MemoryAllocator\n\n" + "\n".join(_COUNTEREXAMPLE) + "\n",
            "prints": "free 4160 32\nfree 4096 64\ngaps: [(4096, 64), (4160, 32)]\n",
            "seconds": 2.5,
            **changes,
        }
    )


def sample_grade(student: str = "Lin Mei", *outcomes: Outcome, **receipt: Any) -> Grade:
    """Return the grade of a solution that is right but for the given outcomes."""
    manifest = sample_manifest()
    changed = {outcome.property: outcome for outcome in outcomes}
    found = [changed.get(item.id, passed(item.id)) for item in manifest.properties]
    return Grade(
        student=student,
        exercise=SLUG,
        outcomes=grade_outcomes(manifest, found, YARDSTICKS),
        receipt=Receipt(
            **{
                "submission_digest": "a" * 64,
                "exercise_digest": EXERCISE_DIGEST,
                "seed": 20260917,
                "sandbox": "bubblewrap",
                "image_digest": "",
                "versions": {"bubblewrap": "0.11.0", "python": "3.11.7", "virtlab": "0.1.0"},
                "started": "2026-09-17T09:30:00+00:00",
                "seconds": 14.2,
                **receipt,
            }
        ),
    )


_GIVEN = ("Lin", "Wang Wei", "Aoife", "José", "Zoë", "王伟", "Ngozi", "Søren", "Priya", "Oleksandr")
_FAMILY = ("Chen", "Müller", "O'Neill", "García", "李", "Okafor", "Nguyễn", "Kowalska", "Smith")


def sample_class(size: int, seed: int = 7) -> tuple[tuple[Grade, ...], tuple[Unjudged, ...]]:
    """Return so many grades of a plausible spread, and three submissions that were not judged."""
    randomness = random.Random(seed)
    grades = tuple(
        _student_grade(f"{_GIVEN[index % 10]} {_FAMILY[index % 9]} {index:04}", randomness)
        for index in range(size)
    )
    unjudged = (
        Unjudged("Tomás Ruiz", SLUG, "the folder is empty"),
        Unjudged("Ada Brown", SLUG, "solution.py is not UTF-8 text"),
        Unjudged("赵敏", SLUG, "the judge failed twice: see the log"),
    )
    return grades, unjudged


def _student_grade(student: str, randomness: random.Random) -> Grade:
    skill = randomness.betavariate(4, 1.6)
    outcomes = []
    for item in sample_manifest().properties:
        if randomness.random() > skill + 0.15:
            outcomes.append(failed(item.id))
        else:
            figures = GOOD_FIGURES.get(item.id, {})
            better = -1 if item.id in {"growing-moves-little", "cost-grows-slowly"} else 1
            change = 1 - better * (1 - skill) * randomness.random() / 2
            outcomes.append(
                passed(item.id, figures={name: value * change for name, value in figures.items()})
            )
    digest = f"{randomness.getrandbits(256):064x}"
    return sample_grade(student, *outcomes, submission_digest=digest)
