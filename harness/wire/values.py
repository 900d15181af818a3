"""Plain values and their JSON: a closed set of types, with one rule for everything else: refused.

| value | JSON |
|---|---|
| None, bool, int (up to 4096 bits), finite float, str without lone surrogates | itself |
| list | array |
| bytes | ``{"b": base64}`` |
| tuple | ``{"t": [...]}`` |
| dict | ``{"d": [[key, value], ...]}`` |
| a dataclass of the stub | ``{"o": [name, [field, ...]]}`` |

A value has at most ``MAX_NODES`` nodes, nested at most ``MAX_DEPTH`` deep. Both directions accept
EXACT types only (``type(x) is int``), so that no value brings behaviour of its own with it.
"""

import base64
import binascii
import json
import math
from collections.abc import Mapping
from typing import Any, NamedTuple

MAX_DEPTH = 32
MAX_NODES = 100_000
MAX_INT_BITS = 4096
MAX_UNKEYED_HASHES = 4096
"""Keys of one dict besides str and bytes. Numbers and tuples hash without a secret: fifty thousand
that collide, in one reply, would keep the judge busy for a quarter of a minute."""


class ValueRefusedError(Exception):
    """A value, or bytes that claim to be one, are outside the closed set."""


class Record(NamedTuple):
    """A dataclass that may cross: how to build it, and its fields in the order of the wire."""

    build: type
    fields: tuple[str, ...]


def _refuse_constant(name: str) -> Any:
    raise ValueRefusedError(f"{name} is not a finite number")


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":")
)


def dump(plain: Any) -> bytes:
    """Return the bytes of an already plain JSON structure."""
    try:
        return _ENCODER.encode(plain).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise ValueRefusedError(f"not sendable: {error}") from None


def parse(payload: bytes) -> Any:
    """Parse hostile bytes into plain JSON; nothing but ``ValueRefusedError`` comes out.

    Raises:
        ValueRefusedError: Not UTF-8, not JSON, nested too deep or a number too long.
    """
    try:
        return _DECODER.decode(payload.decode("utf-8"))
    except ValueRefusedError:
        raise
    except (ValueError, RecursionError, MemoryError) as error:
        raise ValueRefusedError(f"not a message: {type(error).__name__}") from None


