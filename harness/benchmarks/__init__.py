"""Benchmarks that noise cannot decide."""
