"""The seed that grades are made with, from where the course keeps it; never shown in a message."""

from collections.abc import Mapping

from grader.course.course import Seeds
from grader.course.course_tables import MAX_SEED
from grader.errors import GraderError

_MAX_FILE_BYTES = 1000
_HINT = f"it holds one whole number from 0 to {MAX_SEED} and nothing else"


def private_seed(seeds: Seeds, environment: Mapping[str, str]) -> int | None:
    """Return the private seed; None if the course keeps none.

    Raises:
        GraderError: It is not where it should be, or is no seed.
    """
    if seeds.private_variable and environment.get(seeds.private_variable):
        where = f"the variable {seeds.private_variable}"
        return _seed(environment[seeds.private_variable], where)
    if seeds.private_file is not None:
        try:
            with seeds.private_file.open("rb") as stream:
                content = stream.read(_MAX_FILE_BYTES)
        except OSError as error:
            reason = f"the private seed can not be read: {seeds.private_file}: {error.strerror}"
            raise GraderError(reason, _HINT) from error
        return _seed(content.decode("utf-8-sig", "replace"), str(seeds.private_file))
    if seeds.private_variable:
        raise GraderError(
            f"the private seed is not set: {seeds.private_variable}",
            "set this environment variable, or give --seed",
        )
    return None


def _seed(text: str, where: str) -> int:
    digits = text.strip()
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= len(str(MAX_SEED))
    if not is_number or int(digits) > MAX_SEED:
        raise GraderError(f"{where} does not hold a seed", _HINT)
    return int(digits)
