"""Grades for other systems: one module a consumer, pure functions from grades or standings to text."""
