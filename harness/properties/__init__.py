"""Hypothesis for remote objects: its profile, and counterexamples that run anywhere."""
