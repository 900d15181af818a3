"""A whole course file, as it is shown to whoever writes one."""

COURSE_EXAMPLE = """\
title = "Virtualization 2026"
zone = "Europe/Berlin"            # of all times without an offset
roster = "roster.csv"             # paths are relative to this file
attempts = 20                     # how many submissions count; default: any number
counts = "last"                   # or "best": after lateness

[late]
grace_minutes = 10
percent = 10                      # for each day (per = "hour": hour) begun since the due time
cap_percent = 50
free_days = 3                     # a student's, over all exercises
closes_after_days = 7             # what comes later does not count

[shown]                           # "names", "messages" or "counterexamples"
before_due = "messages"
after_due = "counterexamples"

[seeds]
students = 0                      # what 'virtlab test' uses
private_file = "grade.seed"       # what 'virtlab grade' uses; or private_variable = "NAME"

[[exercises]]
slug = "memory_allocator"
opens = 2026-10-01T08:00:00
due = 2026-10-15T23:59:00
repositories = "memory-allocator" # what they are called before "-" and the login
late = { percent = 1, per = "hour" }   # in place of the course's [late]
"""
