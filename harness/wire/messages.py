"""The words of the protocol; ``README.md`` beside this file says what each carries.

A request is ``[id, word, *fields]``, its reply ``[id, word, body, prints]``. The id is chosen by
the judge, unpredictable, and repeated in the reply.
"""

LOAD = "load"
CREATE = "create"
CALL = "call"
START = "start"
RESUME = "resume"
BATCH = "batch"
PLAY = "play"
RELEASE = "release"

RETURNED = "returned"
RAISED = "raised"
YIELDED = "yielded"
FINISHED = "finished"
UNSENDABLE = "unsendable"
SKIPPED = "skipped"
DONE = "done"

EXPECTED = {
    LOAD: {DONE},
    CREATE: {DONE},
    CALL: {RETURNED},
    START: {DONE},
    RESUME: {YIELDED, FINISHED},
    BATCH: {DONE},
    PLAY: {DONE},
    RELEASE: {DONE},
}
"""The words that may answer a request, besides ``RAISED`` and ``UNSENDABLE``."""

SPAWN = "spawn"
KILL = "kill"
HELLO = "hello"
GONE = "gone"

CONTROL_FRAME = b"c"
DATA_FRAME = b"d"
"""The first byte of a frame on the supervisor's stream: for the supervisor, or relayed."""

MAX_TEXT = 2000
MAX_NAME = 80
MAX_PRINTS = 64 * 1024
"""Characters kept of an exception's text, of a class name, of what a solution prints."""
MAX_NAMES = 20
"""Class names kept of an exception's ancestors."""
