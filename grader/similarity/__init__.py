"""Which solutions share more code than chance gives: a reason to look, never a score.

Fingerprints by winnowing (Schleimer, Wilkerson, Aiken, "Winnowing: local algorithms for document
fingerprinting", SIGMOD 2003) over tokens; nothing here parses or runs what a student wrote.
"""
