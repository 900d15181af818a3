"""What both sides of the sandbox wall speak: frames and plain values. Standard library only."""
