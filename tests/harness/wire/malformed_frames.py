"""What a hostile guest may put on the wire: bytes that must be refused, each with a name.

Four tables, by the first layer that must refuse: ``STREAMS`` (frames), ``PAYLOADS`` (JSON),
``VALUES`` (the closed set of values) and ``REPLIES`` (an answer to request ``REQUEST_ID``, a call).
What one layer refuses never reaches the next.
"""

import json
import struct

REQUEST_ID = 281_474_976_710_655
RECORDS = {"Entry": ("index", "amount", "balance")}
"""The interface's dataclasses that ``VALUES`` are decoded with."""


def frame(payload: bytes) -> bytes:
    """Return a well-formed frame around ``payload``."""
    return struct.pack(">I", len(payload)) + payload


STREAMS: dict[str, bytes] = {
    "nothing": b"",
    "half a header": b"\x00\x00",
    "a header and no body": b"\x00\x00\x00\x10",
    "half a body": b"\x00\x00\x00\x10[1,2",
    "one byte short": frame(b'[1,"returned",null,""]')[:-1],
    "one byte above the limit": struct.pack(">I", 4 * 2**20 + 1),
    "two gigabytes": b"\x80\x00\x00\x00",
    "four gigabytes": b"\xff\xff\xff\xff",
    "a length in the wrong byte order": struct.pack("<I", 22) + b'[1,"returned",null,""]',
    "a length in digits": b"0022" + b'[1,"returned",null,""]',
    "two frames": frame(b'[1,"returned",null,""]') * 2,
    "a frame and a byte": frame(b'[1,"returned",null,""]') + b"\x00",
    "a frame and half of the next": frame(b'[1,"returned",null,""]') + b"\x00\x00\x00\x16[1,",
    "a line instead of a frame": b'[1,"returned",null,""]\n',
    "an answer of a web server": b"HTTP/1.1 200 OK\r\n\r\n",
}
"""Read as a whole stream that then ends: no single frame may come out."""

PAYLOADS: dict[str, bytes] = {
    "no bytes": b"",
    "only spaces": b"   ",
    "a null byte": b"\x00",
    "not UTF-8": b'[1,"returned","\xff\xfe",""]',
    "UTF-16": '[1,"returned",null,""]'.encode("utf-16"),
    "a byte order mark": b'\xef\xbb\xbf[1,"returned",null,""]',
    "an overlong slash": b'[1,"returned","\xc0\xaf",""]',
    "a surrogate in UTF-8": b'[1,"returned","\xed\xa0\x80",""]',
    "an unfinished list": b'[1,"returned",[1,2',
    "an unfinished text": b'[1,"returned","abc',
    "an unfinished escape": b'[1,"returned","\\u12',
    "an unknown escape": b'[1,"returned","\\x41",""]',
    "a raw newline in a text": b'[1,"returned","a\nb",""]',
    "single quotes": b"[1,'returned',null,'']",
    "a comma too many": b'[1,"returned",null,"",]',
    "two documents": b'[1,"returned",null,""][1,"returned",null,""]',
    "a comment": b'[1,"returned",null,""] // right',
    "NaN": b'[1,"returned",NaN,""]',
    "infinity": b'[1,"returned",Infinity,""]',
    "minus infinity": b'[1,"returned",-Infinity,""]',
    "a leading zero": b'[1,"returned",007,""]',
    "a hexadecimal number": b'[1,"returned",0x10,""]',
    "a number with underscores": b'[1,"returned",1_000,""]',
    "a word of Python": b'[1,"returned",None,""]',
    "ten thousand digits": b'[1,"returned",' + b"9" * 10_000 + b',""]',
    "four million digits": b"9" * 4_000_000,
    "a million brackets": b"[" * 1_000_000,
    "a hundred thousand nested lists": b"[" * 100_000 + b"]" * 100_000,
    "a hundred thousand nested objects": b'{"t":' * 100_000 + b"1" + b"}" * 100_000,
    "a pickle": b"\x80\x04\x95\x0b\x00\x00\x00\x00\x00\x00\x00\x8c\x07builtin\x94.",
}
"""Bodies of frames that no parser of this wire may accept."""


def _nested(depth: int) -> str:
    return "[" * depth + "]" * depth


