"""Ten models of programs and hosts: the traces of the policy part.

Each is a function of a source of random numbers. They differ in what matters to an allocator: which
sizes, who dies together, who survives, who grows.
"""

import math
from collections.abc import Callable, Mapping

from exercises.memory_allocator.workloads.trace import Draw, Script, Trace, between, one_of

MIB = 2**20
WORD_GRANULE = 16


def perl_like(draw: Draw) -> Trace:
    """Few favourite sizes, deaths in reverse order of birth, strings that live on, arrays that double."""
    script = Script()
    favourites = (16, 32, 32, 48, 48, 64, 96, 160)
    scopes: list[list[int]] = []
    strings: list[int] = []
    arrays: dict[int, int] = {}
    for _ in range(90):
        if len(scopes) < 6 or (len(scopes) < 14 and draw() < 0.5):
            scopes.append([script.allocate(one_of(draw, favourites)) for _ in range(4)])
            strings.append(script.allocate(one_of(draw, favourites)))
        else:
            for name in reversed(scopes.pop()):
                script.free(name)
        if len(strings) > 12:
            script.free(strings.pop(between(draw, 0, 12)))
        if len(arrays) < 4:
            arrays[script.allocate(64)] = 64
        name = one_of(draw, list(arrays))
        arrays[name] *= 2
        if arrays[name] > 1024:
            script.free(name)
            del arrays[name]
        else:
            script.resize(name, arrays[name])
    return Trace(WORD_GRANULE, tuple(script.requests))


def gcc_like(draw: Draw) -> Trace:
    """Phases of any length, each with a table, thrown away at its end; 6 in 100 nodes survive."""
    script = Script()
    for _ in range(24):
        nodes = [
            script.allocate(int(64 / (1 - 0.95 * draw()) ** 0.8))
            for _ in range(between(draw, 4, 16))
        ]
        table = script.allocate(between(draw, 600, 800))
        script.free(table)
        for name in nodes:
            if draw() >= 0.06:
                script.free(name)
    return Trace(WORD_GRANULE, tuple(script.requests))


def ls_like(draw: Draw) -> Trace:
    """Entries pile up until the end while a few buffers grow beside them."""
    script = Script()
    buffers = {script.allocate(128): 128 for _ in range(3)}
    for _ in range(180):
        script.allocate(between(draw, 24, 120))
        if draw() < 0.4:
            name = one_of(draw, list(buffers))
            buffers[name] += buffers[name] // 2
            if buffers[name] > 1500:
                script.free(name)
                del buffers[name]
                buffers[script.allocate(128)] = 128
            else:
                script.resize(name, buffers[name])
    return Trace(WORD_GRANULE, tuple(script.requests))


def server_like(draw: Draw) -> Trace:
    """Requests whose ranges die together, roughly in order of arrival; sessions live long."""
    script = Script()
    requests: list[list[int]] = []
    sessions: list[int] = []
    for _ in range(90):
        parts = [script.allocate(between(draw, 64, 1024)), script.allocate(between(draw, 16, 64))]
        requests.append(parts)
        sessions.append(script.allocate(between(draw, 48, 240)))
        if len(requests) > 16:
            for name in requests.pop(between(draw, 0, 3)):
                script.free(name)
        if len(sessions) > 36:
            script.free(sessions.pop(between(draw, 0, 36)))
    return Trace(WORD_GRANULE, tuple(script.requests))


def guests_like(draw: Draw) -> Trace:
    """Guests of 512 to 4096 MiB at large-page alignment; their windows of a page live otherwise."""
    script = Script()
    guests: list[int] = []
    windows: list[int] = []
    for _ in range(90):
        guests.append(script.allocate(512 * MIB * one_of(draw, (1, 1, 1, 2, 2, 4, 8)), 2 * MIB))
        windows.append(script.allocate(4096 * between(draw, 1, 4)))
        if len(guests) > 24:
            script.free(guests.pop(between(draw, 0, len(guests) - 1)))
        if len(windows) > 40:
            script.free(windows.pop(between(draw, 0, len(windows) - 1)))
    return Trace(4096, tuple(script.requests))


def steady_random(draw: Draw) -> Trace:
    """A fixed number of ranges; each step one dies at random and one is born; uniform sizes."""
    return _churn(draw, 110, 220, lambda: between(draw, 16, 1024))


def exponential_sizes(draw: Draw) -> Trace:
    """As before with exponential sizes: many small, few large."""
    return _churn(draw, 90, 200, lambda: min(4096, 1 + int(-200 * math.log(1 - draw()))))


def _churn(draw: Draw, live: int, steps: int, size: Callable[[], int]) -> Trace:
    script = Script()
    for _ in range(live):
        script.allocate(size())
    for _ in range(steps):
        script.free(one_of(draw, script.live))
        script.allocate(size())
    return Trace(WORD_GRANULE, tuple(script.requests))


def comb(draw: Draw) -> Trace:
    """Teeth of the last size survive between what is freed, then larger and small ones come."""
    script = Script()
    size, count = 16, 64
    for _ in range(4):
        row = [script.allocate(size) for _ in range(count)]
        for name in row[::2]:
            script.free(name)
        for _ in range(count // 2):
            script.allocate(size if draw() < 0.5 else 2 * size)
        size, count = 2 * size, count // 2
    return Trace(WORD_GRANULE, tuple(script.requests))


def ramp(draw: Draw) -> Trace:
    """Sizes grow step by step; one request in eight is for a small range, and survives."""
    script = Script()
    for step in range(1, 21):
        batch = []
        for _ in range(14):
            if draw() < 1 / 8:
                script.allocate(between(draw, 16, 80))
            else:
                batch.append(script.allocate(48 * step + between(draw, 0, 32)))
        for name in batch:
            script.free(name)
    return Trace(WORD_GRANULE, tuple(script.requests))


def vectors(draw: Draw) -> Trace:
    """Vectors that are filled, growing by half, four at a time, and die at random."""
    script = Script()
    filled: list[int] = []
    filling: dict[int, tuple[int, int]] = {}
    for _ in range(450):
        if len(filling) < 4:
            size = between(draw, 64, 128)
            filling[script.allocate(size)] = size, between(draw, 200, 1500)
            continue
        name = one_of(draw, list(filling))
        size, last = filling[name]
        size += size // 2
        if size <= last:
            script.resize(name, size)
            filling[name] = size, last
            continue
        del filling[name]
        filled.append(name)
        if len(filled) > 24:
            script.free(filled.pop(between(draw, 0, 24)))
    return Trace(WORD_GRANULE, tuple(script.requests))


MODELS: Mapping[str, Callable[[Draw], Trace]] = {
    model.__name__: model
    for model in (
        perl_like,
        gcc_like,
        ls_like,
        server_like,
        guests_like,
        steady_random,
        exponential_sizes,
        comb,
        ramp,
        vectors,
    )
}
"""By the name that the report shows."""
