"""What all pages of a report load from the folder beside them: a style sheet with its font of mathematics, a script."""

from __future__ import annotations

import base64
from importlib.resources import files

STYLE, SCRIPT = "assets/mesaproof.css", "assets/mesaproof.js"
TEMPLATES = files("mesaproof") / "templates"
FONT = "texgyrepagella-math.woff2"


def assets() -> dict[str, str]:
    """The files by path relative to the report.

    The font is written into the style sheet, since browsers refuse a font from another folder of the file system.
    """
    styles = (_font(), _text("style.css"), _text("report.css"))
    return {STYLE: "/* mesaproof */\n" + "\n".join(styles), SCRIPT: "// mesaproof\n" + _text("report.js")}


def _text(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _font() -> str:
    """TeX Gyre Pagella Math, with where its licence is."""
    content = base64.b64encode((TEMPLATES / "fonts" / FONT).read_bytes()).decode("ascii")
    licence = "/* TeX Gyre Pagella Math, under the GUST Font License: tug.org/fonts/licenses/GUST-FONT-LICENSE.txt */"
    source = f"url(data:font/woff2;base64,{content}) format('woff2')"
    return f"{licence}\n@font-face {{ font-family: 'Pages Math'; font-display: block; src: {source}; }}\n"
