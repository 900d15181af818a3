"""The template engine, set up so that a template can not forget to escape or misspell a name.

Every value that a template prints is first cleaned (``escape.clean_text``), then escaped for HTML.
"""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from grader.escape import clean_text


def render(template: str, **values: Any) -> str:
    """Return a page made from a template of this package."""
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("grader.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_cleaned,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _cleaned(value: Any) -> Any:
    is_markup = hasattr(value, "__html__")  # what a macro made; its values were cleaned in it
    return clean_text(value) if isinstance(value, str) and not is_markup else value
