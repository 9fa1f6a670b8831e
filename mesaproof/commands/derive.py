"""`mesaproof derive`: the checked derivation of a claim, line by line."""

from __future__ import annotations

from pathlib import Path

import click

from mesaproof.commands.options import progress, write
from mesaproof.errors import PATH_LENGTH, InputError, quoted


@click.command("derive")
@click.argument("key")
@click.option(
    "--to", "form", type=click.Choice(["latex", "markdown", "html", "pdf"]), default="markdown", show_default=True
)
@click.option(
    "-o", "output", type=click.Path(dir_okay=False), default=None, help="File to write instead of the screen."
)
@click.option(
    "--engine",
    type=click.Choice(["tex", "typst"]),
    default=None,
    help="What makes the PDF (default: TeX if installed).",
)
def command(key: str, form: str, output: str | None, engine: str | None) -> None:
    """The checked derivation of a claim, line by line.

    KEY may be a FILE.py with claims of your own, or FILE.py:KEY for one of them. The file is run, as `python FILE.py`
    would run it: give only files that you trust.
    """
    from mesaproof.documents.derivations import derivation, require
    from mesaproof.reading.claim_files import file_of

    if engine is not None and form != "pdf":
        raise InputError(f"--engine {engine} with --to {form}", "--to pdf with it")
    if form == "pdf" and output is None:
        raise InputError("--to pdf without -o", "-o FILE: a PDF is not printed on the screen")
    file = file_of(key)
    if output is not None and file and Path(output).exists() and Path(file).exists() and Path(output).samefile(file):
        raise InputError(f"-o {quoted(output, PATH_LENGTH)}, which is the file of the claim", "another file")
    require(form, engine)
    with progress("checking every line"):
        printed = derivation(key)
    if form == "pdf" and output is not None:
        printed.write_pdf(Path(output), "tex" if engine == "tex" else "typst" if engine == "typst" else None)
        return
    document = {"latex": printed.latex, "markdown": printed.markdown, "html": printed.html}[form]()
    if output is None:
        click.echo(_for_screen(document) if form == "html" else document, nl=False)
    else:
        write(Path(output), document)


def _for_screen(page: str) -> str:
    """A page of HTML in the characters of the output, others by their numbers: it stays the same page."""
    from mesaproof.terminal.streams import encoding

    return page.encode(encoding(), "xmlcharrefreplace").decode(encoding())
