"""A tree of counters whose topmost counters are the registers; lines that were never written cost nothing.

A node is eleven counters of 5 bytes and a tag of 8. Levels are added until at most twelve counters are
left: those are on chip, so one level less is fetched. A line at version 0 was never written: it is zero,
and neither its data nor its tag is ever looked at. AES treats the state as one integer of 128 bits, with
a table for each of the sixteen places.
"""

import struct
from collections.abc import Generator
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

_ARITY = 11
_COUNTER_SIZE = 5
_TAG_SIZE = 8
_PACKED_SIZE = _ARITY * _COUNTER_SIZE
_MOST_ON_CHIP = REGISTER_LIMIT // _COUNTER_SIZE


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


def _twice(byte: int) -> int:
    return byte << 1 ^ (0x11B if byte & 0x80 else 0)


def _place_tables() -> tuple[list[list[int]], list[list[int]]]:
    """Return what a byte at each place adds to the next state, with and without MixColumns."""
    mixing, plain = [], []
    for place in range(16):
        row, column = place % 4, place // 4
        target = (column - row) % 4
        by_byte, without = [], []
        for sub in SBOX:
            words = [0, 0, 0, 0]
            words[row], words[(row - 1) % 4] = _twice(sub), _twice(sub) ^ sub
            words[(row + 1) % 4] = words[(row + 2) % 4] = sub
            by_byte.append(int.from_bytes(bytes(words), "big") << 32 * (3 - target))
            without.append(sub << 8 * (15 - 4 * target - row))
        mixing.append(by_byte)
        plain.append(without)
    return mixing, plain


_MIXING, _PLAIN = _place_tables()


@lru_cache(maxsize=8)
def _keys(key: bytes) -> list[int]:
    """Return the eleven round keys as integers."""
    words, constant = [key[at : at + 4] for at in range(0, 16, 4)], 1
    for index in range(4, 44):
        word = words[-1]
        if index % 4 == 0:
            word = bytes(SBOX[word[at % 4]] for at in (1, 2, 3, 4))
            word = bytes((word[0] ^ constant, *word[1:]))
            constant = _twice(constant)
        mixed = int.from_bytes(words[index - 4], "big") ^ int.from_bytes(word, "big")
        words.append(mixed.to_bytes(4, "big"))
    return [int.from_bytes(b"".join(words[at : at + 4]), "big") for at in range(0, 44, 4)]


def _looked_up(tables: list[list[int]], state: int, start: int) -> int:
    for table, byte in zip(tables, state.to_bytes(16, "big"), strict=True):
        start ^= table[byte]
    return start


def _aes(keys: list[int], block: int) -> int:
    state = block ^ keys[0]
    for key in keys[1:10]:
        state = _looked_up(_MIXING, state, key)
    return _looked_up(_PLAIN, state, keys[10])


def _sized(name: str, value: bytes, size: int) -> bytes:
    if len(value) != size:
        raise ValueError(f"{name} has {len(value)} bytes, not {size}")
    return value