VALUES: dict[str, bytes] = {
    "1e999": b"1e999",
    "minus 1e999": b"-1e999",
    "a lone surrogate": b'"\\ud800"',
    "a lone low surrogate": b'"a\\udfffb"',
    "an int of 4097 bits": str(2**4096).encode(),
    "a negative int of 4097 bits": str(-(2**4096)).encode(),
    "nested 33 deep": _nested(33).encode(),
    "nested 900 deep": _nested(900).encode(),
    "tuples nested 33 deep": b'{"t":[' * 33 + b"]}" * 33,
    "a hundred thousand and one nulls": b"[" + b"null," * 100_000 + b"null]",
    "a million empty lists": b"[" + b"[]," * 999_999 + b"[]]",
    "a bare object": b"{}",
    "an unknown tag": b'{"x":1}',
    "an empty tag": b'{"":[]}',
    "two tags": b'{"t":[],"b":""}',
    "a set": b'{"s":[1]}',
    "a reference": b'{"$":0}',
    "bytes that are no text": b'{"b":[1,2]}',
    "bytes that are no base64": b'{"b":"***="}',
    "bytes without padding": b'{"b":"QQ"}',
    "bytes with a newline": b'{"b":"QUJD\\n"}',
    "bytes outside ASCII": '{"b":"QUJDé==="}'.encode(),
    "a tuple that is a text": b'{"t":"abc"}',
    "a tuple that is an object": b'{"t":{"0":1}}',
    "a tuple that is null": b'{"t":null}',
    "a dict that is an object": b'{"d":{"a":1}}',
    "a dict of numbers": b'{"d":[1,2]}',
    "a dict of triples": b'{"d":[[1,2,3]]}',
    "a dict of short pairs": b'{"d":[[1]]}',
    "a dict with a list for a key": b'{"d":[[[],1]]}',
    "a dict with a dict for a key": b'{"d":[[{"d":[]},1]]}',
    "a dict with a key used twice": b'{"d":[["a",1],["a",2]]}',
    "a dict with equal keys of two types": b'{"d":[[1,1],[true,2]]}',
    "a record without a name": b'{"o":[]}',
    "a record with a list for a name": b'{"o":[["Entry"],[0,0,0]]}',
    "a record that the interface lacks": b'{"o":["Judge",[0,0,0]]}',
    "a record with a field too few": b'{"o":["Entry",[0,0]]}',
    "a record with a field too many": b'{"o":["Entry",[0,0,0,0]]}',
    "a record whose fields are no list": b'{"o":["Entry",{"index":0,"amount":0,"balance":0}]}',
    "a record with a hostile field": b'{"o":["Entry",[0,0,{"x":0}]]}',
    "a record whose name is a builtin": b'{"o":["eval",["1"]]}',
    "a record in three parts": b'{"o":["Entry",[0,0,0],1]}',
    "fifty thousand keys with the same hash": b'{"d":['
    + b",".join(f"[{key * (2**61 - 1)},0]".encode() for key in range(1, 49_000))
    + b"]}",
}
"""Valid JSON that stands for no value. The last one must be refused in well under a second."""


def _reply(*parts: object) -> bytes:
    return json.dumps(list(parts)).encode()


REPLIES: dict[str, bytes] = {
    "a number": b"1",
    "a text": b'"returned"',
    "null": b"null",
    "an object": b'{"id":281474976710655}',
    "an empty list": b"[]",
    "three parts": _reply(REQUEST_ID, "returned", 1),
    "five parts": _reply(REQUEST_ID, "returned", 1, "", ""),
    "another id": _reply(REQUEST_ID - 1, "returned", 1, ""),
    "the id as a text": _reply(str(REQUEST_ID), "returned", 1, ""),
    "the id as a float": f'[{REQUEST_ID}.0,"returned",1,""]'.encode(),
    "the id as a bool": _reply(True, "returned", 1, ""),  # noqa: FBT003 - that is the attack
    "no id": _reply(None, "returned", 1, ""),
    "the id in a list": _reply([REQUEST_ID], "returned", 1, ""),
    "an unknown word": _reply(REQUEST_ID, "passed", 1, ""),
    "no word": _reply(REQUEST_ID, "", 1, ""),
    "a word that is no text": _reply(REQUEST_ID, 7, 1, ""),
    "a word that is a list": _reply(REQUEST_ID, ["returned"], 1, ""),
    "the word of a request": _reply(REQUEST_ID, "call", 1, ""),
    "a yield for a return": _reply(REQUEST_ID, "yielded", 1, ""),
    "the end of a generator for a return": _reply(REQUEST_ID, "finished", 1, ""),
    "done for a return": _reply(REQUEST_ID, "done", None, ""),
    "skipped for a return": _reply(REQUEST_ID, "skipped", None, ""),
    "the supervisor's word": _reply(REQUEST_ID, "gone", 0, ""),
    "prints that are null": _reply(REQUEST_ID, "returned", 1, None),
    "prints that are a list": _reply(REQUEST_ID, "returned", 1, ["a"]),
    "prints that are a number": _reply(REQUEST_ID, "returned", 1, 7),
    "an error that is null": _reply(REQUEST_ID, "raised", None, ""),
    "an error that is a text": _reply(REQUEST_ID, "raised", "ValueError", ""),
    "an error without names": _reply(REQUEST_ID, "raised", [[], "text", None, 0], ""),
    "an error whose names are a text": _reply(REQUEST_ID, "raised", ["E", "text", None, 0], ""),
    "an error with a number for a name": _reply(REQUEST_ID, "raised", [[1], "text", None, 0], ""),
    "an error without text": _reply(REQUEST_ID, "raised", [["E"], None, None, 0], ""),
    "an error with a text for a line": _reply(REQUEST_ID, "raised", [["E"], "t", "1", 0], ""),
    "an error with a bool for a line": _reply(REQUEST_ID, "raised", [["E"], "t", True, 0], ""),
    "an error without a count": _reply(REQUEST_ID, "raised", [["E"], "t", None, None], ""),
    "an error in three parts": _reply(REQUEST_ID, "raised", [["E"], "t", None], ""),
    "an error with a million names": _reply(REQUEST_ID, "raised", [["E"] * 500_000, "t", 1, 0], ""),
    "an unsendable that is no text": _reply(REQUEST_ID, "unsendable", [[["deep"]]], ""),
}
"""Valid JSON that is no reply to a call with the id ``REQUEST_ID``."""
