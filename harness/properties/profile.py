"""The hypothesis settings under which everything is graded."""

import hashlib
from random import Random

from hypothesis import HealthCheck, Phase, Verbosity, settings
from hypothesis.internal.conjecture import providers

PROFILE = "virtlab"

settings.register_profile(
    PROFILE,
    # A slow solution is slow, not wrong; budgets are kept elsewhere, and count waiting only.
    deadline=None,
    suppress_health_check=list(HealthCheck),
    # Nothing may carry over from one submission to the next.
    database=None,
    max_examples=100,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    print_blob=False,
    report_multiple_bugs=False,
    verbosity=Verbosity.quiet,
)


# Hypothesis also tries constants that it finds in the project's modules: what it draws would depend
# on what else is loaded, and so on the engine and on the properties judged before. It has no setting
# for that; ``tests/harness/properties`` shows that this holds.
providers._get_local_constants = lambda: providers._local_constants  # noqa: SLF001


def property_seed(seed: int, property_id: str) -> int:
    """Return the seed of one property: properties do not disturb each other's random numbers."""
    digest = hashlib.sha256(f"{seed}:{property_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big")


def property_random(seed: int, property_id: str) -> Random:
    """Return the random numbers of one property."""
    return Random(property_seed(seed, property_id))  # noqa: S311 - repeatable on purpose
