"""Formulas on the screen: the same quotient, written shorter, and never as code."""

from __future__ import annotations

import re

import pytest
import sympy

from mesaproof.documents.tables.screen_formulas import shown
from symbolic.algebra.notation import T, d
from symbolic.typeset.screen_text import by_hand

H = sympy.harmonic(T - 2)
s = sympy.Symbol("s", positive=True)

EXPRESSIONS = [
    (T - 2) / (5 * T * s**2 + d * s**2 * H - s**2 * H - 10 * s**2),
    (2 * T * d - 2 * T + d**2 * H + d * H - 4 * d - 2 * H + 4) / (5 * T * d + 10 * T + d**2 * H + d * H - 10 * d),
    (d * H - H) / (T + d * H - H - 2),
    s**-2,
    -6 * s**8,
    (d + 4) / (5 * s**2),
    sympy.Rational(2, 7) - T / 7,
    H**2 * d / 3 - d,
    sympy.Rational(-3, 8),
]

LETTERS = {"T": T, "d": d, "s": s}


def read(text: str) -> sympy.Expr:
    """What is on the screen, read again: a space between factors is a product."""
    plain = re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+", lambda found: "**" + "".join(map(str, map("⁰¹²³⁴⁵⁶⁷⁸⁹".index, found[0]))), text)
    starred = re.sub(r"(?<=[\w)]) (?=[\w(])", "*", plain)
    return sympy.sympify(starred, locals={**LETTERS, "H": sympy.harmonic})


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=str)
def test_the_screen_reads_as_the_same_quotient(expression: sympy.Expr) -> None:
    assert sympy.cancel(sympy.together(read(shown(expression)) - expression)) == 0
    assert sympy.cancel(sympy.together(read(shown(expression)) - expression - 1)) != 0


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=str)
def test_no_code_is_on_the_screen(expression: sympy.Expr) -> None:
    assert not re.search(r"\*|\^|harmonic", shown(expression))
    assert len(shown(expression)) <= len(str(expression))


def test_code_in_a_sentence_is_written_by_hand() -> None:
    assert by_hand("E[x_j^3 x_k^3] = 2*s**12 + sum_{r,s} E[x_r^4]") == "E[x_j³ x_k³] = 2 s¹² + Σ_{r,s} E[x_r⁴]"
    assert by_hand("W^T x^(n+1)") == "W^T x^(n+1)"
