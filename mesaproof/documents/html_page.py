"""Derivations as self-contained HTML: mathematics in MathML, no script, nothing loaded from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from mesaproof.documents.pages.witness_display import witness_pieces
from mesaproof.errors import InputError
from mesaproof.terminal.installation import extra
from symbolic.typeset.formulas import NotAFormula
from symbolic.typeset.layout import ROOM, condition_rows
from symbolic.typeset.line_breaking import rows
from symbolic.typeset.prose import Span, spans, tex_spans, worded
from symbolic.typography import visible

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup


NARROW = 24.0
"""In em: a row of a formula on the screen of a telephone."""


def require_report() -> None:
    """Raise InputError where the packages of the extra `report` are not installed."""
    missing = [name for name in ("jinja2", "latex2mathml") if find_spec(name) is None]
    if missing:
        raise InputError(
            f"an HTML page without {' and '.join(missing)}",
            "the extra mesaproof[report]",
            f"run {extra('report')}",
        )


def render(name: str, /, **values: Any) -> str:
    """A template of this package, filled in; every plain text is escaped."""
    require_report()
    environment = _environment()
    known: dict[str, Any] = {"style": environment.get_template("style.css").render()} | values
    page = environment.get_template(name).render(known | {"style": _markup(known["style"])})
    return re.sub(r"\n\s*\n+", "\n", page).strip() + "\n"


def template(name: str) -> str:
    """A template of this package that needs no values."""
    return _environment().get_template(name).render()


def displayed(tex: str) -> Markup:
    """A formula as it stands on a row of its own."""
    return _math(tex, "block")


def run_in(text: str, plain: bool = False) -> Markup:
    """Prose, or text as it stands, inside a paragraph."""
    return _marked([("text", text)] if plain else spans(text))


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("mesaproof"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "display": lambda tex: _math(tex, "block"),
        "prose": lambda text: _marked(spans(text)),
        "worded": lambda text: _marked(spans(worded(text))),
        "code": lambda text: _marked([("code", text)]),
        "plain": lambda text: _marked([("text", text)]),
        "conditions": condition_rows,
        "rows": lambda tex: rows(tex, ROOM),
        "narrow": _narrow,
        "pieces": lambda text: [_marked(piece) for piece in witness_pieces(text)],
    }
    return environment


def _narrow(tex: str) -> tuple[str, ...]:
    """A row of a formula as rows for a narrow page; one that opens what another closes stays as it is."""
    try:
        return rows(tex, NARROW)
    except NotAFormula:
        return (tex,)


def _markup(text: str) -> Markup:
    from markupsafe import Markup

    return Markup(text)


def _marked(found: Sequence[Span]) -> Markup:
    from markupsafe import Markup

    written = {
        "text": lambda body: Markup("{}").format(visible(body)),
        "math": lambda body: _math(body, "inline"),
        "code": lambda body: Markup("<code>{}</code>").format(visible(body)),
    }
    return Markup("").join(written[kind](body) for kind, body in found)


@cache
def _refusals() -> tuple[type[Exception], ...]:
    """What the converter raises for LaTeX that it cannot read; its exceptions have no base of their own."""
    from latex2mathml import exceptions

    found = (kind for kind in vars(exceptions).values() if isinstance(kind, type))
    return tuple(kind for kind in found if issubclass(kind, Exception))


_TEXT = re.compile(r"\\text\{((?:[^{}\\]|\\.|\{\})*)\}")
_SHIELD = 0xE000
"""The converter does not read what is escaped in text; its characters pass as private ones."""


def _shielded(tex: str) -> str:
    """A formula in which every stretch of text holds no character that means something in LaTeX."""

    def parts(match: re.Match[str]) -> str:
        found = tex_spans(match[1])
        return "".join(body if kind == "math" else rf"\text{{{_private(visible(body))}}}" for kind, body in found)

    return _TEXT.sub(parts, tex)


def _private(text: str) -> str:
    return re.sub(r"[!-/:-@[-`{-~]", lambda match: chr(_SHIELD + ord(match.group())), text)


def _unshielded(mathml: str) -> str:
    return re.sub("[\ue000-\ue07f]", lambda match: escape(chr(ord(match.group()) - _SHIELD)), mathml)


@cache
def _math(tex: str, display: str) -> Markup:
    """A formula as MathML, its name space left to HTML."""
    from latex2mathml.converter import convert

    try:
        found = _unshielded(convert(_shielded(tex), display=display))
    except _refusals() as error:
        reason = type(error).__name__
        raise InputError(
            f"the formula {tex}", f"LaTeX that can be read as MathML ({reason})", "try --to latex"
        ) from None
    return _markup(found.replace(' xmlns="http://www.w3.org/1998/Math/MathML"', ""))
