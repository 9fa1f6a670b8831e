"""Docstrings by the one rule of prose: text is text, `$…$` is mathematics, backticks are code or a formula.

What `mesaproof` has from one of its modules for claims, models and tests is described on the page of that module.
"""

from __future__ import annotations

import re
from importlib import import_module
from itertools import groupby
from typing import Any

from reading import MODULES
from sphinx.application import Sphinx

from symbolic.typeset.prose import spans

SPECIAL = re.compile(r"[\\*`|_]")


def marked_up(text: str) -> str:
    """A sentence in reStructuredText, in which nothing but formulas and code is markup.

    >>> print(marked_up("of a*b|c_ by `κ1/κ2`, `my_law.json`."))
    of a\\*b\\|c\\_ by \ :math:`\\kappa_{1}/\\kappa_{2}`\ , \ ``my_law.json``\ .
    """
    written = {
        "text": lambda body: SPECIAL.sub(r"\\\g<0>", body),
        "math": lambda body: f":math:`{body}`",
        "code": lambda body: f"``{body}``",
    }
    return "".join(_apart(written[kind](body), kind) for kind, body in spans(text))


def _apart(written: str, kind: str) -> str:
    """Markup that may touch letters on both sides."""
    return written if kind == "text" else rf"\ {written}\ "


def paragraphs(lines: list[str]) -> list[str]:
    """A docstring in reStructuredText: prose, lists, programs that are indented, and doctests as they are."""
    found: list[str] = []
    for blank, group in groupby(lines, key=lambda line: not line.strip()):
        block = list(group)
        found += [""] if blank else _block(block)
    return found


def _block(block: list[str]) -> list[str]:
    if block[0].lstrip().startswith(">>>"):
        return block
    if block[0].startswith("    "):
        return ["::", "", *block]
    if block[0].startswith("- "):
        return [line for item in _items(block) for line in (f"- {marked_up(item)}", "")]
    return marked_up(" ".join(line.strip() for line in block)).splitlines()


def _items(block: list[str]) -> list[str]:
    return [" ".join(item.split()) for item in re.split(r"^- ", "\n".join(block), flags=re.MULTILINE)[1:]]


def _processed(app: Sphinx, what: str, name: str, obj: object, options: Any, lines: list[str]) -> None:
    lines[:] = paragraphs(lines)


def _elsewhere(app: Sphinx, what: str, name: str, obj: object, skip: bool, options: Any) -> bool | None:
    if app.env.docname != "reference/mesaproof" or not hasattr(import_module("mesaproof"), name):
        return None
    return True if any(getattr(import_module(home), name, None) is obj for home in MODULES) else None


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("autodoc-process-docstring", _processed)
    app.connect("autodoc-skip-member", _elsewhere)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
