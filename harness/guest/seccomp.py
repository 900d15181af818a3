"""A seccomp deny list in hand-made BPF, installed through prctl with nothing but ctypes.

It is the layer that works alike under every engine. It denies what a solution never needs: new
processes and threads, sockets, tracing, signals, kernel objects that outlive a process, mounts,
scheduling. Foreign architectures (i386, x32) are killed. Numbers: Linux' ``syscall_64.tbl`` and
``asm-generic/unistd.h``.
"""

import ctypes
import errno
import platform
import struct

_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2
_RETURN_KILL_PROCESS = 0x80000000
_RETURN_ERRNO = 0x00050000
_RETURN_ALLOW = 0x7FFF0000
_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_OFFSET_NUMBER, _OFFSET_ARCHITECTURE, _OFFSET_SECOND_ARGUMENT = 0, 4, 24
_X32_BIT = 0x40000000
_CLONE3 = 435

# io_uring, pidfd, the mount API, memfd_secret: the same numbers on both architectures.
_DENIED_EVERYWHERE = (424, 425, 426, 427, 428, 429, 430, 431, 432, 433, 434, 438, 442, 447)
# fmt: off
_DENIED = {
    "x86_64": (
        41, 42, 43, 46, 47, 49, 50, 53, 288, 299, 307,            # sockets
        56, 57, 58, 59, 322,                                      # clone, fork, vfork, execve, execveat
        62, 129, 200, 234, 297,                                   # kill, sigqueue, tkill, tgkill
        101, 310, 311, 312,                                       # ptrace, process_vm, kcmp
        29, 30, 31, 67, 64, 65, 66, 220, 68, 69, 70, 71,          # System V memory, semaphores, queues
        240, 241, 242, 243, 244, 245,                             # POSIX queues
        248, 249, 250, 298, 300, 303, 304, 319, 321, 323,         # keys, perf, fanotify, handles, memfd, bpf, userfaultfd
        155, 161, 165, 166, 272, 308,                             # pivot_root, chroot, mount, umount, unshare, setns
        73, 103,                                                  # flock, syslog
        135, 141, 142, 144, 203, 251, 314, 160, 302,              # personality, priorities, affinity, limits
    ),
    "aarch64": (
        198, 199, 200, 201, 202, 203, 211, 212, 242, 243, 269,
        220, 221, 281,
        129, 130, 131, 138, 240,
        117, 270, 271, 272,
        190, 191, 192, 193, 194, 195, 196, 197, 186, 187, 188, 189,
        180, 181, 182, 183, 184, 185,
        217, 218, 219, 241, 262, 264, 265, 279, 280, 282,
        39, 40, 41, 51, 97, 268,
        32, 116,
        30, 92, 118, 119, 122, 140, 274, 164, 261,
    ),
}
# fmt: on
_FCNTL = {"x86_64": 72, "aarch64": 25}
# F_GETLK, F_SETLK, F_SETLKW, their OFD_ kin, F_SETLEASE, F_NOTIFY: a lock on a file that two
# sandboxes see is a channel between them.
_FCNTL_DENIED = (5, 6, 7, 36, 37, 38, 1024, 1026)
_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}


class SeccompError(Exception):
    """The filter could not be installed here."""


def _instruction(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


def _program(machine: str) -> bytes:
    """Return the filter: check the architecture, refuse what is listed, allow the rest."""
    denied = sorted({*_DENIED[machine], *_DENIED_EVERYWHERE})
    head = [
        _instruction(_LOAD, _OFFSET_ARCHITECTURE),
        _instruction(_JUMP_EQUAL, _ARCHITECTURE[machine], 1, 0),
        _instruction(_RETURN, _RETURN_KILL_PROCESS),
        _instruction(_LOAD, _OFFSET_NUMBER),
        _instruction(_JUMP_AT_LEAST, _X32_BIT, 0, 1),
        _instruction(_RETURN, _RETURN_KILL_PROCESS),
        # ENOSYS makes the C library fall back to clone, which is denied for good.
        _instruction(_JUMP_EQUAL, _CLONE3, 0, 1),
        _instruction(_RETURN, _RETURN_ERRNO | errno.ENOSYS),
    ]
    commands = _FCNTL_DENIED
    fcntl = [
        _instruction(_JUMP_EQUAL, _FCNTL[machine], 0, 1 + len(commands)),
        _instruction(_LOAD, _OFFSET_SECOND_ARGUMENT),
        *(
            _instruction(_JUMP_EQUAL, command, len(commands) - index, 0)
            for index, command in enumerate(commands)
        ),
    ]
    tests = [
        _instruction(_JUMP_EQUAL, number, len(denied) - index + len(fcntl), 0)
        for index, number in enumerate(denied)
    ]
    tail = [
        _instruction(_RETURN, _RETURN_ALLOW),
        _instruction(_RETURN, _RETURN_ERRNO | errno.EPERM),
    ]
    return b"".join(head + tests + fcntl + tail)


def install() -> None:
    """Forbid the listed calls to this process, for good.

    Raises:
        SeccompError: The machine is unknown or the kernel refused.
    """
    machine = platform.machine()
    if machine not in _DENIED:
        raise SeccompError(f"no list of system calls for {machine}")
    program = _program(machine)
    buffer = ctypes.create_string_buffer(program, len(program))
    # struct sock_fprog: a count, padding, a pointer
    header = ctypes.create_string_buffer(
        struct.pack("=HHIQ", len(program) // 8, 0, 0, ctypes.addressof(buffer)), 16
    )
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(
        _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, header, 0, 0
    ):
        raise SeccompError(f"the kernel refused the filter: errno {ctypes.get_errno()}")
