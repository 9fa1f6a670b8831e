"""`mesaproof derive`: the checked derivation of a claim, line by line."""

from __future__ import annotations

from pathlib import Path

import click

from mesaproof.commands.options import write


@click.command("derive")
@click.argument("key")
@click.option("--to", "form", type=click.Choice(["latex", "markdown"]), default="markdown", show_default=True)
@click.option(
    "-o", "output", type=click.Path(dir_okay=False), default=None, help="File to write instead of the screen."
)
def command(key: str, form: str, output: str | None) -> None:
    """The checked derivation of a claim, line by line."""
    from mesaproof.verifying import derivation

    printed = derivation(key)
    document = printed.latex() if form == "latex" else printed.markdown()
    if output is None:
        click.echo(document, nl=False)
    else:
        write(Path(output), document)
