"""From a student's folder to the course: checks, a shared folder or a server, and a receipt."""
