"""Derivations in print: notation, reasons, escapes."""

from __future__ import annotations

import pytest
import sympy

from proofs.zheng2024.notation import a, kappa1
from symbolic.algebra.notation import T
from symbolic.typeset.derivation import Chain, Derivation, Line
from symbolic.typeset.layout import chain_latex
from symbolic.typeset.printing import latex
from symbolic.typography import escape

H = sympy.harmonic(T - 2)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (H, "H_{T - 2}"),
        (sympy.harmonic(T - 2, 2), "H_{T - 2}^{(2)}"),
        (H**2, r"\left(H_{T - 2}\right)^{2}"),
        (kappa1, r"\kappa_{1}"),
    ],
    ids=str,
)
def test_notation(expression: sympy.Expr, text: str) -> None:
    assert latex(expression) == text


def test_a_chain_prints_every_expression_that_is_checked() -> None:
    chain = Chain("square", "s", (Line((a + 1) ** 2, "given"), Line(a**2 + 2 * a + 1, "multiplied out")))
    text = chain_latex(chain)
    assert Derivation((chain,)).faults() == ()
    assert all(latex(line.expression) in text and line.reason in text for line in chain.lines)
    assert text.count(r"\begin{") == text.count(r"\end{")


@pytest.mark.parametrize("special", list(r"&%#_{}$^~" + "\\"))
def test_special_characters_are_escaped(special: str) -> None:
    assert escape(f"x{special}y") != f"x{special}y"
    assert escape(escape("xy")) == "xy"


def test_a_number_less_a_size_is_not_a_factor() -> None:
    """`a (2 - T)` reads `-a (T - 2)`; a sum begins with what is not taken off, and the meaning is the same."""
    d = sympy.Symbol("d", integer=True, positive=True)
    assert latex(a * (2 - T)) == latex(-a * (T - 2)) == r"- a \left(T - 2\right)"
    assert latex(-a * (2 - T)) == r"a \left(T - 2\right)"
    assert latex(a**2 + a * (1 - d)) == r"a^{2} - a \left(d - 1\right)"
    assert latex(2 - T) == "2 - T"
