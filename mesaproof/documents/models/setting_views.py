"""What `loss` and `gradient --setting` show: records as JSON, screens, LaTeX, and what a notebook shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from mesaproof.answers.deriving import PopulationGradient, PopulationLoss
from symbolic.algebra.rationals import to_flint
from symbolic.typeset.displays import Equation
from symbolic.typeset.markup import Html, code, display, heading, table, text, together
from symbolic.typeset.screen_text import by_hand
from symbolic.views import as_html

if TYPE_CHECKING:
    from rich.console import RenderableType

MOST_DIGITS, MOST_IN_A_CELL = 60, 20
"""A longer number is shown as a decimal, by itself and in a matrix; `--json` has it whole."""


def loss_record(found: PopulationLoss) -> dict[str, Any]:
    """The record of `loss --json`."""
    record: dict[str, Any] = {"setting": found.setting.key}
    record |= {"family": found.family} if found.family else {}
    record |= {"sizes": [size.name for size in found.setting.sizes], "terms": found.terms}
    record |= {"text": found.text, "latex": found.latex}
    return record | ({"value": number(found.value)} if found.value is not None else {})


def number(value: Fraction) -> dict[str, Any]:
    """An exact number, and as a float where it is one."""
    try:
        return {"exact": exact(value), "float": float(value)}
    except OverflowError:
        return {"exact": exact(value), "float": None}


def exact(value: Fraction) -> str:
    """All digits: Python prints no integer of more than 4300, FLINT does.

    >>> exact(Fraction(-1, 2))
    '-1/2'
    """
    return str(to_flint(value))


def gradient_record(found: PopulationGradient) -> dict[str, Any]:
    """The record of `gradient --setting --json`: formulas, or exact strings by block as without a setting."""
    if found.blocks is not None:
        return {name: [[exact(entry) for entry in row] for row in rows] for name, rows in found.blocks.items()}
    record: dict[str, Any] = {"setting": found.setting.key}
    record |= {"family": found.family} if found.family else {}
    record |= {"sizes": [size.name for size in found.setting.sizes]}
    return record | {"gradient": {block: _block(found, block) for block in found.terms}}


def _block(found: PopulationGradient, block: str) -> dict[str, Any]:
    equations = found.equations[block]
    return {
        "terms": found.terms[block],
        "text": "\n".join(equation.text for equation in equations),
        "latex": "\n".join(equation.latex for equation in equations),
    }


def loss_screen(found: PopulationLoss) -> RenderableType:
    """The screen of `loss`."""
    from rich.text import Text

    if found.value is None:
        return _formulas([found.equation], found.legend)
    return Text(f"L = {_with_decimal(found.value)}")


def _with_decimal(value: Fraction) -> str:
    """The exact number and a decimal; the decimal alone where there are many digits."""
    digits = exact(value)
    if value.denominator == 1 and len(digits) <= MOST_DIGITS:
        return digits
    about = _decimal(value)
    return f"{digits} = {about}" if len(digits) <= MOST_DIGITS else f"{about} (all digits: --json)"


def _decimal(value: Fraction) -> str:
    about = number(value)["float"]
    return "beyond what a float holds" if about is None else f"{about:.6g}"


def _formulas(equations: Iterable[Equation], legend: Sequence[str]) -> RenderableType:
    from rich.console import Group
    from rich.text import Text

    told = [Text(), Text(by_hand("; ".join(legend)), style="dim")] if legend else []
    return Group(*(Text(line) for equation in equations for line in equation.lines()), *told)


def gradient_screen(found: PopulationGradient) -> RenderableType:
    """The screen of `gradient --setting`: formulas, or the numbers of every block."""
    from rich.console import Group

    if found.blocks is None:
        return _formulas(found.shown, found.legend)
    return Group(*(part for name, rows in found.blocks.items() for part in _numbers(name, rows)))


def _numbers(name: str, rows: Sequence[Sequence[Fraction]]) -> list[RenderableType]:
    from rich.table import Table
    from rich.text import Text

    if not any(entry for row in rows for entry in row):
        return [Text(f"{name} = 0")]
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    for row in rows:
        table.add_row(*map(_short, row))
    return [Text(name, style="bold"), table]


def _short(entry: Fraction) -> str:
    """A fraction, or where it is long a decimal."""
    digits = exact(entry)
    return digits if len(digits) <= MOST_IN_A_CELL else _decimal(entry)


def latex_display(equations: Iterable[Equation]) -> str:
    """Equations as one `align*` display."""
    rows = [row for equation in equations for row in equation.latex_rows()]
    return "\\begin{align*}\n" + " \\\\\n".join(rows) + "\n\\end{align*}\n"


@as_html(PopulationLoss)
def loss_html(found: PopulationLoss) -> Html:
    """The formula, and its value where it has one."""
    value = [] if found.value is None else [text(f"L = {_with_decimal(found.value)}")]
    return together(_title(found), Html(display(rows_of([found.equation]))), *value)


@as_html(PopulationGradient)
def gradient_html(found: PopulationGradient) -> Html:
    """The formulas, or the numbers of every block."""
    if found.blocks is None:
        return together(_title(found), Html(display(rows_of(found.shown))))
    rows = [(code(name), text(", ".join(f"[{', '.join(map(_short, row))}]" for row in rows)))
            for name, rows in found.blocks.items()]  # fmt: skip
    return together(_title(found), table(rows, ("block", "derivative of the loss by its entries")))


def _title(found: PopulationLoss | PopulationGradient) -> Html:
    return heading(code(found.setting.key), *([text("on the family"), code(found.family)] if found.family else []))


def rows_of(equations: Iterable[Equation]) -> str:
    """Equations one below another, for a display in a notebook."""
    return r" \\ ".join(row.replace("&", "", 1) for equation in equations for row in equation.latex_rows())
