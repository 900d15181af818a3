"""Opens a file of the host by its handle, past the mount namespace.

Verdict: PASSED
Sandbox: docker bubblewrap
"""

import ctypes
import struct

handle = ctypes.create_string_buffer(struct.pack("=Ii", 8, 1) + struct.pack("=Ii", 2, 0), 64)
if system_call("open_by_handle_at", -100, handle, 0) >= 0:
    escaped("open_by_handle_at")
mount = ctypes.c_int()
if system_call("name_to_handle_at", -100, ctypes.c_char_p(b"/"), handle, ctypes.byref(mount), 0) >= 0:
    escaped("name_to_handle_at")
