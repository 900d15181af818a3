"""One lock owner as a process: a line on standard input is a request, a line on standard output its answer.

    COMMAND FILE TYPE START LENGTH     COMMAND: set, wait or get; TYPE: read, write, unlock or a number
    close FILE                         open the file once more, and close that descriptor

Answers: ``ok``, the name of an errno, or for get ``free`` or ``TYPE START LENGTH PID``. The files are the
arguments of the program. SIGUSR1 interrupts a wait: the answer is EINTR.
"""

import errno
import fcntl
import os
import signal
import struct
import sys

FLOCK = "hhqqi4x"
"""struct flock of 64-bit Linux: type, whence, start, length, process."""
TYPES = {"read": fcntl.F_RDLCK, "write": fcntl.F_WRLCK, "unlock": fcntl.F_UNLCK}
COMMANDS = {"set": fcntl.F_SETLK, "wait": fcntl.F_SETLKW, "get": fcntl.F_GETLK}


def _interrupt(number: int, frame: object) -> None:
    del number, frame
    # Without an exception, Python would call fcntl again (PEP 475).
    raise InterruptedError(errno.EINTR, "a signal")


def _answer(descriptors: list[int], words: list[str]) -> str:
    if words[0] == "close":
        os.close(os.open(sys.argv[1 + int(words[1])], os.O_RDWR))
        return "ok"
    command, file, kind, start, length = words
    number = TYPES.get(kind, -1)
    asked = struct.pack(FLOCK, number, os.SEEK_SET, int(start), int(length), 0)
    try:
        given = fcntl.fcntl(descriptors[int(file)], COMMANDS[command], asked)
    except OSError as error:
        return errno.errorcode[error.errno or 0]
    if command != "get":
        return "ok"
    found, _, first, count, process = struct.unpack(FLOCK, given)
    names = {number: name for name, number in TYPES.items()}
    return "free" if found == fcntl.F_UNLCK else f"{names[found]} {first} {count} {process}"


def main() -> None:
    """Serve until the input ends."""
    signal.signal(signal.SIGUSR1, _interrupt)
    descriptors = [os.open(path, os.O_RDWR) for path in sys.argv[1:]]
    for line in sys.stdin:
        sys.stdout.write(_answer(descriptors, line.split()) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
