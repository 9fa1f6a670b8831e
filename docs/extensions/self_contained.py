"""A site that loads something from elsewhere, or shows a formula as it is written, is not built."""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

LOADED = re.compile(
    r"""<(?:script|img|iframe|source|video|audio)\b[^>]*\bsrc=["'](?P<src>(?:https?:)?//[^"']*)"""
    r"""|<link\b(?![^>]*\brel=["']canonical)[^>]*\bhref=["'](?P<href>(?:https?:)?//[^"']*)"""
)
IN_STYLE = re.compile(r"""(?:@import\s+["']?|url\(["']?)(?P<url>(?:https?:)?//[^"')]*)""")
VERBATIM = re.compile(r"<(script|style|code|pre|annotation)\b.*?</\1>|<[^>]*>", re.DOTALL)
UNTYPESET = re.compile(r"\$(?=\S)[^$\n]*\\[a-zA-Z]+[^$\n]*\$|\\(?:frac|kappa|mathbb)\b")


def foreign(text: str, suffix: str) -> list[str]:
    """What a file of the site would load from another server.

    >>> foreign('<script src="https://a.example/b.js"></script><a href="https://c.example">', ".html")
    ['https://a.example/b.js']
    >>> foreign("@font-face { src: url(//a.example/f.woff2) }", ".css")
    ['//a.example/f.woff2']
    """
    pattern = LOADED if suffix == ".html" else IN_STYLE
    return [next(filter(None, match.groups())) for match in pattern.finditer(text)]


def untypeset(html: str) -> list[str]:
    """Formulas that a page shows as LaTeX, and marks of columns in formulas whose environment is not known.

    >>> untypeset(r"<p>so $\\kappa_1$ is</p> <code>$\\kappa_1$</code>")
    ['$\\\\kappa_1$']
    """
    columns = ["&" for _ in re.finditer("<mi>&(?:amp;)?</mi>", html)]
    return columns + [match.group() for match in UNTYPESET.finditer(VERBATIM.sub(" ", html))]


def faults(folder: Path) -> list[str]:
    """What is wrong with the files of a site, a line each."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".html", ".css"):
            text = path.read_text(encoding="utf-8")
            found += [f"{path.name} loads {url}" for url in foreign(text, path.suffix)]
            found += [f"{path.name} shows {tex}" for tex in untypeset(text) if path.suffix == ".html"]
    return found


def _finished(app: Sphinx, error: Exception | None) -> None:
    if error is None and app.builder.format == "html" and (found := faults(Path(app.outdir))):
        raise ExtensionError("\n".join(found))


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("build-finished", _finished, priority=900)  # when the theme has finished, too
    return {"parallel_read_safe": True, "parallel_write_safe": True}
