"""`mesaproof derive`: the checked derivation of a claim, line by line."""

from __future__ import annotations

import re
from pathlib import Path

import click

from mesaproof.commands.options import progress, write
from mesaproof.errors import PATH_LENGTH, InputError, quoted


@click.command("derive")
@click.argument("key")
@click.option(
    "--to",
    "form",
    type=click.Choice(["latex", "markdown", "html", "pdf"]),
    default=None,
    help="What the name of FILE ends with says it too, else Markdown.",
)
@click.option(
    "-o", "output", type=click.Path(dir_okay=False), default=None, help="File to write instead of the screen."
)
@click.option(
    "--detail",
    type=click.Choice(["short", "full"]),
    default="full",
    show_default=True,
    help="Each line and the formulas that are settled, or the ends of each chain.",
)
@click.option("--fragment", is_flag=True, help="LaTeX for the inside of another document, its macros in a file.")
@click.option("--prefix", default=None, help="What the labels of a fragment begin with.")
@click.option("--columns", type=click.Choice(["1", "2"]), default=None, help="Columns of the fragment's document.")
@click.option(
    "--engine",
    type=click.Choice(["tex", "typst"]),
    default=None,
    help="What makes the PDF (default: TeX if installed).",
)
def command(
    key: str,
    form: str | None,
    output: str | None,
    detail: str,
    fragment: bool,
    prefix: str | None,
    columns: str | None,
    engine: str | None,
) -> None:
    """The checked derivation of a claim, or of all claims of a paper, line by line.

    KEY may be a paper, a FILE.py with claims of your own, or FILE.py:KEY for one of them. The file is run, as
    `python FILE.py` would run it: give only files that you trust. A fragment is written with its macros and its
    bibliography beside it.
    """
    from mesaproof.documents.derivations import derivation, require

    form = form or ("latex" if fragment else _by_name(output or ""))
    _require_options(form, output, fragment, prefix, columns, engine)
    _require_other_file(key, output)
    require(form, engine)
    with progress("checking every line"):
        printed = derivation(key, full=detail == "full")
    if fragment and output is not None:
        _write_fragment(printed.fragment(prefix or "", int(columns or 1)).files(Path(output)))
    elif form == "pdf" and output is not None:
        printed.write_pdf(Path(output), "tex" if engine == "tex" else "typst" if engine == "typst" else None)
    else:
        document = {"latex": printed.latex, "markdown": printed.markdown, "html": printed.html}[form]()
        if output is None:
            click.echo(_for_screen(document) if form == "html" else document, nl=False)
        else:
            write(Path(output), document)


def _by_name(output: str) -> str:
    """The form that a file of this name has; Markdown where the name tells none.

    >>> _by_name("theorem.pdf"), _by_name("theorem.txt")
    ('pdf', 'markdown')
    """
    return {".tex": "latex", ".html": "html", ".pdf": "pdf"}.get(Path(output).suffix.lower(), "markdown")


def _require_options(
    form: str, output: str | None, fragment: bool, prefix: str | None, columns: str | None, engine: str | None
) -> None:
    """Raise InputError for options that say nothing together."""
    if engine is not None and form != "pdf":
        raise InputError(f"--engine {engine} with --to {form}", "--to pdf with it")
    if form == "pdf" and output is None:
        raise InputError("--to pdf without -o", "-o FILE: a PDF is not printed on the screen")
    if fragment and form != "latex":
        raise InputError(f"--fragment with --to {form}", "--to latex with it, or none")
    if fragment and (output is None or not output.endswith(".tex")):
        given = "without -o" if output is None else f"with -o {quoted(output, PATH_LENGTH)}"
        raise InputError(f"--fragment {given}", "-o NAME.tex: NAME-macros.tex and NAME.bib are written beside it")
    if prefix is not None and not re.fullmatch(r"[A-Za-z0-9:.-]*", prefix):
        raise InputError(f"--prefix {quoted(prefix)}", "letters, digits, colons, dots and hyphens")
    if (prefix is not None or columns is not None) and not fragment:
        raise InputError("--prefix or --columns without --fragment", "--fragment with it")


def _require_other_file(key: str, output: str | None) -> None:
    """Raise InputError where the file of the claims would be overwritten."""
    from mesaproof.reading.claim_files import file_of

    file = file_of(key)
    if output is not None and file and Path(output).exists() and Path(file).exists() and Path(output).samefile(file):
        raise InputError(f"-o {quoted(output, PATH_LENGTH)}, which is the file of the claim", "another file")


def _write_fragment(files: dict[Path, str]) -> None:
    """Write all files or none; those beside the one that was asked for are never written over a file of others."""
    from mesaproof.output.file import encoded, reason, replaced
    from mesaproof.output.marks import is_own

    asked, *beside = files
    for path in beside:
        if path.exists() and not is_own(path):
            given = f"{quoted(str(path), PATH_LENGTH)}, which is a file of somebody else"
            raise InputError(given, "another -o NAME.tex")
    try:
        replaced({path: encoded(text) for path, text in files.items()})
    except OSError as error:
        given = f"-o {quoted(str(asked), PATH_LENGTH)}: {reason(error)}"
        raise InputError(given, "a file that can be written") from None


def _for_screen(page: str) -> str:
    """A page of HTML in the characters of the output, others by their numbers: it stays the same page."""
    from mesaproof.terminal.streams import encoding

    return page.encode(encoding(), "xmlcharrefreplace").decode(encoding())
