"""Pure scoring: outcomes and a manifest in, a grade out; no files, no clock, no database."""
