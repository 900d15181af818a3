"""The author's failure: an exercise that is not as the guide for authors says."""


class ExerciseError(Exception):
    """An exercise's files contradict each other or the guide; nobody is graded by it."""
