"""Makes System V memory, semaphores and queues, which outlive their maker.

Verdict: PASSED
"""

for name, *arguments in (
    ("shmget", 0x76697274, 4096, 0o1666),
    ("semget", 0x76697274, 1, 0o1666),
    ("msgget", 0x76697274, 0o1666),
):
    if system_call(name, *arguments) >= 0:
        escaped(name)
