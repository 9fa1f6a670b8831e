"""Derivations as self-contained HTML: mathematics in MathML, no script, nothing loaded from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from mesaproof.errors import InputError
from mesaproof.installation import extra
from symbolic.layout import ROOM, condition_rows, printed_chains
from symbolic.line_breaking import rows
from symbolic.prose import Span, reason_spans, spans, worded
from symbolic.sections import Section, hypotheses_stated

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup


def require_report() -> None:
    """Raise InputError where the packages of the extra `report` are not installed."""
    missing = [name for name in ("jinja2", "latex2mathml") if find_spec(name) is None]
    if missing:
        raise InputError(
            f"an HTML page without {' and '.join(missing)}",
            "the extra mesaproof[report]",
            f"run {extra('report')}",
        )


def derivation_page(sections: Sequence[Section], stamp: str) -> str:
    """One page with every section; raises InputError without the extra `report`, or for LaTeX that cannot be read."""
    title = sections[-1].title
    return render("derivation.html", title=title, stamp=stamp, **of_sections(sections))


def of_sections(sections: Sequence[Section]) -> dict[str, Any]:
    """What the template of sections reads."""
    return {"sections": sections, "earlier": hypotheses_stated(sections)}


def render(template: str, **values: Any) -> str:
    """A template of this package, filled in; every plain text is escaped."""
    require_report()
    environment = _environment()
    style = environment.get_template("style.css").render()
    page = environment.get_template(template).render({"style": _markup(style), "wide": False} | values)
    return re.sub(r"\n\s*\n+", "\n", page).strip() + "\n"


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
        "reason": lambda text: _marked(reason_spans(text)),
        "conditions": condition_rows,
        "chains": printed_chains,
        "rows": lambda tex: rows(tex, ROOM),
    }
    return environment


def _markup(text: str) -> Markup:
    from markupsafe import Markup

    return Markup(text)


def _marked(found: Sequence[Span]) -> Markup:
    from markupsafe import Markup

    written = {
        "text": lambda body: Markup("{}").format(body),
        "math": lambda body: _math(body, "inline"),
        "code": lambda body: Markup("<code>{}</code>").format(body),
    }
    return Markup("").join(written[kind](body) for kind, body in found)


@cache
def _refusals() -> tuple[type[Exception], ...]:
    """What the converter raises for LaTeX that it cannot read; its exceptions have no base of their own."""
    from latex2mathml import exceptions

    found = (kind for kind in vars(exceptions).values() if isinstance(kind, type))
    return tuple(kind for kind in found if issubclass(kind, Exception))


@cache
def _math(tex: str, display: str) -> Markup:
    """A formula as MathML, its name space left to HTML."""
    from latex2mathml.converter import convert

    try:
        found = convert(tex, display=display)
    except _refusals() as error:
        reason = type(error).__name__
        raise InputError(
            f"the formula {tex}", f"LaTeX that can be read as MathML ({reason})", "try --to latex"
        ) from None
    return _markup(found.replace(' xmlns="http://www.w3.org/1998/Math/MathML"', ""))
