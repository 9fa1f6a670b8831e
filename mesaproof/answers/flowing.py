"""Where training goes from a point of the line: the reduced flow of one law, in exact numbers."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import sympy

from mesaproof.answers.asking import PAPER, answered
from mesaproof.errors import InputError
from mesaproof.reading.exact_text import TYPED_DIGITS
from mesaproof.reading.law_spec import law_at, written
from mesaproof.reading.sizes import length, pair
from mesaproof.reading.sizes import number as exact_number
from symbolic.algebra.rationals import to_sympy
from symbolic.laws import Law, LawFamily

if TYPE_CHECKING:
    from proofs.zheng2024.answers.flow_report import FlowReport

Number = Fraction | int | float | str


def flow(
    law: str | LawFamily | Law,
    d: int | None = None,
    T: int | None = None,
    start: tuple[Number, Number] | None = None,
    *,
    paper: str = PAPER,
) -> FlowReport:
    """Where training goes from `W_KQ_32 = a_0 I`, `W_PV_12 = b_0 I`; `start` is (a_0, b_0), read exactly.

    Raises InputError for a bad description, d < 1, T < 3, T or start missing, or a start that is not two numbers.

    >>> flow("rademacher", 1, 4, (2, 2)).limit
    (1, 1)
    """
    T, point = length(T), exact_start(start)
    report: FlowReport = answered(paper, "flow", law_at(law, d), T, point)
    return replace(report, given=written(law))


def exact_start(start: tuple[Number, Number] | None) -> tuple[sympy.Expr, sympy.Expr]:
    """Two exact numbers; raises InputError."""
    if start is None:
        raise InputError("no start", "a start A0,B0 of two numbers", "for example --start 1/2,-0.25")
    one, other = pair(start, "the start", ("a_0", "b_0"), _short)
    return to_sympy(one), to_sympy(other)


def _short(given: Any, name: str) -> Fraction:
    """A number whose roots can be simplified; raises InputError."""
    found = exact_number(given, name)
    if max(abs(found.numerator), found.denominator) >= 10**TYPED_DIGITS:
        raise InputError(
            f"a longer number as {name}", f"one of at most {TYPED_DIGITS} digits, above and below the line"
        )
    return found


def read_start(given: str) -> tuple[str, str]:
    """The two numbers of `A0,B0`; raises InputError unless there are two parts."""
    parts = given.split(",")
    if len(parts) != 2:
        raise InputError(f"--start {given!r}", "two numbers A0,B0", "for example --start 1/2,-0.25")
    return parts[0], parts[1]
