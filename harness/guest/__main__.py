"""Entry point of the sandbox: ``python -I -S -c <boot> <required|best-effort>``."""

import sys

from harness.guest.supervisor import Supervisor


def main() -> None:
    """Serve the judge until it closes the control stream."""
    Supervisor(lockdown_required=sys.argv[1:] != ["best-effort"]).run()


if __name__ == "__main__":
    main()
