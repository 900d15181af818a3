"""Ways to start a sandbox: docker, bubblewrap and, without isolation, a plain process."""
