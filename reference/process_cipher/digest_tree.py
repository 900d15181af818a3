"""A binary tree of digests over versions and tags; AES as the standard writes it, byte by byte.

A record of 16 bytes for each line holds its version and its tag. A node's digest is the CMAC of its
two children, a leaf's that of its record; the digest of the root is on chip, beside a counter of all
writes, from which versions are taken. Node k has the children 2k and 2k + 1, the leaves follow the
inner nodes, and what lies beyond the last line counts as zero and is never fetched.
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

_DIGEST_SIZE = 16
_RECORD_SIZE = 16
_TAG_SIZE = 8
_VERSION = struct.Struct(">Q")
_LEAF, _INNER, _LINE = b"\0", b"\1", b"\2"


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


_TWICE = bytes((byte << 1 ^ 0x1B * (byte >> 7)) & 0xFF for byte in range(256))
_SHIFTED = tuple((5 * place) % 16 for place in range(16))
"""Where the byte comes from that ShiftRows puts at each place."""


def _mixed(a: int, b: int, c: int, d: int) -> tuple[int, int, int, int]:
    """Return one column after MixColumns."""
    every, two = a ^ b ^ c ^ d, _TWICE
    return (
        a ^ every ^ two[a ^ b],
        b ^ every ^ two[b ^ c],
        c ^ every ^ two[c ^ d],
        d ^ every ^ two[d ^ a],
    )


@lru_cache(maxsize=16)
def _schedule(key: bytes) -> list[bytes]:
    """Return the eleven round keys."""
    columns, constant = [key[at : at + 4] for at in range(0, 16, 4)], 1
    while len(columns) < 44:  # noqa: PLR2004 - FIPS 197, 5.2
        new = columns[-1]
        if len(columns) % 4 == 0:
            new = (new[1:] + new[:1]).translate(SBOX)
            new = bytes([new[0] ^ constant]) + new[1:]
            constant = _TWICE[constant]
        columns.append(bytes(x ^ y for x, y in zip(columns[-4], new, strict=True)))
    return [b"".join(columns[at : at + 4]) for at in range(0, 44, 4)]


def _aes(key: bytes, block: bytes) -> bytes:
    first, *middle, last = _schedule(key)
    state = bytes(x ^ y for x, y in zip(block, first, strict=True))
    for round_key in middle:
        taken = [SBOX[state[place]] for place in _SHIFTED]
        mixed = [byte for at in range(0, 16, 4) for byte in _mixed(*taken[at : at + 4])]
        state = bytes(x ^ y for x, y in zip(mixed, round_key, strict=True))
    return bytes(SBOX[state[place]] ^ y for place, y in zip(_SHIFTED, last, strict=True))


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(x ^ y for x, y in zip(one, other, strict=True))


def _check(*lengths: tuple[bytes, int]) -> None:
    if any(len(value) != size for value, size in lengths):
        raise ValueError("an argument of the wrong length")


class ProcessCipher:
    """The memory encryption engine of one process."""

    def __init__(self, key: bytes, lines: int, registers: bytes | None = None) -> None:
        _check((key, 32))
        if lines < 1:
            raise ValueError("no lines")
        self._pad_key, self._tag_key = key[:16], key[16:]
        self._lines = lines
        self._leaves = 1 << (lines - 1).bit_length()
        self._counter = 0
        self._root: bytes | None = None
        self._locked = False
        if registers is not None:
            _check((registers, _DIGEST_SIZE + _VERSION.size))
            self._root = registers[:_DIGEST_SIZE]
            (self._counter,) = _VERSION.unpack(registers[_DIGEST_SIZE:])

    def aes_encrypt_block(self, key: bytes, block: bytes) -> bytes:
        """Encrypt with AES-128."""
        _check((key, 16), (block, 16))
        return _aes(key, block)

    def ctr(self, key: bytes, counter_block: bytes, data: bytes) -> bytes:
        """Count up from the counter block."""
        _check((key, 16), (counter_block, 16))
        counter, answer = int.from_bytes(counter_block, "big"), b""
        for at in range(0, len(data), 16):
            piece = data[at : at + 16]
            answer += _xor(piece, _aes(key, counter.to_bytes(16, "big"))[: len(piece)])
            counter = (counter + 1) % 2**128
        return answer

    def cmac(self, key: bytes, message: bytes) -> bytes:
        """Chain the blocks; the last one is mixed with a subkey."""
        _check((key, 16))
        subkey = self._twice(_aes(key, bytes(16)))
        if not message or len(message) % 16:
            subkey = self._twice(subkey)
            message = message + b"\x80" + bytes(-(len(message) + 1) % 16)
        state = bytes(16)
        for at in range(0, len(message) - 16, 16):
            state = _aes(key, _xor(state, message[at : at + 16]))
        return _aes(key, _xor(_xor(state, message[-16:]), subkey))

    @staticmethod
    def _twice(block: bytes) -> bytes:
        number = int.from_bytes(block, "big") * 2
        return (number % 2**128 ^ (0x87 if number >> 128 else 0)).to_bytes(16, "big")

    def memory_size(self) -> int:
        """Count lines, records and the digests of inner nodes."""
        return self._lines * (LINE_SIZE + _RECORD_SIZE) + self._leaves * _DIGEST_SIZE

    def suspend(self) -> bytes:
        """Give the root and the counter of writes."""
        if self._locked:
            raise IntegrityError
        return self._root_digest() + _VERSION.pack(self._counter)

    def _root_digest(self) -> bytes:
        if self._root is None:
            raise RuntimeError("not initialized")
        return self._root

    def initialize(self) -> _Steps:
        """Build all levels from what was just encrypted, not from the memory."""
        if self._locked:
            raise IntegrityError
        if self._root is not None:
            raise RuntimeError("initialized already")
        digests = [bytes(_DIGEST_SIZE)] * (2 * self._leaves)
        for line in range(self._lines):
            ciphertext, record = self._sealed(line, bytes(LINE_SIZE))
            digests[self._leaves + line] = self._leaf_digest(record)
            yield Store(LINE_SIZE * line, ciphertext)
            yield Store(self._record_at(line), record)
        for node in reversed(range(1, self._leaves)):
            digests[node] = self._inner_digest(node, digests[2 * node], digests[2 * node + 1])
            yield Store(self._digest_at(node), digests[node])
        self._root = digests[1]
        return None

    def read(self, line: int) -> _Steps:
        """Fetch the line, its record and the digests beside its path."""
        root = self._checked_root(line)
        ciphertext = yield from self._fetch(LINE_SIZE * line, LINE_SIZE)
        record, siblings = yield from self._fetch_path(line)
        self._demand(self._path_digests(line, record, siblings)[-1], root)
        (version,) = _VERSION.unpack(record[: _VERSION.size])
        self._demand(record[_VERSION.size :], self._line_tag(line, version, ciphertext))
        return self._pad(line, version, ciphertext)

    def write(self, line: int, data: bytes) -> _Steps:
        """Verify the path with the old record, then compute it with the new one."""
        root = self._checked_root(line)
        _check((data, LINE_SIZE))
        record, siblings = yield from self._fetch_path(line)
        self._demand(self._path_digests(line, record, siblings)[-1], root)
        ciphertext, record = self._sealed(line, data)
        _, *inner = self._path_digests(line, record, siblings)
        self._root = inner[-1] if inner else self._leaf_digest(record)
        yield Store(LINE_SIZE * line, ciphertext)
        yield Store(self._record_at(line), record)
        node = self._leaves + line
        for digest in inner[:-1]:
            node //= 2
            yield Store(self._digest_at(node), digest)
        return None

    def _checked_root(self, line: int) -> bytes:
        if self._locked:
            raise IntegrityError
        root = self._root_digest()
        if line not in range(self._lines):
            raise IndexError(line)
        return root

    def _demand(self, found: bytes, right: bytes) -> None:
        if not compare_digest(found, right):
            self._locked = True
            raise IntegrityError

    def _fetch(self, address: int, length: int) -> Generator[Fetch, bytes | None, bytes]:
        found = yield Fetch(address, length)
        assert found is not None  # a Fetch is answered with bytes
        return found

    def _record_at(self, line: int) -> int:
        return LINE_SIZE * self._lines + _RECORD_SIZE * line

    def _digest_at(self, node: int) -> int:
        return self._record_at(self._lines) + _DIGEST_SIZE * node

    def _fetch_path(self, line: int) -> Generator[Fetch, bytes | None, tuple[bytes, list[bytes]]]:
        """Return the record of a line, and the digest beside each node on its path."""
        record = yield from self._fetch(self._record_at(line), _RECORD_SIZE)
        siblings, node = [], self._leaves + line
        while node > 1:
            beside = node ^ 1
            if beside < self._leaves:
                digest = yield from self._fetch(self._digest_at(beside), _DIGEST_SIZE)
            elif beside < self._leaves + self._lines:
                at = self._record_at(beside - self._leaves)
                digest = self._leaf_digest((yield from self._fetch(at, _RECORD_SIZE)))
            else:
                digest = bytes(_DIGEST_SIZE)
            siblings.append(digest)
            node //= 2
        return record, siblings

    def _path_digests(self, line: int, record: bytes, siblings: list[bytes]) -> list[bytes]:
        """Return the digests from the leaf to the root."""
        digests, node = [self._leaf_digest(record)], self._leaves + line
        for beside in siblings:
            pair = (beside, digests[-1]) if node % 2 else (digests[-1], beside)
            node //= 2
            digests.append(self._inner_digest(node, *pair))
        return digests

    def _leaf_digest(self, record: bytes) -> bytes:
        return self.cmac(self._tag_key, _LEAF + record)

    def _inner_digest(self, node: int, left: bytes, right: bytes) -> bytes:
        return self.cmac(self._tag_key, _INNER + _VERSION.pack(node) + left + right)

    def _sealed(self, line: int, data: bytes) -> tuple[bytes, bytes]:
        """Encrypt a line at a version that was never used; return ciphertext and record."""
        self._counter += 1
        ciphertext = self._pad(line, self._counter, data)
        tag = self._line_tag(line, self._counter, ciphertext)
        return ciphertext, _VERSION.pack(self._counter) + tag

    def _line_tag(self, line: int, version: int, ciphertext: bytes) -> bytes:
        where = _VERSION.pack(line) + _VERSION.pack(version)
        return self.cmac(self._tag_key, _LINE + where + ciphertext)[:_TAG_SIZE]

    def _pad(self, line: int, version: int, data: bytes) -> bytes:
        return self.ctr(self._pad_key, struct.pack(">QIB", version, line, 0) + bytes(3), data)
