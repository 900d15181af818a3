"""Submissions that attack whoever reads them: parse bombs, odd encodings, nothing at all.

They are made here because no file of them could be kept: too long, or not readable.
"""

from tests.sandbox_contract.attack_file import Attack, honest_source, make_attack

_REFUSED = "Verdict: FAILED or CRASHED or TIMED_OUT\nSays: does not load"
_HONEST = "Verdict: PASSED"

# Each refused source is put after the honest one: what comes first in it must not count.
_APPENDED: dict[str, tuple[str, str]] = {
    "nested_brackets": ("x = " + "(" * 100_000 + ")" * 100_000, _REFUSED),
    "nested_lists": ("x = " + "[" * 5_000 + "]" * 5_000, _REFUSED),
    "open_brackets": ("x = " + "[" * 200_000, _REFUSED),
    "open_parentheses_of_with": ("with " + "(" * 150 + "a b", _REFUSED),
    "nested_dicts": ("x = " + "{0:" * 3_000 + "0" + "}" * 3_000, _REFUSED),
    "nested_lambdas": ("x = " + "lambda: " * 50_000 + "0", _REFUSED),
    "nested_calls": ("x = " + "f(" * 50_000 + ")" * 50_000, _REFUSED),
    "many_minus_signs": ("x = " + "-" * 500_000 + "1", _REFUSED),
    "many_nots": ("x = " + "not " * 200_000 + "1", _REFUSED),
    "nested_conditions": ("x = " + "1 if 1 else " * 50_000 + "1", _REFUSED),
    "long_sum": ("x = " + "1 + " * 100_000 + "1", "Verdict: FAILED or CRASHED or PASSED"),
    "long_attribute_chain": ("x = lambda: a" + ".b" * 100_000, _REFUSED),
    "long_comparison": ("x = " + "0 < " * 20_000 + "1", "Verdict: FAILED or PASSED"),
    "deep_indentation": ("\n".join(" " * depth + "if 1:" for depth in range(200)), _REFUSED),
    "nested_functions": (
        "\n".join(" " * depth + "def f():" for depth in range(90)) + "\n" + " " * 90 + "pass",
        "Verdict: FAILED or PASSED",
    ),
    "many_branches": (
        "x = 0\nif x == 1: pass\n" + "".join(f"elif x == {n}: pass\n" for n in range(10_000)),
        _REFUSED,
    ),
    "huge_number": ("x = " + "9" * 100_000, _REFUSED),
    "huge_hexadecimal_number": ("x = 0x" + "f" * 1_000_000, _HONEST),
    "huge_power": ("x = 2 ** 2 ** 2 ** 2 ** 2 ** 2", "Verdict: FAILED or TIMED_OUT"),
    "huge_constant_text": ("x = 'a' * 10 ** 12", _REFUSED),
    "huge_constant_tuple": ("x = ((((((0,) * 250) * 250) * 250) * 250) * 250)", _REFUSED),
    "huge_shift": ("x = 1 << 10 ** 11", _REFUSED),
    "long_name": ("x" * 1_000_000 + " = 1", _HONEST),
    "long_comment": ("# " + "x" * 2_000_000, _HONEST),
    "long_text": ("x = '" + "x" * 2_000_000 + "'", _HONEST),
    "many_lines": ("x = 1\n" * 30_000, "Verdict: PASSED or TIMED_OUT or FAILED"),
    "null_byte": ("x = 1\x00", _REFUSED),
    "null_byte_in_comment": ("# \x00 the rest is hidden from those who stop here", _REFUSED),
    "syntax_error": ("def add(self:\n    return", _REFUSED),
    "tabs_and_spaces": ("if 1:\n\tx = 1\n        y = 2\n", _REFUSED),
    "text_that_never_ends": ('x = """', _REFUSED),
    "bidirectional_comment": ("x = 1  # \u202e\u2066 if admin \u2069\u202c", _HONEST),
    "names_that_look_alike": ("L\u0435dger = None  # the second letter is Cyrillic", _HONEST),
    "cookie_of_another_encoding": ("# -*- coding: utf-7 -*-", _HONEST),
    "braces": ("from __future__ import braces", _REFUSED),
    "late_future": ("from __future__ import annotations", _REFUSED),
    "escape_that_is_none": ("x = '\\d'", _HONEST),
}


def _whole() -> dict[str, tuple[str, str]]:
    """Return sources that are not put after the honest one."""
    honest = honest_source()
    return {
        "empty": ("", _REFUSED),
        "only_spaces": (" \n\t\n\x0c\n", _REFUSED),
        "byte_order_mark": ("\ufeff" + honest, "Verdict: PASSED or FAILED"),
        "carriage_returns": (honest.replace("\n", "\r\n"), _HONEST),
        "old_macintosh": (honest.replace("\n", "\r"), _HONEST),
        "form_feeds": (honest.replace("\n\n\n", "\n\x0c\n"), _HONEST),
        "cookie_first": ("# -*- coding: rot13 -*-\n" + honest, _HONEST),
        "hash_bang": ("#!/bin/rm -rf\n" + honest, _HONEST),
        "another_language": ("#include <stdio.h>\nint main() { return 0; }\n", _REFUSED),
        "an_archive": ("PK\x03\x04\x14\x00\x00\x00\x08\x00", _REFUSED),
        "a_web_page": ("<!DOCTYPE html><script>alert(1)</script>", _REFUSED),
    }


def read_sources() -> tuple[Attack, ...]:
    """Return them as attacks."""
    honest = honest_source()
    appended = {name: (f"{honest}\n\n{text}\n", says) for name, (text, says) in _APPENDED.items()}
    return tuple(
        make_attack(f"source_{name}", source, promises)
        for name, (source, promises) in {**appended, **_whole()}.items()
    )
