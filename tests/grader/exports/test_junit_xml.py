"""JUnit XML against Jenkins' ``junit-10.xsd``: its elements, their order-free content, attributes."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping

import pytest
from hypothesis import given

from grader.exports.junit_xml import junit_xml
from grader.scoring.grade import Grade
from harness.outcomes import Outcome, Verdict
from tests.grader.exports.hostile_grades import TEXTS, grades, hostile_grade
from tests.grader.sample_grades import SLUG, sample_grade, sample_manifest

# jenkinsci/xunit-plugin, junit-10.xsd: children, required and other attributes of what we write.
CHILDREN: Mapping[str, set[str]] = {
    "testsuites": {"testsuite"},
    "testsuite": {"testsuite", "properties", "testcase", "system-out", "system-err"},
    "properties": {"property"},
    "property": set(),
    "testcase": {"skipped", "error", "failure", "system-out", "system-err"},
    "failure": set(),
    "error": set(),
    "skipped": set(),
    "system-out": set(),
}
REQUIRED: Mapping[str, set[str]] = {
    "testsuite": {"name", "tests", "failures", "errors"},
    "property": {"name", "value"},
    "testcase": {"name"},
}
OPTIONAL: Mapping[str, set[str]] = {
    "testsuites": {"name", "time", "tests", "failures", "errors"},
    "testsuite": {"group", "time", "skipped", "timestamp", "hostname", "id", "package", "file"},
    "testcase": {"time", "classname", "group"},
    "failure": {"type", "message"},
    "error": {"type", "message"},
    "skipped": {"type", "message"},
}
SUREFIRE_TIME = re.compile(r"(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]*)?")
COUNTED = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def parsed(*made: Grade) -> ET.Element:
    """Write grades, read the document back, hold it against the schema."""
    root = ET.fromstring(junit_xml(made, {SLUG: sample_manifest()}).encode())
    assert root.tag == "testsuites"
    for element in root.iter():
        assert {child.tag for child in element} <= CHILDREN[element.tag]
        required = REQUIRED.get(element.tag, set())
        assert required <= set(element.attrib) <= required | OPTIONAL.get(element.tag, set())
        assert SUREFIRE_TIME.fullmatch(element.get("time", ""))
    for suite in root.iter("testsuite"):
        assert suite.get("tests") == str(len(suite.findall("testcase")))
        for name, kind in COUNTED.items():
            assert suite.get(name) == str(len(suite.findall(f"testcase/{kind}")))
    return root


@given(grade=grades())
def test_any_grade_is_a_suite_by_the_schema(grade: Grade) -> None:
    """Its points are properties of the suite."""
    root = parsed(grade)
    facts = {one.get("name"): one.get("value") for one in root.iter("property")}
    assert float(facts["points"] or "") == grade.score
    assert float(facts["max_points"] or "") == 100


@pytest.mark.parametrize("text", TEXTS)
def test_whatever_a_student_caused_is_text(text: str) -> None:
    """No character that XML forbids, no element that is not ours, and nothing outside of ASCII's controls."""
    root = parsed(hostile_grade(text), sample_grade())
    assert len(list(root.iter("failure"))) == 3
    said = "".join(root.itertext()) + "".join(v for e in root.iter() for v in e.attrib.values())
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e\ud800-\udfff\ufffe\uffff]", said)


def test_verdicts_are_failures_skips_and_errors() -> None:
    """A failure of ours is an error, which no build counts against the student."""
    grade = sample_grade(
        "ada",
        Outcome("ranges-never-overlap", Verdict.JUDGE_ERROR),
        Outcome("freed-neighbours-join", Verdict.NOT_RUN),
        Outcome("claims-are-kept", Verdict.TIMED_OUT, message="call 3 took 2 s\nthe limit is 1 s"),
    )
    (suite,) = parsed(grade)
    assert (suite.get("errors"), suite.get("skipped"), suite.get("failures")) == ("1", "1", "1")
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert failure.get("message") == "call 3 took 2 s"
    assert failure.get("type") == "TIMED_OUT"
