"""The teacher's pages, as HTML or Markdown: a course, and the class in one exercise.

Pure: the same facts give the same page. Pages link to the students', which lie in ``STUDENTS``, and
the course's to those of its exercises, which lie in ``EXERCISES``.
"""

from grader.reports.class_facts import ExerciseClass
from grader.reports.course_facts import CourseFacts
from grader.reports.rendering import render, table_script

STUDENTS = "students"
EXERCISES = "exercises"


def class_page(course: str, one: ExerciseClass, up: str = "") -> str:
    """Return the page of a class in one exercise.

    Args:
        course: Its title.
        one: What is told.
        up: The way from the page to the page of the course; empty if there is none.
    """
    return _scripted("class.html.j2", f"{one.title}: the class", course=course, one=one, up=up)


def course_page(facts: CourseFacts) -> str:
    """Return the page of a whole course."""
    return _scripted("course.html.j2", facts.title or "The class", facts=facts)


def class_document(course: str, one: ExerciseClass, up: str = "") -> str:
    """Return what ``class_page`` tells as Markdown."""
    return render("class.md.j2", course=course, one=one, up=up)


def course_document(facts: CourseFacts) -> str:
    """Return what ``course_page`` tells as Markdown."""
    return render("course.md.j2", facts=facts)


def _scripted(template: str, title: str, **values: object) -> str:
    script, script_hash = table_script()
    return render(template, title=title, script=script, script_hash=script_hash, **values)
