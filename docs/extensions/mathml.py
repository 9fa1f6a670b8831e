"""Mathematics as MathML, made when the site is built: no script, no server, and a screen reader reads it.

Formulas are those of the Markdown, of docstrings, and of the outputs of notebooks, where they stand in HTML.
"""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from typing import Any

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

FORMULA = re.compile(r"\$\$(?P<block>[^$]+)\$\$|\$(?=\S)(?P<inline>[^$]+)(?<=\S)\$(?!\d)")
"""As in the Markdown of notebooks."""

VERBATIM = re.compile(r"(<(?P<tag>code|pre|math)\b.*?</(?P=tag)>|<[^>]*>)", re.DOTALL)
"""What is no text of an HTML output: code, formulas, and tags with their attributes."""


@cache
def mathml(tex: str, display: str) -> str:
    """A formula in LaTeX as MathML.

    >>> mathml("x^2", "inline")
    '<math display="inline"><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow></math>'
    """
    known = tex.strip().replace("{aligned}", "{split}")  # the converter does not know that one
    return convert(known, display=display).replace(' xmlns="http://www.w3.org/1998/Math/MathML"', "")


def typeset(html: str) -> str:
    """An HTML output with every formula between dollars as MathML; code stays as it is.

    >>> typeset("<p>$d$ <code>$d$</code></p>")
    '<p><math display="inline"><mrow><mi>d</mi></mrow></math> <code>$d$</code></p>'
    """
    parts = VERBATIM.split(html)[:: VERBATIM.groups + 1]
    kept = [match.group() for match in VERBATIM.finditer(html)] + [""]
    return "".join(FORMULA.sub(_replaced, part) + other for part, other in zip(parts, kept, strict=True))


def _replaced(match: re.Match[str]) -> str:
    tex, display = (match["block"], "block") if match["block"] else (match["inline"], "inline")
    return mathml(unescape(tex), display)


class OutputsTypeset(SphinxPostTransform):
    """Formulas in the HTML that cells of notebooks have put out."""

    default_priority = 900
    formats = ("html",)

    def run(self, **_: Any) -> None:
        for node in self.document.findall(nodes.raw):
            if "html" in node.get("format", "").split():
                node.children = [nodes.Text(typeset(node.astext()))]
                node.rawsource = ""


def _inline(writer: Any, node: nodes.math) -> None:
    writer.body.append(mathml(node.astext(), "inline"))
    raise nodes.SkipNode


def _block(writer: Any, node: nodes.math_block) -> None:
    writer.body.append(f'<div class="formula" tabindex="0">{mathml(node.astext(), "block")}</div>')
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    app.add_post_transform(OutputsTypeset)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
