"""Maps shared anonymous memory, at most 2 GiB, and touches it.

Verdict: PASSED
"""

import mmap

maps = []
try:
    for _ in range(64):
        maps.append(mmap.mmap(-1, 32 * 2**20))
        maps[-1][:: 4096] = b"x" * (32 * 2**20 // 4096)
except (OSError, ValueError, MemoryError):
    pass
if len(maps) > 16:
    escaped(f"{len(maps) * 32} MiB of shared memory")
for one in maps:
    one.close()
maps.clear()
