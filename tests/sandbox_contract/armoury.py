"""What several attacks use. It is put between the honest ledger and the attack, in one file.

Nothing here does anything by itself.
"""

import ctypes
import os
import platform
import stat
import struct
import sys
from types import FrameType
from typing import Any, NoReturn

_LIBC = ctypes.CDLL(None, use_errno=True)
_NUMBERS = {
    "x86_64": {
        "shmget": 29, "socket": 41, "socketpair": 53, "clone": 56, "fork": 57, "vfork": 58, "semget": 64,
        "msgget": 68, "ptrace": 101, "syslog": 103, "capset": 126, "personality": 135, "pivot_root": 155,
        "chroot": 161, "mount": 165, "umount2": 166, "reboot": 169, "init_module": 175, "clock_settime": 227,
        "mq_open": 240, "kexec_load": 246, "add_key": 248, "request_key": 249, "keyctl": 250, "unshare": 272,
        "perf_event_open": 298, "fanotify_init": 300, "name_to_handle_at": 303, "open_by_handle_at": 304,
        "setns": 308, "process_vm_readv": 310, "process_vm_writev": 311, "kcmp": 312, "finit_module": 313,
        "memfd_create": 319, "bpf": 321, "userfaultfd": 323,
    },
    "aarch64": {
        "shmget": 194, "socket": 198, "socketpair": 199, "clone": 220, "semget": 190, "msgget": 186, "ptrace": 117,
        "syslog": 116, "capset": 91, "personality": 92, "pivot_root": 41, "chroot": 51, "mount": 40, "umount2": 39,
        "reboot": 142, "init_module": 105, "clock_settime": 112, "mq_open": 180, "kexec_load": 104, "add_key": 217,
        "request_key": 218, "keyctl": 219, "unshare": 97, "perf_event_open": 241, "fanotify_init": 262,
        "name_to_handle_at": 264, "open_by_handle_at": 265, "setns": 268, "process_vm_readv": 270,
        "process_vm_writev": 271, "kcmp": 272, "finit_module": 273, "memfd_create": 279, "bpf": 280,
        "userfaultfd": 282,
    },
}  # fmt: skip
_NUMBERS_EVERYWHERE = {
    "pidfd_send_signal": 424, "io_uring_setup": 425, "io_uring_enter": 426, "open_tree": 428, "move_mount": 429,
    "fsopen": 430, "fsmount": 432, "pidfd_open": 434, "clone3": 435, "pidfd_getfd": 438, "mount_setattr": 442,
    "memfd_secret": 447,
}  # fmt: skip


def escaped(what: str) -> NoReturn:
    """Report that a probe got through: no outcome may ever contain this word."""
    raise RuntimeError(f"ESCAPED: {what}")


def judge_sockets() -> list[int]:
    """Return the descriptors that lead to the judge."""
    found = []
    for descriptor in range(64):
        try:
            if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                found.append(descriptor)
        except OSError:
            continue
    return found


def write_to_judge(data: bytes) -> None:
    """Write raw bytes to the judge."""
    for descriptor in judge_sockets():
        left = data
        while left:
            left = left[os.write(descriptor, left) :]


def framed(payload: bytes) -> bytes:
    """Return a frame around ``payload``."""
    return struct.pack(">I", len(payload)) + payload


def current_request() -> list[Any]:
    """Return the request that the guest is working on, found in the frames above."""
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        request = frame.f_locals.get("request")
        if type(request) is list:
            return request
        frame = frame.f_back
    raise LookupError("no request in sight")


def system_call(name: str, *arguments: Any) -> int:
    """Make a system call by its number; -1 if it was refused or is unknown on this machine."""
    numbers = {**_NUMBERS_EVERYWHERE, **_NUMBERS.get(platform.machine(), {})}
    return int(_LIBC.syscall(numbers[name], *arguments)) if name in numbers else -1
