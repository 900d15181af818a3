"""Grades as JUnit XML, the dialect of Jenkins (``junit-10.xsd`` of its xUnit plugin) that GitLab reads.

A suite a student, a case a property. There are no points in JUnit: a property that measures and lost
only a part of its points passed; the points are properties of the suite and text of the case.
"""

import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence

from grader.course.visibility import Visibility
from grader.escape import xml_text
from grader.exports.feedback import Item, feedback, number_text, points_text
from grader.scoring.grade import Grade
from harness.exercise.manifest import Manifest
from harness.outcomes import Verdict

_ALL_VISIBLE: Mapping[str, Visibility] = {}
_OURS = {Verdict.JUDGE_ERROR}
_FINE = {Verdict.PASSED, Verdict.NOT_RUN, *_OURS}


def junit_xml(
    grades: Sequence[Grade],
    manifests: Mapping[str, Manifest],
    visibility: Mapping[str, Visibility] = _ALL_VISIBLE,
) -> str:
    """Return a document with a suite a grade; ``manifests`` and ``visibility`` are by exercise."""
    root = ET.Element("testsuites", {"name": "virtlab"})
    for grade in grades:
        shown = visibility.get(grade.exercise, Visibility.COUNTEREXAMPLES)
        items = feedback(grade, manifests[grade.exercise], shown)
        root.append(_suite(grade, items))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(grade: Grade, items: Sequence[Item]) -> ET.Element:
    verdicts = [item.verdict for item in items]
    suite = ET.Element(
        "testsuite",
        {
            "name": xml_text(f"{grade.exercise}: {grade.student}"),
            "tests": str(len(items)),
            "failures": str(sum(verdict not in _FINE for verdict in verdicts)),
            "errors": str(sum(verdict in _OURS for verdict in verdicts)),
            "skipped": str(verdicts.count(Verdict.NOT_RUN)),
            "time": f"{grade.receipt.seconds:.3f}",
            "timestamp": xml_text(grade.receipt.started),
        },
    )
    facts = {
        "points": number_text(grade.score),
        "max_points": number_text(grade.max_score),
        **{f"points.{part}": number_text(points) for part, (points, _) in grade.parts.items()},
        "submission_digest": grade.receipt.submission_digest,
    }
    table = ET.SubElement(suite, "properties")
    for name, value in facts.items():
        ET.SubElement(table, "property", {"name": name, "value": value})
    suite.extend(_case(grade.exercise, item) for item in items)
    return suite


def _case(exercise: str, item: Item) -> ET.Element:
    case = ET.Element(
        "testcase",
        {
            "classname": f"{exercise}.{item.part}",
            "name": item.name,
            "time": f"{item.seconds:.3f}",
        },
    )
    kind = {Verdict.NOT_RUN: "skipped", Verdict.JUDGE_ERROR: "error"}.get(item.verdict, "failure")
    if item.verdict is not Verdict.PASSED:
        first = item.message.split("\n", 1)[0]
        fault = ET.SubElement(
            case, kind, {"type": str(item.verdict), "message": xml_text(first or item.claim)}
        )
        fault.text = xml_text(item.message or item.claim)
    points = ET.SubElement(case, "system-out")
    points.text = points_text(item.points, item.max_points)
    return case
