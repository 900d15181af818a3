"""What a course adds to grades: who its students are, when work was due, what counts."""
