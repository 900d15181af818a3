"""Times of day in a zone, as times in UTC, which can be compared and subtracted."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


class NoSuchTimeError(ValueError):
    """The time of day is left out where clocks are set forward."""


def to_utc(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return a time in UTC; one without an offset is in the zone, and the later one of two.

    Raises:
        NoSuchTimeError: There is no such time in the zone, or none that can be expressed.
    """
    if moment.tzinfo is not None:
        return moment.astimezone(UTC)
    try:
        found = moment.replace(tzinfo=zone, fold=1).astimezone(UTC)
        is_there = found.astimezone(zone).replace(tzinfo=None, fold=0) == moment
    except OverflowError:
        is_there, found = False, moment
    if not is_there:
        raise NoSuchTimeError(f"there is no {moment} in {zone.key}: clocks are set forward then")
    return found
