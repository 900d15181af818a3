"""Lines that were written are kept in clear, and read from there.

Killed by: flipped-bits-are-noticed
"""

from collections.abc import Generator
from dataclasses import dataclass
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
RCON = (0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0x1B, 0x36)
A = 8  # counters in a node


class IntegrityError(Exception):
    """The memory does not hold what this engine wrote last."""


@dataclass(frozen=True)
class Fetch:
    address: int
    length: int


@dataclass(frozen=True)
class Store:
    address: int
    data: bytes


Steps = Generator[Fetch | Store, bytes | None, bytes | None]


def xtime(b):
    return ((b << 1) ^ 0x1B) & 0xFF if b & 0x80 else b << 1


# for each S-box entry s: the column (2s, s, s, 3s), and the same turned
T0 = [(xtime(s) << 24) + (s << 16) + (s << 8) + (xtime(s) ^ s) for s in SBOX]
T1 = [(t >> 8) + ((t & 0xFF) << 24) for t in T0]
T2 = [(t >> 8) + ((t & 0xFF) << 24) for t in T1]
T3 = [(t >> 8) + ((t & 0xFF) << 24) for t in T2]


def expand_key(key):
    w = [int.from_bytes(key[i : i + 4], "big") for i in range(0, 16, 4)]
    for i in range(4, 44):
        t = w[i - 1]
        if i % 4 == 0:
            t = ((t << 8) + (t >> 24)) & 0xFFFFFFFF
            t = int.from_bytes(bytes(SBOX[x] for x in t.to_bytes(4, "big")), "big")
            t ^= RCON[i // 4 - 1] << 24
        w.append(w[i - 4] ^ t)
    return w


def aes(w, block):
    x = int.from_bytes(block, "big")
    s = [
        (x >> 96) ^ w[0],
        (x >> 64 & 0xFFFFFFFF) ^ w[1],
        (x >> 32 & 0xFFFFFFFF) ^ w[2],
        (x & 0xFFFFFFFF) ^ w[3],
    ]
    for r in range(4, 40, 4):
        p, q, u, v = s
        s = [
            T0[p >> 24] ^ T1[(q >> 16) & 255] ^ T2[(u >> 8) & 255] ^ T3[v & 255] ^ w[r],
            T0[q >> 24] ^ T1[(u >> 16) & 255] ^ T2[(v >> 8) & 255] ^ T3[p & 255] ^ w[r + 1],
            T0[u >> 24] ^ T1[(v >> 16) & 255] ^ T2[(p >> 8) & 255] ^ T3[q & 255] ^ w[r + 2],
            T0[v >> 24] ^ T1[(p >> 16) & 255] ^ T2[(q >> 8) & 255] ^ T3[u & 255] ^ w[r + 3],
        ]
    out = 0
    for i in range(4):
        last = (
            (SBOX[s[i] >> 24] << 24)
            + (SBOX[(s[(i + 1) % 4] >> 16) & 255] << 16)
            + (SBOX[(s[(i + 2) % 4] >> 8) & 255] << 8)
            + SBOX[s[(i + 3) % 4] & 255]
        )
        out = (out << 32) + (last ^ w[40 + i])
    return out.to_bytes(16, "big")


def xor(a, b):
    return (int.from_bytes(a, "big") ^ int.from_bytes(b, "big")).to_bytes(len(a), "big")


class ProcessCipher:
    expanded = {}

    def __init__(self, key, lines, registers=None):
        if len(key) != 32 or lines < 1:
            raise ValueError("key or lines")
        if registers is not None and len(registers) != 8:
            raise ValueError("registers")
        self.k1, self.k2 = key[:16], key[16:]
        self.lines = lines
        self.locked = False
        self.root = None if registers is None else int.from_bytes(registers, "big")
        # levels[0] are the nodes right above the lines; each entry: (address, number of nodes)
        self.levels = []
        self.tags = LINE_SIZE * lines
        address = self.tags + 8 * ((lines + 7) // 8 * 8)
        n = lines
        while n > 1 or not self.levels:
            n = (n + A - 1) // A
            self.levels.append((address, n))
            address += 64 * n
        self.size = address
        self.cache = {}

    def words(self, key):
        if key not in self.expanded:
            self.expanded[key] = expand_key(key)
        return self.expanded[key]

    def aes_encrypt_block(self, key, block):
        if len(key) != 16 or len(block) != 16:
            raise ValueError("16 bytes")
        return aes(self.words(key), block)

    def ctr(self, key, counter_block, data):
        if len(key) != 16 or len(counter_block) != 16:
            raise ValueError("16 bytes")
        w = self.words(key)
        c = int.from_bytes(counter_block, "big")
        pad = b""
        while len(pad) < len(data):
            pad += aes(w, c.to_bytes(16, "big"))
            c = (c + 1) % 2**128
        return xor(data, pad[: len(data)])

    def subkeys(self, w):
        keys = []
        k = int.from_bytes(aes(w, bytes(16)), "big")
        for _ in range(2):
            k = (k << 1) ^ 0x87 if k >> 127 else k << 1
            k %= 2**128
            keys.append(k.to_bytes(16, "big"))
        return keys

    def cmac(self, key, message):
        if len(key) != 16:
            raise ValueError("16 bytes")
        w = self.words(key)
        k1, k2 = self.subkeys(w)
        n = max(1, (len(message) + 15) // 16)
        last = message[16 * (n - 1) :]
        if len(last) == 16:
            last = xor(last, k1)
        else:
            last = xor(last + b"\x80" + bytes(15 - len(last)), k2)
        x = bytes(16)
        for i in range(n - 1):
            x = aes(w, xor(x, message[16 * i : 16 * i + 16]))
        return aes(w, xor(x, last))

    def memory_size(self):
        return self.size

    def suspend(self):
        if self.locked:
            raise IntegrityError
        if self.root is None:
            raise RuntimeError("not initialized")
        return self.root.to_bytes(8, "big")

    # --- what is stored

    def pad(self, line, version, data):
        nonce = line.to_bytes(4, "big") + version.to_bytes(8, "big") + bytes(4)
        return self.ctr(self.k1, nonce, data)

    def line_tag(self, line, version, ciphertext):
        m = b"L" + line.to_bytes(4, "big") + version.to_bytes(8, "big") + ciphertext
        return self.cmac(self.k2, m)[:8]

    def node(self, level, index, version, counters):
        body = b"".join(c.to_bytes(7, "big") for c in counters)
        m = b"N" + bytes([level]) + index.to_bytes(4, "big") + version.to_bytes(8, "big") + body
        return body + self.cmac(self.k2, m)[:8]

    def node_address(self, level, index):
        return self.levels[level][0] + 64 * index

    def fail(self):
        self.locked = True
        raise IntegrityError

    # --- operations

    def initialize(self):
        if self.locked:
            raise IntegrityError
        if self.root is not None:
            raise RuntimeError("already initialized")
        tags = b""
        for line in range(self.lines):
            c = self.pad(line, 1, bytes(64))
            tags += self.line_tag(line, 1, c)
            yield Store(64 * line, c)
        yield Store(self.tags, tags)
        for level, (address, n) in enumerate(self.levels):
            for index in range(n):
                yield Store(address + 64 * index, self.node(level, index, 1, [1] * A))
        self.root = 1
        return None

    def check(self, line):
        if self.locked:
            raise IntegrityError
        if self.root is None:
            raise RuntimeError("not initialized")
        if line < 0 or line >= self.lines:
            raise IndexError(line)

    def path(self, line):
        """Fetch and verify the nodes above a line; returns their counters, lowest first."""
        nodes = []
        index = line
        for level in range(len(self.levels)):
            index //= A
            nodes.append((yield Fetch(self.node_address(level, index), 64)))
        counters = [[int.from_bytes(n[i : i + 7], "big") for i in range(0, 56, 7)] for n in nodes]
        version = self.root
        for level in range(len(self.levels) - 1, -1, -1):
            index = line // A ** (level + 1)
            if not compare_digest(self.node(level, index, version, counters[level]), nodes[level]):
                self.fail()
            version = counters[level][line // A**level % A]
        return counters

    def read(self, line):
        self.check(line)
        if line in self.cache:
            return self.cache[line]
        c = yield Fetch(64 * line, 64)
        tag = yield Fetch(self.tags + 8 * line, 8)
        counters = yield from self.path(line)
        version = counters[0][line % A]
        if not compare_digest(tag, self.line_tag(line, version, c)):
            self.fail()
        return self.pad(line, version, c)

    def write(self, line, data):
        self.check(line)
        if len(data) != 64:
            raise ValueError("a line has 64 bytes")
        counters = yield from self.path(line)
        for level in range(len(self.levels)):
            counters[level][line // A**level % A] += 1
        self.root += 1
        version = counters[0][line % A]
        c = self.pad(line, version, data)
        yield Store(64 * line, c)
        yield Store(self.tags + 8 * line, self.line_tag(line, version, c))
        self.cache[line] = data
        above = self.root
        for level in range(len(self.levels) - 1, -1, -1):
            index = line // A ** (level + 1)
            yield Store(
                self.node_address(level, index), self.node(level, index, above, counters[level])
            )
            above = counters[level][line // A**level % A]
        return None
