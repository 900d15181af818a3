"""What is drawn depends on the seed and the property, and on nothing else."""

import sys
from types import ModuleType

import hypothesis
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.exercise.folder import PROJECT
from harness.properties.profile import PROFILE, property_random, property_seed


def _drawn(seed: int) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []

    @settings(settings.get_profile(PROFILE), max_examples=300)
    @given(number=st.integers(), text=st.text())
    def draw(number: int, text: str) -> None:
        found.append((number, text))

    hypothesis.seed(property_seed(seed, "some-property"))(draw)()
    return found


def test_what_is_drawn_depends_on_the_seed_alone() -> None:
    """The same again for the same seed, also after more modules were loaded; other for another."""
    first = _drawn(1)
    module = ModuleType("a_module_of_the_project")
    module.__file__ = str(PROJECT / "harness" / "remote" / "host.py")
    sys.modules[module.__name__] = module
    try:
        assert _drawn(1) == first
    finally:
        del sys.modules[module.__name__]
    assert _drawn(2) != first


def test_properties_have_random_numbers_of_their_own() -> None:
    """Judging one property alone draws what judging all of them draws for it."""
    assert property_random(1, "a").random() == property_random(1, "a").random()
    assert property_random(1, "a").random() != property_random(1, "b").random()
    assert property_random(1, "a").random() != property_random(2, "a").random()
