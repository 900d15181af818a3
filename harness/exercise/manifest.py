"""``manifest.toml``: what an exercise is worth and how its figures become points.

Points live here and nowhere else; tests carry only a property's id.
"""

import math
import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from harness.exercise.errors import ExerciseError

TOTAL_POINTS = 100

KebabId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
SLUG_PATTERN = r"^[a-z]+(_[a-z]+)*$"
Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN)]
Area = Literal["allocation", "scheduling", "synchronization", "security"]
Anchor = float | Literal["baseline", "reference"]


class Part(StrEnum):
    """The three graded parts of every exercise."""

    ALGORITHM = "algorithm"
    POLICY = "policy"
    MECHANISM = "mechanism"


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Curve(_Table):
    """How a figure becomes a share of the points: 0 at ``zero``, 1 at ``full``, linear between.

    An anchor is a number, or the figure of the exercise's baseline or reference solution under the
    same seed. ``bound`` is what no solution can pass; it is only shown.
    """

    zero: Anchor
    full: Anchor
    bound: float | None = None
    unit: str = ""


class Property(_Table):
    """One graded claim."""

    id: KebabId
    code: Annotated[str, StringConstraints(pattern=r"^[APM][0-9]+$")]
    part: Part
    points: Annotated[float, Field(gt=0)]
    claim: Annotated[str, Field(min_length=10)]
    why: Annotated[str, Field(min_length=10)]
    read: Annotated[str, Field(min_length=1, description="the section of the handout to read")]
    hidden: bool = False
    curve: Curve | None = None


class Text(_Table):
    """The same words in English and Chinese."""

    en: str
    zh: str


class LimitsTable(_Table):
    """What a guest may use; the defaults suit every exercise but the odd one."""

    memory_mib: Annotated[int, Field(ge=32, le=4096)] = 256
    load_seconds: Annotated[float, Field(gt=0)] = 5
    call_seconds: Annotated[float, Field(gt=0)] = 2
    batch_seconds: Annotated[float, Field(gt=0)] = 5
    property_seconds: Annotated[float, Field(gt=0)] = 30
    submission_seconds: Annotated[float, Field(gt=0)] = 120


class PartRange(_Table):
    """Least and most points that a solution is expected to get for each part."""

    algorithm: tuple[float, float]
    policy: tuple[float, float]
    mechanism: tuple[float, float]


class Manifest(_Table):
    """The whole of ``manifest.toml``; ``imports`` are the modules a solution may import, None for all."""

    slug: Slug
    area: Area
    target: Slug
    title: Text
    main_class: str
    draft: bool = False
    imports: tuple[str, ...] | None = None
    baseline: PartRange
    limits: LimitsTable = LimitsTable()
    properties: Annotated[tuple[Property, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _check_whole(self) -> "Manifest":
        total = sum(item.points for item in self.properties)
        if not math.isclose(total, TOTAL_POINTS):
            msg = f"the points sum to {total:g}, not to {TOTAL_POINTS}"
            raise ValueError(msg)
        for name in ("id", "code"):
            values = [getattr(item, name) for item in self.properties]
            twice = sorted({value for value in values if values.count(value) > 1})
            if twice:
                msg = f"{name} used twice: {', '.join(twice)}"
                raise ValueError(msg)
        return self

    def property_named(self, property_id: str) -> Property:
        """Return a property by its id; KeyError if there is none."""
        for item in self.properties:
            if item.id == property_id:
                return item
        raise KeyError(property_id)

    def points_of(self, part: Part) -> float:
        """Return the most points that a part can give."""
        return sum(item.points for item in self.properties if item.part is part)


def read_manifest(path: Path) -> Manifest:
    """Read and check a manifest.

    Raises:
        ExerciseError: The file is missing, is not TOML in UTF-8 or breaks a rule; every fault is listed.
    """
    try:
        return Manifest.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise ExerciseError(f"{path}: there is no manifest") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ExerciseError(f"{path}: {error}") from error
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(map(str, item['loc'])) or 'manifest'}: {item['msg']}"
            for item in error.errors()
        )
        raise ExerciseError(f"{path}: {faults}") from error
