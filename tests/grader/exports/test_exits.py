"""The exits that only exports use: XML, and the log and the commands of GitHub Actions."""

import re
import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from grader.escape import (
    clean_text,
    shorten,
    workflow_lines,
    workflow_message,
    workflow_property,
    xml_text,
)
from tests.grader.exports.hostile_grades import TEXTS

marks = st.text("\r\n \t:#[]%,=0123456789ADabcedinorst|", max_size=60)
texts = st.text() | st.sampled_from(TEXTS) | marks


def unescaped(data: str) -> str:
    """Read a command's message as the runner does (actions/runner, ``ActionCommand.cs``)."""
    for mark, character in (("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        data = data.replace(mark, character)
    return data


@given(text=texts)
def test_xml_gives_the_text_back(text: str) -> None:
    """In content and in an attribute, through a writer and a parser."""
    element = ET.Element("a", {"b": xml_text(text)})
    element.text = xml_text(text)
    read = ET.fromstring(ET.tostring(element, encoding="unicode").encode())
    assert read.get("b") == (read.text or "") == clean_text(shorten(text))


@given(text=texts)
def test_no_line_of_a_log_is_a_command(text: str) -> None:
    """None starts with two colons, none holds the older mark; the text can still be read."""
    shown = workflow_lines(text)
    for line in re.split(r"[\r\n]", shown):
        assert line.startswith("| ")
        assert "##[" not in line
    plain = "\n".join(line.removeprefix("| ") for line in shown.split("\n"))
    assert plain.replace("##\\[", "##[") == clean_text(shorten(text)).replace("##\\[", "##[")


@given(text=texts)
def test_a_message_is_one_line_that_the_runner_reads_back(text: str) -> None:
    """Nothing in it ends it."""
    message = workflow_message(text)
    assert not re.search(r"[\r\n]", message)
    assert "##[" not in message
    assert unescaped(message) == clean_text(shorten(text, 2_000)).replace("##[", "##\\[")


@given(text=texts)
def test_a_property_ends_neither_itself_nor_the_command(text: str) -> None:
    """By a comma, a colon or a line's end; it can not start another command either."""
    assert not re.search(r"[,:\r\n]", workflow_property(text))
    assert "##[" not in workflow_property(text)
