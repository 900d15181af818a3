"""Pages for students and the teacher, and the same facts as JSON and CSV."""
