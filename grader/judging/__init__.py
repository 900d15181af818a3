"""Judging one submission in a process of its own, and many of them side by side."""
