"""What rule R3 makes a machine reserve."""

from exercises.processor_allocator.stub.solution import Machine


def need(machine: Machine) -> int:
    """Return what each virtual processor reserves on its processor."""
    return -(-machine.reservation // machine.virtual_processors)
