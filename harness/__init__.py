"""What exercise authors and the sandbox need: the wire, the guest, proxies, properties, benchmarks."""
