"""Whose a submission is, whatever hyphens logins and assignments have."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grader.submissions.names import name_key
from grader.submissions.owners import Known, Owners, UnmatchedError

LOGINS = st.from_regex(r"[a-z0-9]{1,3}(-[a-z0-9]{1,3}){0,2}", fullmatch=True)


def test_without_a_list_everybody_is_who_it_says() -> None:
    """Of repositories, nothing but a prefix that is known is cut off."""
    owners = Owners()
    assert owners.named("Ada ") == "Ada "
    assert owners.of_repositories(["alloc-wang-li", "other"]) == {
        "alloc-wang-li": "alloc-wang-li",
        "other": "other",
    }
    assert owners.of_repositories(["alloc-wang-li", "alloc-"], "alloc") == {
        "alloc-wang-li": "wang-li",
        "alloc-": "alloc-",
    }


def test_a_student_is_found_by_any_name_that_is_one_students() -> None:
    """Key, login, address, number, name; whatever the case; a name of two is nobody's."""
    owners = Owners(
        [
            Known("s1", "AdaL", ("ada@x", "Ada", "17")),
            Known("s2", "", ("b@x", "Li", "18")),
            Known("s3", "", ("c@x", "Li", "s2")),
        ]
    )
    for name in ("s1", "S1", "adal", "ADA@X", "Ada", "17"):
        assert owners.named(name) == "s1"
    assert owners.named("s2") == "s2"
    for nobody in ("Li", "zoe", "", "s"):
        with pytest.raises(UnmatchedError):
            owners.named(nobody)


def test_most_repositories_tell_where_the_login_begins() -> None:
    """An assignment and a login may both have hyphens."""
    owners = Owners(Known(one, one) for one in ("li", "wang-li", "ada", "x"))
    names = ["alloc-wang-li", "alloc-ada", "alloc-x"]
    assert owners.of_repositories(names) == {
        "alloc-wang-li": "wang-li",
        "alloc-ada": "ada",
        "alloc-x": "x",
    }
    assert owners.of_repositories(["alloc-wang-li"]) == {"alloc-wang-li": None}
    assert owners.of_repositories(["alloc-wang-li"], "alloc-wang") == {"alloc-wang-li": "li"}
    assert owners.of_repositories(["alloc-wang-li", "template"], "alloc") == {
        "alloc-wang-li": "wang-li",
        "template": None,
    }


@given(st.sets(LOGINS, min_size=1, max_size=8), LOGINS)
def test_with_the_prefix_known_every_repository_finds_its_student(
    logins: set[str], prefix: str
) -> None:
    """Whatever logins there are."""
    owners = Owners(Known(f"key {one}", one.upper()) for one in logins)
    names = {f"{prefix}-{one}": f"key {one}" for one in logins}
    assert owners.of_repositories(list(names), prefix.upper()) == names


@given(st.sets(LOGINS, min_size=3, max_size=8), LOGINS)
def test_a_repository_is_never_somebody_elses(logins: set[str], prefix: str) -> None:
    """Where the prefix is not known, it is the student's or nobody's if no login ends another."""
    assume(not any(a != b and a.endswith(f"-{b}") for a in logins for b in logins))
    owners = Owners(Known(one, one) for one in logins)
    found = owners.of_repositories([f"{prefix}-{one}" for one in logins])
    for name, owner in found.items():
        assert owner is not None
        assert name_key(name) == name_key(f"{prefix}-{owner}")
