"""Sets the clock, loads modules and another kernel. (It does not ask for a reboot.)

Verdict: PASSED
Sandbox: docker bubblewrap
"""

import ctypes

buffer = ctypes.create_string_buffer(16)
for name, *arguments in (
    ("clock_settime", 0, None),
    ("init_module", buffer, 16, buffer),
    ("finit_module", 0, buffer, 0),
    ("kexec_load", 0, 0, None, 0),
):
    if system_call(name, *arguments) >= 0:
        escaped(name)
