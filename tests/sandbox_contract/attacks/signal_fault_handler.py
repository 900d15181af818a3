"""Asks faulthandler for a dump of the stack and for the process's death after a while.

Verdict: PASSED or CRASHED
"""

import faulthandler

for ask in (faulthandler.enable, lambda: faulthandler.dump_traceback_later(0.2, exit=True)):
    try:
        ask()
    except (OSError, RuntimeError, ValueError, AttributeError):
        pass
    except BaseException as error:
        print(type(error))
