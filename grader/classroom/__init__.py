"""A student's repository and what runs there: feedback for the student, never the grade."""
