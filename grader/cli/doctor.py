"""``virtlab doctor``: what works on this machine, and why the rest does not."""

import platform
import sys
import time
from dataclasses import asdict, dataclass

import typer
from rich.table import Table

from grader.cli import exit_codes
from grader.cli.console import out, plain, print_json
from grader.cli.options import JsonOption
from grader.errors import GraderError
from grader.sandbox.choice import ENGINES, why_not
from grader.sandbox.self_test import PROBES


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    subject: str
    found: str
    works: bool
    hint: str = ""


_HINTS = {
    "docker": "Install Docker, start its daemon, then 'virtlab image build' (or with --from-host).",
    "bubblewrap": "It needs unprivileged user namespaces; inside a container they are often switched off.",
}


def doctor(*, json: JsonOption = False) -> None:
    """Try every sandbox and say what works. Exits with 3 if none can hold a hostile solution.

    Example: virtlab doctor
    """
    findings = [Finding("python", f"{platform.python_version()} at {sys.executable}", works=True)]
    engines = [_try(name) for name in ENGINES]
    findings += [*_docker_details(), *engines]
    if json:
        print_json([asdict(one) for one in findings])
    else:
        _print(findings)
    holds = any(one.works for one in engines if one.subject != "process")
    raise typer.Exit(exit_codes.DONE if holds else exit_codes.ENVIRONMENT)


def _try(name: str) -> Finding:
    start = time.monotonic()
    reason = why_not(name)
    if reason:
        return Finding(name, reason, works=False, hint=_HINTS.get(name, ""))
    note = (
        "holds nothing: for your own code only"
        if name == "process"
        else f"starts, and holds {len(PROBES)} probes"
    )
    return Finding(name, f"{note} ({time.monotonic() - start:.2f} s)", works=True)


def _docker_details() -> list[Finding]:
    from grader.sandbox.docker_probe import probe  # noqa: PLC0415 - imports the docker SDK

    try:
        return [Finding(f"docker {row.subject}", row.found, row.works, row.hint) for row in probe()]
    except GraderError as error:
        return [Finding("docker daemon", str(error), works=False, hint=error.hint)]


def _print(findings: list[Finding]) -> None:
    table = Table("", "what", "found", box=None)
    for one in findings:
        mark = "[green]✓[/]" if one.works else "[red]✗[/]"
        table.add_row(mark, one.subject, plain("\n".join(filter(None, [one.found, one.hint]))))
    out.print(table)
