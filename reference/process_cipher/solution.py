"""A tree of counters, eight to a node of 64 bytes, as in Intel's memory encryption engine.

A node is eight counters of 7 bytes and a tag of 8. The counters of the lowest level are the versions
of the lines; those above are the versions of the nodes below them. The version of the topmost node is
the only thing on chip. Line tags of 8 bytes lie between the lines and the nodes. AES works on the four
words of a column table each.
"""

import struct
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hmac import compare_digest

LINE_SIZE = 64
REGISTER_LIMIT = 64

SBOX = bytes.fromhex(
    "637c777bf26b6fc53001672bfed7ab76ca82c97dfa5947f0add4a2af9ca472c0"
    "b7fd9326363ff7cc34a5e5f171d8311504c723c31896059a071280e2eb27b275"
    "09832c1a1b6e5aa0523bd6b329e32f8453d100ed20fcb15b6acbbe394a4c58cf"
    "d0efaafb434d338545f9027f503c9fa851a3408f929d38f5bcb6da2110fff3d2"
    "cd0c13ec5f974417c4a77e3d645d197360814fdc222a908846eeb814de5e0bdb"
    "e0323a0a4906245cc2d3ac629195e479e7c8376d8dd54ea96c56f4ea657aae08"
    "ba78252e1ca6b4c6e8dd741f4bbd8b8a703eb5664803f60e613557b986c11d9e"
    "e1f8981169d98e949b1e87e9ce5528df8ca1890dbfe6426841992d0fb054bb16"
)

_ARITY = 8
_COUNTER_SIZE = 7
_TAG_SIZE = 8
_KEY_SIZE = 16
_BLOCK_SIZE = 16
_ALL_ONES = 2**128 - 1


class IntegrityError(Exception):
    """The memory does not hold what this engine wrote last; always raised without arguments."""


@dataclass(frozen=True)
class Fetch:
    """Reads ``length`` bytes of the untrusted memory."""

    address: int
    length: int


@dataclass(frozen=True)
class Store:
    """Writes ``data`` to the untrusted memory."""

    address: int
    data: bytes


_Steps = Generator[Fetch | Store, bytes | None, bytes | None]


def _doubled(byte: int) -> int:
    return byte << 1 ^ (0x11B if byte & 0x80 else 0)


_TABLE_0 = [
    _doubled(s) << 24 | s << 16 | s << 8 | (_doubled(s) ^ s) for s in SBOX
]  # what a byte of row 0 adds to its column
_TABLE_1 = [t >> 8 | (t & 0xFF) << 24 for t in _TABLE_0]
_TABLE_2 = [t >> 8 | (t & 0xFF) << 24 for t in _TABLE_1]
_TABLE_3 = [t >> 8 | (t & 0xFF) << 24 for t in _TABLE_2]


@lru_cache(maxsize=8)
def _round_keys(key: bytes) -> tuple[int, ...]:
    """Return the 44 words of FIPS 197, 5.2."""
    words = list(struct.unpack(">4I", key))
    constant = 1
    for index in range(4, 44):
        word = words[-1]
        if index % 4 == 0:
            a, b, c, d = word.to_bytes(4, "big")
            word = int.from_bytes((SBOX[b] ^ constant, SBOX[c], SBOX[d], SBOX[a]), "big")
            constant = _doubled(constant)
        words.append(words[-4] ^ word)
    return tuple(words)


def _encrypt(keys: tuple[int, ...], block: bytes) -> bytes:
    """Encrypt one block, a table look-up for each byte of each round."""
    t0, t1, t2, t3, sbox = _TABLE_0, _TABLE_1, _TABLE_2, _TABLE_3, SBOX
    a, b, c, d = struct.unpack(">4I", block)
    a, b, c, d = a ^ keys[0], b ^ keys[1], c ^ keys[2], d ^ keys[3]
    for at in range(4, 40, 4):
        a, b, c, d = (
            t0[a >> 24] ^ t1[b >> 16 & 255] ^ t2[c >> 8 & 255] ^ t3[d & 255] ^ keys[at],
            t0[b >> 24] ^ t1[c >> 16 & 255] ^ t2[d >> 8 & 255] ^ t3[a & 255] ^ keys[at + 1],
            t0[c >> 24] ^ t1[d >> 16 & 255] ^ t2[a >> 8 & 255] ^ t3[b & 255] ^ keys[at + 2],
            t0[d >> 24] ^ t1[a >> 16 & 255] ^ t2[b >> 8 & 255] ^ t3[c & 255] ^ keys[at + 3],
        )
    rows = ((a, b, c, d), (b, c, d, a), (c, d, a, b), (d, a, b, c))
    words = (
        sbox[w >> 24] << 24 | sbox[x >> 16 & 255] << 16 | sbox[y >> 8 & 255] << 8 | sbox[z & 255]
        for w, x, y, z in rows
    )
    return struct.pack(">4I", *(w ^ k for w, k in zip(words, keys[40:], strict=True)))


