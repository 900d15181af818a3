"""Makes processes by every system call that can: fork, vfork, clone, clone3.

Verdict: PASSED
Sandbox: docker bubblewrap
"""

import os

SIGCHLD = 17
me = os.getpid()
for name, *arguments in (("fork",), ("clone", SIGCHLD, 0, 0, 0, 0), ("clone3", 0, 0)):
    answer = system_call(name, *arguments)
    if os.getpid() != me:
        os._exit(0)
    if answer >= 0:
        escaped(f"{name} made process {answer}")
