"""What a command's exit code says."""

DONE = 0
POINTS_LOST = 1
WRONG_USAGE = 2
ENVIRONMENT = 3
OUR_FAULT = 4
INTERRUPTED = 130