@lru_cache(maxsize=8)
def _subkeys(key: bytes) -> tuple[int, int]:
    """Return K1 and K2 of RFC 4493, 2.3."""
    found = []
    value = int.from_bytes(_encrypt(_round_keys(key), bytes(_BLOCK_SIZE)), "big")
    for _ in range(2):
        value = (value << 1 & _ALL_ONES) ^ (0x87 if value >> 127 else 0)
        found.append(value)
    return found[0], found[1]


def _check_length(name: str, value: bytes, size: int) -> None:
    if len(value) != size:
        raise ValueError(f"{name} must be {size} bytes, not {len(value)}")


def _level_sizes(lines: int) -> list[int]:
    """Return how many nodes each level has, from the lowest to the single one at the top."""
    sizes = [-(-lines // _ARITY)]
    while sizes[-1] > 1:
        sizes.append(-(-sizes[-1] // _ARITY))
    return sizes


def _counters(node: bytes) -> list[int]:
    places = range(0, _ARITY * _COUNTER_SIZE, _COUNTER_SIZE)
    return [int.from_bytes(node[at : at + _COUNTER_SIZE], "big") for at in places]


def _pack(counters: list[int]) -> bytes:
    return b"".join(counter.to_bytes(_COUNTER_SIZE, "big") for counter in counters)


class ProcessCipher:
    """The memory encryption engine of one process."""

    def __init__(self, key: bytes, lines: int, registers: bytes | None = None) -> None:
        _check_length("key", key, 2 * _KEY_SIZE)
        if lines < 1:
            raise ValueError(f"there must be a line, not {lines}")
        self._encryption_key, self._tag_key = key[:_KEY_SIZE], key[_KEY_SIZE:]
        self._lines = lines
        self._level_sizes = _level_sizes(lines)
        self._tags_at = LINE_SIZE * lines
        self._nodes_at = self._tags_at + -(-lines // _ARITY) * _ARITY * _TAG_SIZE
        self._root_version: int | None = None
        self._is_locked = False
        if registers is not None:
            _check_length("registers", registers, _COUNTER_SIZE)
            self._root_version = int.from_bytes(registers, "big")

    def aes_encrypt_block(self, key: bytes, block: bytes) -> bytes:
        """Encrypt with AES-128."""
        _check_length("key", key, _KEY_SIZE)
        _check_length("block", block, _BLOCK_SIZE)
        return _encrypt(_round_keys(key), block)

    def ctr(self, key: bytes, counter_block: bytes, data: bytes) -> bytes:
        """Count up from the counter block."""
        _check_length("key", key, _KEY_SIZE)
        _check_length("counter_block", counter_block, _BLOCK_SIZE)
        keys, first = _round_keys(key), int.from_bytes(counter_block, "big")
        blocks = range(-(-len(data) // _BLOCK_SIZE))
        pads = (_encrypt(keys, (first + i & _ALL_ONES).to_bytes(16, "big")) for i in blocks)
        pad = b"".join(pads)[: len(data)]
        mixed = int.from_bytes(data, "big") ^ int.from_bytes(pad, "big")
        return mixed.to_bytes(len(data), "big")

    def cmac(self, key: bytes, message: bytes) -> bytes:
        """Chain the blocks; the last one is mixed with a subkey."""
        _check_length("key", key, _KEY_SIZE)
        keys, (whole, padded) = _round_keys(key), _subkeys(key)
        last_at = max(0, (len(message) - 1) // _BLOCK_SIZE * _BLOCK_SIZE)
        last, subkey = message[last_at:], whole
        if len(last) < _BLOCK_SIZE:
            last, subkey = (last + b"\x80").ljust(_BLOCK_SIZE, b"\0"), padded
        state = 0
        for at in range(0, last_at, _BLOCK_SIZE):
            state ^= int.from_bytes(message[at : at + _BLOCK_SIZE], "big")
            state = int.from_bytes(_encrypt(keys, state.to_bytes(16, "big")), "big")
        state ^= int.from_bytes(last, "big") ^ subkey
        return _encrypt(keys, state.to_bytes(16, "big"))

    def memory_size(self) -> int:
        """Count lines, tags and nodes."""
        return self._nodes_at + LINE_SIZE * sum(self._level_sizes)

    def suspend(self) -> bytes:
        """Give the version of the topmost node."""
        self._check_lock()
        if self._root_version is None:
            raise RuntimeError("not initialized")
        return self._root_version.to_bytes(_COUNTER_SIZE, "big")

    def initialize(self) -> _Steps:
        """Write version 1 of everything."""
        self._check_lock()
        if self._root_version is not None:
            raise RuntimeError("initialized already")
        lines = [self._encrypted(line, 1, bytes(LINE_SIZE)) for line in range(self._lines)]
        yield Store(0, b"".join(lines))
        tags = [self._line_tag(line, 1, text) for line, text in enumerate(lines)]
        yield Store(self._tags_at, b"".join(tags))
        counters = [1] * _ARITY
        for level, size in enumerate(self._level_sizes):
            nodes = (self._sealed(level, index, 1, counters) for index in range(size))
            yield Store(self._node_at(level, 0), b"".join(nodes))
        self._root_version = 1
        return None

    def read(self, line: int) -> _Steps:
        """Fetch the line, its tag and the path; believe them from the top down."""
        root_version = self._check_access(line)
        ciphertext = yield from _fetch(LINE_SIZE * line, LINE_SIZE)
        tag = yield from _fetch(self._tags_at + _TAG_SIZE * line, _TAG_SIZE)
        nodes = yield from self._fetch_path(line)
        path = self._verified(line, nodes, root_version)
        version = path[0][line % _ARITY]
        self._demand(tag, self._line_tag(line, version, ciphertext))
        return self._encrypted(line, version, ciphertext)

    def write(self, line: int, data: bytes) -> _Steps:
        """Verify the path, then raise every counter on it."""
        root_version = self._check_access(line)
        _check_length("data", data, LINE_SIZE)
        nodes = yield from self._fetch_path(line)
        path = self._verified(line, nodes, root_version)
        places = list(self._path(line))
        for counters, (_, _, slot) in zip(path, places, strict=True):
            counters[slot] += 1
        version, above = path[0][line % _ARITY], root_version + 1
        ciphertext = self._encrypted(line, version, data)
        stores = [
            Store(LINE_SIZE * line, ciphertext),
            Store(self._tags_at + _TAG_SIZE * line, self._line_tag(line, version, ciphertext)),
        ]
        for counters, (level, index, slot) in zip(path[::-1], places[::-1], strict=True):
            sealed = self._sealed(level, index, above, counters)
            stores.append(Store(self._node_at(level, index), sealed))
            above = counters[slot]
        self._root_version = root_version + 1
        yield from stores
        return None

    def _check_lock(self) -> None:
        if self._is_locked:
            raise IntegrityError

    def _check_access(self, line: int) -> int:
        """Return the version of the topmost node."""
        self._check_lock()
        if self._root_version is None:
            raise RuntimeError("not initialized")
        if not 0 <= line < self._lines:
            raise IndexError(f"there is no line {line}")
        return self._root_version

    def _path(self, line: int) -> Iterator[tuple[int, int, int]]:
        """Yield level, index and slot of the nodes above a line, from the lowest on."""
        index = line
        for level in range(len(self._level_sizes)):
            index, slot = divmod(index, _ARITY)
            yield level, index, slot

    def _node_at(self, level: int, index: int) -> int:
        return self._nodes_at + LINE_SIZE * (sum(self._level_sizes[:level]) + index)

    def _fetch_path(self, line: int) -> Generator[Fetch, bytes | None, list[bytes]]:
        nodes = []
        for level, index, _ in self._path(line):
            nodes.append((yield from _fetch(self._node_at(level, index), LINE_SIZE)))
        return nodes

    def _verified(self, line: int, nodes: list[bytes], version: int) -> list[list[int]]:
        """Return the counters of each node, proven by the version that the node above it gives."""
        path = [_counters(node) for node in nodes]
        places = list(self._path(line))
        for node, counters, place in zip(nodes[::-1], path[::-1], places[::-1], strict=True):
            level, index, slot = place
            packed, tag = node[:-_TAG_SIZE], node[-_TAG_SIZE:]
            self._demand(tag, self._node_tag(level, index, version, packed))
            version = counters[slot]
        return path

    def _demand(self, found: bytes, right: bytes) -> None:
        if not compare_digest(found, right):
            self._is_locked = True
            raise IntegrityError

    def _encrypted(self, line: int, version: int, text: bytes) -> bytes:
        """XOR with the pad of a line at a version: E(line, version, block)."""
        return self.ctr(self._encryption_key, struct.pack(">IQI", line, version, 0), text)

    def _line_tag(self, line: int, version: int, ciphertext: bytes) -> bytes:
        message = struct.pack(">BIQ", 0, line, version) + ciphertext
        return self.cmac(self._tag_key, message)[:_TAG_SIZE]

    def _node_tag(self, level: int, index: int, version: int, packed: bytes) -> bytes:
        message = struct.pack(">BIQ", level + 1, index, version) + packed
        return self.cmac(self._tag_key, message)[:_TAG_SIZE]

    def _sealed(self, level: int, index: int, version: int, counters: list[int]) -> bytes:
        packed = _pack(counters)
        return packed + self._node_tag(level, index, version, packed)


def _fetch(address: int, length: int) -> Generator[Fetch, bytes | None, bytes]:
    found = yield Fetch(address, length)
    assert found is not None  # a Fetch is answered with bytes
    return found
