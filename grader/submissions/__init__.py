"""What students handed in, read into memory without trusting a byte of it."""
