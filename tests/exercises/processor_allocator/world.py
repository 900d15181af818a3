"""An allocator that is the model itself, and can be given defects."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from exercises.processor_allocator.stub.solution import Machine
from exercises.processor_allocator.tests.model import Model
from exercises.processor_allocator.tests.rules import (
    Ruling,
    rule_abort,
    rule_admit,
    rule_commit,
    rule_divide,
    rule_prepare,
    rule_running,
)
from exercises.processor_allocator.workloads.need import need


class ModelAllocator:
    """Does what the rules say, on the lowest-numbered processors with room."""

    def __init__(self, nodes: list[int]) -> None:
        self.model = Model(nodes)
        self.log: list[tuple[object, ...]] = []

    def admit(self, now: int, machine: Machine) -> list[int]:
        """Place a machine."""
        self._ask("admit", now, machine.name, rule=lambda: rule_admit(self.model, machine))
        placement = self._place(machine)
        self.model.run(machine, placement)
        return placement

    def remove(self, now: int, name: str) -> None:
        """Stop a machine."""
        self._ask("remove", now, name, rule=lambda: rule_running(self.model, name))
        del self.model.running[name]

    def prepare(self, now: int, request: str, machine: Machine, lease: int) -> list[int]:
        """Hold a placement."""
        ruling = self._ask(
            "prepare", now, request, rule=lambda: rule_prepare(self.model, request, machine, lease)
        )
        if ruling.answer is not None:
            return list(ruling.answer)
        placement = self._place(machine)
        self.model.hold(request, machine, lease, placement)
        return placement

    def commit(self, now: int, request: str) -> list[int]:
        """Make a held machine run."""
        ruling = self._ask("commit", now, request, rule=lambda: rule_commit(self.model, request))
        self.model.commit(request)
        return list(ruling.answer or ())

    def abort(self, now: int, request: str) -> None:
        """Drop what is held."""
        self._ask("abort", now, request, rule=lambda: rule_abort(self.model, request))
        self.model.abort(request)

    def divide(self, now: int, demands: dict[str, int]) -> dict[str, int]:
        """Give everybody the floor: no more is asked of it here."""
        self._ask("divide", now, *demands, rule=lambda: rule_divide(self.model, demands))
        return dict.fromkeys(demands, 0)

    def free(self, now: int) -> list[int]:
        """Return what is unreserved."""
        self.model.reach(now)
        return self.model.unreserved()

    def _ask(self, *call: object, rule: Callable[[], Ruling]) -> Ruling:
        self.log.append(call)
        now = call[1]
        assert isinstance(now, int)
        self.model.reach(now)
        ruling = rule()
        for fault in ruling.faults:
            raise fault(ruling.reason)
        return ruling

    def _place(self, machine: Machine) -> list[int]:
        left = self.model.unreserved()
        fitting = [number for number, amount in enumerate(left) if amount >= need(machine)]
        return fitting[: machine.virtual_processors]


def world(kind: Callable[[list[int]], Any] = ModelAllocator) -> Any:
    """Return what stands for a submission."""
    return SimpleNamespace(ProcessorAllocator=kind, begin_trial=lambda: None)
