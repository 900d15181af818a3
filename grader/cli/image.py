"""``virtlab image``: what Docker sandboxes are made of."""

from typing import Annotated

import typer

from grader.cli.console import out, plain

image = typer.Typer(
    help="The image for Docker sandboxes.", no_args_is_help=True, rich_markup_mode=None
)


@image.callback()
def _group() -> None:
    """The image for Docker sandboxes: a Python and nothing else."""


@image.command()
def build(
    *,
    from_host: Annotated[
        bool,
        typer.Option("--from-host", help="Pack this machine's Python: no registry, no network."),
    ] = False,
) -> None:
    """Build the image.

    Example: virtlab image build --from-host
    """
    from grader.sandbox.image import build_image  # noqa: PLC0415 - imports the docker SDK

    made = build_image(from_host=from_host)
    out.print(
        plain(
            f"{made.name}  {made.image_id}  {made.size_bytes / 2**20:.0f} MiB  Python {made.python}"
        )
    )
