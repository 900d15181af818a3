"""The schedule that failed as a program of its own: plain Python, nothing installed."""

import textwrap
from collections.abc import Sequence

from exercises.process_lock.tests.model import Program, most_operations_alone

_PROGRAM = '''\
"""The schedule that failed, as a program: run it beside your solution.py.

Each thread has a copy of solution.py of its own and meets the others only in the list "words". The
moves are those of the failure: a thread performs its next operation, or, where the number is
negative, thread -1 - number wakes up for no reason. Where your solution no longer fits them, and
after the last one, the threads move in turn. A thread is inside from the return of its call until
the first operation of the call that leaves.

It exits with 1 as long as the schedule fails. When it exits with 0 the schedule is all right: then
run "virtlab test" to learn whether the property holds.
"""

import sys
import types

MESSAGE = {message!r}
PROGRAM = {program!r}  # a letter a section: W exclusive, R shared, T try
WORD_BITS = {word_bits}
MOST_OPERATIONS_ALONE = {alone}
MOVES = [
{moves}
]

ENTER = {{"W": "acquire", "R": "acquire_shared", "T": "try_acquire"}}
LEAVE = {{"W": "release", "R": "release_shared", "T": "release"}}
MASK = 2**WORD_BITS - 1


def fail(text):
    """Say what is wrong and stop."""
    print()
    print(text)
    sys.exit(1)


class Thread:
    """One thread: its copy of the solution, the operation that it wants, whether it is inside."""

    def __init__(self, number):
        module = types.ModuleType("solution")
        sys.modules["solution"] = module
        with open("solution.py", encoding="utf-8") as file:
            exec(compile(file.read(), "solution.py", "exec"), module.__dict__)
        self.number = number
        self.lock = module.ProcessLock(number, len(PROGRAM), WORD_BITS)
        self.inside = ""
        self.call = ""
        self.asleep = False
        self.performed = 0  # operations of this call
        self.alone = 0  # those since another thread moved
        self.undisturbed = False  # nobody else was in a call since this one began
        self.steps = self.run()
        self.wanted = None
        self.go_on(None)

    def run(self):
        for kind in PROGRAM[self.number]:
            entered = yield from self.calling(ENTER[kind])
            if kind == "T" and self.undisturbed and entered is any(t.inside for t in threads):
                fail(f"thread {{self.number}}: try_acquire() returned {{entered}}: {{MESSAGE}}")
            if kind == "T" and entered is False:
                continue
            self.inside = "shared" if kind == "R" else "exclusive"
            yield from self.calling(LEAVE[kind])
            self.inside = ""

    def calling(self, method):
        self.call = method + "()"
        self.performed = self.alone = 0
        answer = yield from getattr(self.lock, method)()
        if self.performed == 0 and len(PROGRAM) > 1:
            fail(f"thread {{self.number}}: {{self.call}} performed no operation: {{MESSAGE}}")
        return answer

    def go_on(self, result):
        try:
            self.wanted = self.steps.send(result)
        except StopIteration:
            self.wanted = None


words = []
threads = []
sleepers = []


def perform(thread):
    """Perform the operation that a thread wants."""
    operation = thread.wanted
    name = type(operation).__name__
    if name == "Pause":
        return 0
    if not 0 <= operation.address < len(words):
        fail(f"thread {{thread.number}}: {{operation}}: there is no such word")
    before = words[operation.address]
    after, result = before, before
    if name == "FutexWait":
        if thread.call == "try_acquire()":
            fail(f"thread {{thread.number}}: try_acquire() must never sleep")
        if before != operation.expected:
            return 0
        thread.asleep = True
        sleepers.append(thread)
        return None
    if name == "FutexWake":
        woken = [one for one in sleepers if one.wanted.address == operation.address]
        woken = woken[: max(0, operation.count)]
        for one in woken:
            wake_up(one)
        return len(woken)
    if name == "Store":
        after, result = operation.value, 0
    elif name == "Swap":
        after = operation.value
    elif name == "CompareAndSwap":
        after = operation.desired if before == operation.expected else before
    elif name == "FetchAdd":
        after = (before + operation.delta) & MASK
    if not 0 <= after <= MASK:
        fail(f"thread {{thread.number}}: {{operation}}: a word has {{WORD_BITS}} bits")
    words[operation.address] = after
    return result


def wake_up(thread):
    sleepers.remove(thread)
    thread.asleep = False
    thread.go_on(1)


def step(thread):
    """Let a thread make one step, and say what it did."""
    # Its first operation takes a thread that leaves out of the lock.
    if thread.call.startswith("release") and thread.performed == 0:
        thread.inside = ""
    text = f"thread {{thread.number}}  {{thread.call}}: {{thread.wanted}}"
    if thread.performed == 0:
        thread.undisturbed = all(one.wanted is None or one.performed == 0 for one in threads)
    for other in threads:
        other.alone = other.alone + 1 if other is thread else 0
        other.undisturbed = other.undisturbed and other is thread
    thread.performed += 1
    result = perform(thread)
    print(text, "sleeps" if result is None else f"-> {{result}}", f"  {{words}}")
    if result is None:
        thread.alone = 0
        writers = [one for one in threads if one.inside == "exclusive"]
        if thread.undisturbed and thread.call == "acquire_shared()" and not writers:
            fail(f"thread {{thread.number}} sleeps in {{thread.call}}: {{MESSAGE}}")
        return
    thread.go_on(result)
    if thread.alone > MOST_OPERATIONS_ALONE:
        fail(f"thread {{thread.number}} spins in {{thread.call}}: {{MESSAGE}}")


def check():
    inside = [one for one in threads if one.inside]
    if len(inside) > 1 and any(one.inside == "exclusive" for one in inside):
        names = " and ".join(f"thread {{one.number}} ({{one.inside}})" for one in inside)
        fail(f"{{names}} are inside at the same time: {{MESSAGE}}")


def main():
    threads.extend(Thread(number) for number in range(len(PROGRAM)))
    words.extend(threads[0].lock.memory())
    moves = list(MOVES)
    turn = 0
    for _ in range(len(MOVES) + 20000):
        check()
        ready = [one for one in threads if one.wanted is not None and not one.asleep]
        move = moves.pop(0) if moves else None
        if move is not None and move < 0 and threads[-1 - move].asleep:
            print(f"thread {{-1 - move}}  wakes up, nobody woke it")
            wake_up(threads[-1 - move])
            continue
        if not ready:
            break
        if move is None or threads[move] not in ready:
            moves.clear()
            later = [one for one in ready if one.number > turn]
            move = (later or ready)[0].number
        turn = move
        step(threads[move])
    else:
        fail(f"the threads do not come to an end: {{MESSAGE}}")
    if sleepers:
        names = ", ".join(f"thread {{one.number}} in {{one.call}}" for one in sleepers)
        fail(f"nobody can run, and these sleep: {{names}}: {{MESSAGE}}")
    print()
    print("This schedule is all right now.")


main()
'''


def repro_program(
    message: str,
    program: Program,
    word_bits: int,
    moves: Sequence[int],
) -> str:
    """Return the text of a program that plays a schedule and exits with 1 if it fails."""
    return _PROGRAM.format(
        message=message,
        program=list(program),
        word_bits=word_bits,
        alone=most_operations_alone(len(program)),
        moves=textwrap.fill(
            ", ".join(map(str, moves)), 96, initial_indent="    ", subsequent_indent="    "
        ),
    )
