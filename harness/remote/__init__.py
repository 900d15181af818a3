"""The judge's end of the wire: the sandbox port, connections, proxies, batches."""
