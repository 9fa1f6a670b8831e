"""The blocks of a gradient in a notebook: in a few words where they have two values, else as matrices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mesaproof.answers.asking import named
from symbolic.typeset.markup import Html, code, formula, heading, number, table, text, together
from symbolic.views import as_html

if TYPE_CHECKING:
    from proofs.zheng2024.answers.block_gradients import Gradient, Matrix

MOST_SHOWN = 6
"""Rows and columns of a matrix that are written out."""

SHORT = 40
"""In characters of LaTeX: a matrix with a longer entry shows decimals."""


@as_html(named("Gradient"))
def gradient_html(gradient: Gradient) -> Html:
    """Law, sizes, and every block."""
    title = heading(code(gradient.law.description), formula(rf"d = {gradient.law.d},\ T = {gradient.T}"))
    rows = [(code(name), block_html(block)) for name, block in gradient.blocks.items()]
    return together(title, table(rows, ("block", "derivative of the loss by its entries")))


def block_html(block: Matrix) -> Html:
    """A square matrix: 0, its value on the diagonal and off it, or its entries."""
    on = {block[j][j] for j in range(len(block))}
    off = {x for p, row in enumerate(block) for q, x in enumerate(row) if p != q}
    if len(on) > 1 or len(off) > 1:
        return _written_out(block)
    (diagonal,) = on
    if off <= {diagonal}:
        return Html(f"{number(diagonal)}{' at every entry' if diagonal != 0 and off else ''}")
    return Html(f"{number(diagonal)} on the diagonal, {number(*off)} off it")


def _written_out(block: Matrix) -> Html:
    shown = [[_entry(x) for x in row[:MOST_SHOWN]] for row in block[:MOST_SHOWN]]
    if any(len(latex) > SHORT for row in shown for latex in row):
        shown = [[_decimal(x) for x in row[:MOST_SHOWN]] for row in block[:MOST_SHOWN]]
    body = r" \\ ".join(" & ".join(row) for row in shown)
    left_out = len(block) - MOST_SHOWN
    more = text(f" … and {left_out} more rows and columns") if left_out > 0 else Html()
    return Html(formula(rf"\begin{{pmatrix}} {body} \end{{pmatrix}}") + more)


def _entry(value: Any) -> str:
    from symbolic.typeset.printing import latex

    try:
        return latex(value)
    except ValueError:  # Python prints no integer of more than 4300 digits
        return _decimal(value)


def _decimal(value: Any) -> str:
    """Six digits; `H(n)` by its value."""
    from symbolic.algebra.harmonics import to_float

    return f"{to_float(value):.6g}".replace("e", r"\mathrm{e}")
