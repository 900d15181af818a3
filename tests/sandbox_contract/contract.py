"""What must hold of a judgement, whatever the submission did. Every rule is a function: its faults.

Points are counted as the grader counts them; a judge that failed is a fault, whoever caused it.
"""

import json
from collections.abc import Iterator

from grader.judging.job import Judged
from grader.scoring.rubric import grade_outcomes
from harness.exercise.manifest import Manifest
from harness.outcomes import Outcome, Verdict
from harness.wire.messages import MAX_PRINTS
from tests.sandbox_contract.attack_file import Attack

FULL_MARKS = 100.0
_MAX_MESSAGE = 10_000
_MAX_OUTCOME_BYTES = 4 * 2**20


def points(manifest: Manifest, judged: Judged) -> float:
    """Return what a judgement earns."""
    return sum(item.points for item in grade_outcomes(manifest, judged.outcomes, {}))


def faults_of(attack: Attack, judged: Judged, manifest: Manifest) -> Iterator[str]:
    """Say how a judgement differs from what the attack's docstring promises."""
    yield from _judge_faults(judged, manifest)
    for outcome in judged.outcomes:
        lost = outcome.property in attack.lost
        allowed = attack.verdicts if lost else {Verdict.PASSED}
        if outcome.verdict not in allowed:
            yield f"{outcome.property}: {outcome.verdict}: {outcome.message[-600:]}"
        elif outcome.verdict is not Verdict.PASSED:
            yield from _message_faults(outcome, attack.says)
    least, most = attack.score
    earned = points(manifest, judged)
    if not least <= earned <= most:
        yield f"it earned {earned:g} points, not {least:g} to {most:g}"


def control_faults_of(judged: Judged, manifest: Manifest) -> Iterator[str]:
    """Say how the honest ledger's judgement differs from full marks."""
    yield from _judge_faults(judged, manifest)
    for outcome in judged.outcomes:
        if outcome.verdict is not Verdict.PASSED:
            yield f"{outcome.property}: {outcome.verdict}: {outcome.message[-600:]}"
        if outcome.prints or outcome.message or outcome.counterexample:
            yield f"{outcome.property}: something of another submission is in it"
    if points(manifest, judged) != FULL_MARKS:
        yield f"it earned {points(manifest, judged):g} points"


def _judge_faults(judged: Judged, manifest: Manifest) -> Iterator[str]:
    """Say where the judge itself was hurt."""
    if judged.failure:
        yield f"the judge failed: {judged.failure}"
    found = [outcome.property for outcome in judged.outcomes]
    if sorted(found) != sorted(row.id for row in manifest.properties):
        yield f"not one outcome a property: {found}"
    text = json.dumps(judged.to_json(), ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        yield f"an outcome can not be written down: {error}"
    yield from (fault for outcome in judged.outcomes for fault in _size_faults(outcome))


def _size_faults(outcome: Outcome) -> Iterator[str]:
    if "ESCAPED" in outcome.message or "ESCAPED" in outcome.prints:
        yield f"{outcome.property}: {outcome.message[-600:]} {outcome.prints[-200:]}"
    if len(outcome.message) > _MAX_MESSAGE or len(outcome.prints) > MAX_PRINTS:
        yield f"{outcome.property}: texts of {len(outcome.message)}, {len(outcome.prints)} characters"
    if len(json.dumps(outcome.to_json())) > _MAX_OUTCOME_BYTES:
        yield f"{outcome.property}: an outcome of {len(json.dumps(outcome.to_json()))} bytes"


def _message_faults(outcome: Outcome, says: str) -> Iterator[str]:
    if not outcome.message.strip():
        yield f"{outcome.property}: {outcome.verdict} without a message"
    if says.lower() not in outcome.message.lower():
        yield f"{outcome.property}: {says!r} is not in the message: {outcome.message[-600:]}"
