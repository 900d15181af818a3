"""The template engines, set up so that a template can not forget to escape or misspell a name.

Every text that a template prints is first made harmless: for pages cleaned (``escape.clean_text``)
and escaped for HTML, for Markdown turned into one line (``escape.markdown_line``). Where a template
wants a block of Markdown it asks for it by the filter ``block``. Numbers are printed by filters.
"""

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from grader.escape import clean_text, markdown_block, markdown_line, one_line, shorten
from grader.reports.growth import HEIGHT, WIDTH, draw_series
from grader.reports.scale import draw_scale
from grader.reports.wording import (
    STATE_WORDS,
    VERDICT_SENTENCES,
    VERDICT_WORDS,
    calls_text,
    counted,
    duration_text,
    figure_text,
    moment_text,
    name_text,
    percent_of,
    points_text,
    signed_points,
)


def render(template: str, **values: Any) -> str:
    """Return a page or a document made from a template of this package."""
    environment = _pages() if template.endswith(".html.j2") else _documents()
    return environment.get_template(template).render(**values)


@cache
def table_script() -> tuple[str, str]:
    """Return the script that sorts and filters tables, and its hash as a page's policy wants it."""
    script = files("grader.reports").joinpath("templates/table.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(f"\n{script}".encode()).digest()).decode()
    return script, f"'sha256-{digest}'"


class _Finished(str):
    """Markdown that is not escaped again."""

    __slots__ = ()


@cache
def _pages() -> Environment:
    return _environment(autoescape=True, finalize=_cleaned)


@cache
def _documents() -> Environment:
    documents = _environment(autoescape=False, finalize=_as_markdown)
    documents.filters["slug"] = _Finished  # letters and underscores, whose are not the student's
    documents.filters["block"] = lambda text: _Finished(markdown_block(text))
    return documents


def _environment(*, autoescape: bool, finalize: Any) -> Environment:
    environment = Environment(
        loader=PackageLoader("grader.reports"),
        autoescape=autoescape,  # noqa: S701 - Markdown is escaped by its finalizer
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "calls": calls_text,
        "duration": duration_text,
        "figure": figure_text,
        "line": one_line,
        "moment": moment_text,
        "name": name_text,
        "points": points_text,
        "short": shorten,
        "signed": signed_points,
    }
    environment.globals |= {
        "counted": counted,
        "draw_scale": draw_scale,
        "draw_series": draw_series,
        "percent_of": percent_of,
        "picture": (WIDTH, HEIGHT),
        "sentences": VERDICT_SENTENCES,
        "state_words": STATE_WORDS,
        "verdict_words": VERDICT_WORDS,
    }
    return environment


def _cleaned(value: Any) -> Any:
    is_markup = hasattr(value, "__html__")  # what a macro made; its values were cleaned in it
    return clean_text(value) if isinstance(value, str) and not is_markup else value


def _as_markdown(value: Any) -> Any:
    if isinstance(value, str) and not isinstance(value, _Finished):
        return markdown_line(value)
    return value
