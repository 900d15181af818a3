"""Mounts, unmounts, changes the root, by the old calls and the new.

Verdict: PASSED
Sandbox: docker bubblewrap
"""

import ctypes

TMP = ctypes.c_char_p(b"/tmp")
TMPFS = ctypes.c_char_p(b"tmpfs")
ROOT = ctypes.c_char_p(b"/")
for name, *arguments in (
    ("mount", TMPFS, TMP, TMPFS, 0, None),
    ("mount", None, ROOT, None, 0x20 | 0x1000, None),
    ("umount2", ROOT, 2),
    ("umount2", ctypes.c_char_p(b"/dev"), 2),
    ("chroot", ROOT),
    ("pivot_root", ROOT, ROOT),
    ("open_tree", -100, ROOT, 1),
    ("fsopen", TMPFS, 0),
    ("mount_setattr", -100, ROOT, 0, ctypes.create_string_buffer(32), 32),
):
    if system_call(name, *arguments) >= 0:
        escaped(name)
