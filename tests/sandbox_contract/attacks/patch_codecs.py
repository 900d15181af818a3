"""Registers a text codec that replaces utf-8.

Verdict: PASSED or PROTOCOL or CRASHED
"""

import codecs
import encodings

evil = codecs.CodecInfo(lambda *_: (b"true", 4), lambda *_: ("true", 4), name="utf-8")
codecs.register(lambda name: evil)
encodings._cache.clear()
