"""What an exercise is on disk: its manifest, its interface, its folder, the catalogue."""
