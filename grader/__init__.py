"""Everything around the judge: intake, sandboxes, scoring, gradebook, reports, commands."""