class Codec:
    """Turns values into plain JSON and back, with the dataclasses of one interface."""

    def __init__(self, records: Mapping[str, Record] | None = None) -> None:
        self._by_name = dict(records or {})
        self._by_type = {record.build: name for name, record in self._by_name.items()}
        self._nodes = 0

    def to_plain(self, value: Any) -> Any:
        """Return JSON for ``value``.

        Raises:
            ValueRefusedError: Its type, depth or size is outside the closed set.
        """
        self._nodes = MAX_NODES
        return self._to_plain(value, MAX_DEPTH)

    def from_plain(self, plain: Any) -> Any:
        """Return the value that ``plain`` (what ``parse`` returned) stands for.

        Raises:
            ValueRefusedError: It is not what ``to_plain`` could have made.
        """
        self._nodes = MAX_NODES
        return self._from_plain(plain, MAX_DEPTH)

    def _count(self, nodes: int, depth: int) -> None:
        self._nodes -= nodes
        if self._nodes < 0:
            raise ValueRefusedError(f"more than {MAX_NODES} values")
        if depth <= 0:
            raise ValueRefusedError(f"nested deeper than {MAX_DEPTH}")

    def _to_plain(self, value: Any, depth: int) -> Any:
        kind = type(value)
        if kind in _SCALARS:
            return _SCALARS[kind](value)
        self._count(1, depth)
        if kind is list:
            self._count(len(value), depth)
            return [self._to_plain(item, depth - 1) for item in value]
        if kind is bytes:
            return {"b": base64.b64encode(value).decode("ascii")}
        if kind is tuple:
            self._count(len(value), depth)
            return {"t": [self._to_plain(item, depth - 1) for item in value]}
        if kind is dict:
            self._count(2 * len(value), depth)
            _check_hashes(sum(type(key) not in _KEYED for key in value))
            pairs = value.items()
            return {
                "d": [
                    [self._to_plain(k, depth - 1), self._to_plain(v, depth - 1)] for k, v in pairs
                ]
            }
        return self._record_to_plain(value, kind, depth)

    def _record_to_plain(self, value: Any, kind: type, depth: int) -> Any:
        name = self._by_type.get(kind)
        if name is None:
            shown = getattr(kind, "__name__", "?")
            raise ValueRefusedError(f"a value of type {str(shown)[:80]}, which is not plain data")
        fields = [getattr(value, field) for field in self._by_name[name].fields]
        self._count(len(fields), depth)
        return {"o": [name, [self._to_plain(field, depth - 1) for field in fields]]}

    def _from_plain(self, plain: Any, depth: int) -> Any:
        kind = type(plain)
        if kind in _SCALARS:
            return _SCALARS[kind](plain)
        self._count(1, depth)
        if kind is list:
            self._count(len(plain), depth)
            return [self._from_plain(item, depth - 1) for item in plain]
        if kind is not dict or len(plain) != 1:
            raise ValueRefusedError("an unknown shape")
        ((tag, body),) = plain.items()
        if tag == "b":
            return _bytes_of(body)
        read = {"t": self._tuple_of, "d": self._dict_of, "o": self._record_of}.get(tag)
        if read is None or type(body) is not list:
            raise ValueRefusedError("an unknown shape")
        return read(body, depth)

    def _tuple_of(self, items: list[Any], depth: int) -> tuple[Any, ...]:
        self._count(len(items), depth)
        return tuple([self._from_plain(item, depth - 1) for item in items])

    def _dict_of(self, pairs: list[Any], depth: int) -> dict[Any, Any]:
        self._count(2 * len(pairs), depth)
        made = {}
        unkeyed = 0
        for pair in pairs:
            if type(pair) is not list or len(pair) != 2:  # noqa: PLR2004 - a pair
                raise ValueRefusedError("a dict entry that is not a pair")
            key = self._from_plain(pair[0], depth - 1)
            unkeyed += type(key) not in _KEYED
            _check_hashes(unkeyed)
            try:
                made[key] = self._from_plain(pair[1], depth - 1)
            except TypeError:
                raise ValueRefusedError("a dict key that is not hashable") from None
        if len(made) != len(pairs):
            raise ValueRefusedError("a dict key used twice")
        return made

    def _record_of(self, body: list[Any], depth: int) -> Any:
        if len(body) != 2 or type(body[0]) is not str or type(body[1]) is not list:  # noqa: PLR2004
            raise ValueRefusedError("an unknown shape")
        record = self._by_name.get(body[0])
        if record is None or len(body[1]) != len(record.fields):
            raise ValueRefusedError("a dataclass that the interface does not have")
        self._count(len(body[1]), depth)
        values = [self._from_plain(item, depth - 1) for item in body[1]]
        try:
            return record.build(**dict(zip(record.fields, values, strict=True)))
        except Exception as error:  # noqa: BLE001 - code of the stub, fields of the other side
            # A stub's dataclass may check its fields; the other side chose them.
            raise ValueRefusedError(
                f"{body[0]} refused its fields: {type(error).__name__}"
            ) from None


# Their hashes depend on a secret of the process.
_KEYED = (str, bytes)


def _check_hashes(unkeyed: int) -> None:
    if unkeyed > MAX_UNKEYED_HASHES:
        raise ValueRefusedError(
            f"a dict with more than {MAX_UNKEYED_HASHES} keys besides str and bytes"
        )


def _same(value: Any) -> Any:
    return value


def _checked_int(value: int) -> int:
    if value.bit_length() > MAX_INT_BITS:
        raise ValueRefusedError(f"an int of more than {MAX_INT_BITS} bits")
    return value


def _checked_float(value: float) -> float:
    if not math.isfinite(value):
        raise ValueRefusedError("a float that is not finite")
    return value


def _checked_str(value: str) -> str:
    if not value.isascii():
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            raise ValueRefusedError("a str with a lone surrogate") from None
    return value


_SCALARS: dict[type, Any] = {
    type(None): _same,
    bool: _same,
    int: _checked_int,
    float: _checked_float,
    str: _checked_str,
}


def _bytes_of(body: Any) -> bytes:
    if type(body) is not str:
        raise ValueRefusedError("an unknown shape")
    try:
        return base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError):
        raise ValueRefusedError("bytes that are not base64") from None