class ProcessCipher:
    """The memory encryption engine of one process."""

    def __init__(self, key: bytes, lines: int, registers: bytes | None = None) -> None:
        self._pad_key, self._tag_key = _sized("key", key, 32)[:16], key[16:]
        if lines < 1:
            raise ValueError("a process has lines")
        self._lines = lines
        self._levels: list[tuple[int, int]] = []
        at, count = (LINE_SIZE + _TAG_SIZE) * lines, lines
        while count > _MOST_ON_CHIP:
            count = -(-count // _ARITY)
            self._levels.append((at, count))
            at += LINE_SIZE * count
        self._size = at
        self._on_chip: list[int] | None = None
        self._count_on_chip = count
        self._broken = False
        if registers is not None:
            _sized("registers", registers, _COUNTER_SIZE * count)
            self._on_chip = _counters(registers)

    def aes_encrypt_block(self, key: bytes, block: bytes) -> bytes:
        """Encrypt with AES-128."""
        keys = _keys(_sized("key", key, 16))
        return _aes(keys, int.from_bytes(_sized("block", block, 16), "big")).to_bytes(16, "big")

    def ctr(self, key: bytes, counter_block: bytes, data: bytes) -> bytes:
        """Count up from the counter block."""
        keys = _keys(_sized("key", key, 16))
        counter = int.from_bytes(_sized("counter_block", counter_block, 16), "big")
        stream, blocks = 0, -(-len(data) // 16)
        for block in range(blocks):
            stream = stream << 128 | _aes(keys, (counter + block) % 2**128)
        stream >>= 8 * (16 * blocks - len(data))
        return (stream ^ int.from_bytes(data, "big")).to_bytes(len(data), "big")

    def cmac(self, key: bytes, message: bytes) -> bytes:
        """Chain the blocks; the last one is mixed with a subkey."""
        keys = _keys(_sized("key", key, 16))
        mask = _aes(keys, 0)
        is_whole = len(message) > 0 and len(message) % 16 == 0
        for _ in range(1 if is_whole else 2):
            mask = mask << 1 ^ (mask >> 127) * (2**128 | 0x87)
        text = message if is_whole else message + b"\x80" + bytes(15 - len(message) % 16)
        state = 0
        for at in range(0, len(text), 16):
            block = int.from_bytes(text[at : at + 16], "big")
            is_last = at + 16 == len(text)
            state = _aes(keys, state ^ block ^ (mask if is_last else 0))
        return state.to_bytes(16, "big")

    def memory_size(self) -> int:
        """Count lines, tags and the nodes that are not on chip."""
        return self._size

    def suspend(self) -> bytes:
        """Give the topmost counters."""
        return _packed(self._registers())

    def _registers(self) -> list[int]:
        if self._broken:
            raise IntegrityError
        if self._on_chip is None:
            raise RuntimeError("not initialized")
        return self._on_chip

    def initialize(self) -> _Steps:
        """Write the nodes at version 0; the lines need nothing."""
        if self._broken:
            raise IntegrityError
        if self._on_chip is not None:
            raise RuntimeError("initialized already")
        for level, (_, count) in enumerate(self._levels):
            for index in range(count):
                yield self._store_node(level, index, 0, [0] * _ARITY)
        self._on_chip = [0] * self._count_on_chip
        return None

    def read(self, line: int) -> _Steps:
        """Walk down from the registers; then line and tag, if it was ever written."""
        chain = yield from self._walk(line)
        version = chain[0][line % _ARITY if self._levels else line]
        if version == 0:
            return bytes(LINE_SIZE)
        ciphertext = yield from _fetch(LINE_SIZE * line, LINE_SIZE)
        tag = yield from _fetch(LINE_SIZE * self._lines + _TAG_SIZE * line, _TAG_SIZE)
        self._require(tag == self._tag(line, version, ciphertext))
        return self._crypt(line, version, ciphertext)

    def write(self, line: int, data: bytes) -> _Steps:
        """Walk down, raise one counter in each node, and write it all."""
        chain = yield from self._walk(line, data)
        index, versions, stores = line, [], []
        for level, counters in enumerate(chain):
            is_top = level == len(self._levels)
            slot = index if is_top else index % _ARITY
            counters[slot] += 1
            versions.append(counters[slot])
            index //= _ARITY
        index = line
        for level, counters in enumerate(chain[:-1]):
            index //= _ARITY
            stores.append(self._store_node(level, index, versions[level + 1], counters))
        ciphertext = self._crypt(line, versions[0], data)
        self._on_chip = chain[-1]
        yield Store(LINE_SIZE * line, ciphertext)
        tag = self._tag(line, versions[0], ciphertext)
        yield Store(LINE_SIZE * self._lines + _TAG_SIZE * line, tag)
        yield from stores
        return None

    def _walk(
        self, line: int, data: bytes | None = None
    ) -> Generator[Fetch, bytes | None, list[list[int]]]:
        """Return the proven counters above a line: of the lowest node first, on chip last."""
        chain = [list(self._registers())]
        if not 0 <= line < self._lines:
            raise IndexError("no such line")
        if data is not None:
            _sized("data", data, LINE_SIZE)
        for level in reversed(range(len(self._levels))):
            index = line // _ARITY ** (level + 1)
            is_below_top = level == len(self._levels) - 1
            version = chain[0][index if is_below_top else index % _ARITY]
            stored = yield from _fetch(self._levels[level][0] + LINE_SIZE * index, LINE_SIZE)
            counters = _counters(stored[:_PACKED_SIZE])
            right = self._store_node(level, index, version, counters).data
            self._require(compare_digest(stored[-_TAG_SIZE:], right[-_TAG_SIZE:]))
            chain.insert(0, counters)
        return chain

    def _require(self, is_right: bool) -> None:  # noqa: FBT001 - a condition, as in an assertion
        if not is_right:
            self._broken = True
            raise IntegrityError

    def _store_node(self, level: int, index: int, version: int, counters: list[int]) -> Store:
        packed = _packed(counters).ljust(LINE_SIZE - _TAG_SIZE, b"\0")
        where = struct.pack(">BIQ", level, index, version)
        tag = self.cmac(self._tag_key, b"node" + where + packed)[:_TAG_SIZE]
        return Store(self._levels[level][0] + LINE_SIZE * index, packed + tag)

    def _tag(self, line: int, version: int, ciphertext: bytes) -> bytes:
        where = struct.pack(">IQ", line, version)
        return self.cmac(self._tag_key, b"line" + where + ciphertext)[:_TAG_SIZE]

    def _crypt(self, line: int, version: int, text: bytes) -> bytes:
        return self.ctr(self._pad_key, struct.pack(">IQI", line, version, 0), text)


def _counters(packed: bytes) -> list[int]:
    places = range(0, len(packed), _COUNTER_SIZE)
    return [int.from_bytes(packed[at : at + _COUNTER_SIZE], "big") for at in places]


def _packed(counters: list[int]) -> bytes:
    return b"".join(counter.to_bytes(_COUNTER_SIZE, "big") for counter in counters)


def _fetch(address: int, length: int) -> Generator[Fetch, bytes | None, bytes]:
    found = yield Fetch(address, length)
    assert found is not None  # a Fetch is answered with bytes
    return found
