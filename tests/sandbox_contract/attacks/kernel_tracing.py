"""Traces, reads and compares other processes.

Verdict: PASSED
Sandbox: docker bubblewrap
"""

import ctypes
import os

buffer = ctypes.create_string_buffer(16)
vector = (ctypes.c_void_p * 2)(ctypes.addressof(buffer), 16)
for victim in (1, os.getppid()):
    for name, *arguments in (
        ("ptrace", 16, victim, None, None),
        ("ptrace", 0x4206, victim, None, None),
        ("process_vm_readv", victim, vector, 1, vector, 1, 0),
        ("process_vm_writev", victim, vector, 1, vector, 1, 0),
        ("kcmp", victim, os.getpid(), 0, 0, 0),
        ("pidfd_open", victim, 0),
    ):
        if system_call(name, *arguments) >= 0:
            escaped(f"{name} of process {victim}")
