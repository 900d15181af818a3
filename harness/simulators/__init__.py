"""Deterministic worlds shared by exercises: shared words, threads, and every order of their steps."""
