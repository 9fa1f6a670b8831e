"""The polynomial R of `ones_forms` has one real root, between −1/d and 0, for every d >= 2 and T >= 4.

**T >= 12, T and d symbolic.** By `proofs.zheng2024.ones.ones_positive` are shown: `−R` has positive coefficients (no
root `x >= 0`); so has `R(−q − w)` in w, `q = 4/(3d)` (no root `x <= −q`); of the coefficients `M_0, …, M_5` of
`(1+w)^5 R(−q w/(1+w))`, M_0 is negative, M_4 and M_5 are positive, `M_2 > 2 M_1` and `M_3 > M_2`: their signs change
once, and by the rule of Descartes there is one root in (−q, 0), a simple one. `R(−1/d) > 0 > R(0)` places it.

**T from 4 to 11, d symbolic.** R has numbers and d for coefficients. Its discriminant by x and its leading coefficient
have no zero for real d >= 2, hence the number of real roots is the same for all of them; at d = 2 Sturm's theorem
counts one. `R(−1/d) > 0 > R(0)` again.

For both, the discriminant of A is negative, so that A is positive.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from math import comb

import flint
import sympy

from proofs.zheng2024.notation import x
from proofs.zheng2024.ones.ones_forms import (
    RING,
    D,
    G,
    H,
    N,
    Polynomial,
    U,
    X,
    Y,
    collected,
    expression,
    forms,
    quintic,
)
from proofs.zheng2024.ones.ones_long import FIRST, SYMBOLIC_FROM, wide_then_long
from proofs.zheng2024.ones.ones_positive import NOUGHT, at_length, coefficients_positive, positive_at, positive_from
from symbolic.algebra.notation import T, d
from symbolic.decide.outcomes import Answer, Fails, Holds, Unknown

SPLIT = flint.fmpq(4, 3)
"""d times the distance from 0 at which the line is cut."""


@dataclass(frozen=True)
class Inequality:
    """A polynomial in d, n, h, g, and the words for its being positive."""

    text: str
    value: Polynomial


def shifted(c: flint.fmpq) -> tuple[Polynomial, ...]:
    """`d^5` times the coefficients of `R(−c/d − w)`, from the power 0 of w on."""
    r = quintic()
    return tuple(
        sum((r[k] * (comb(k, j) * (-1) ** k * c ** (k - j)) * D ** (5 - k + j) for k in range(j, 6)), 0 * D)
        for j in range(6)
    )


def bernstein(c: flint.fmpq) -> tuple[Polynomial, ...]:
    """`d^5` times the coefficients of `(1+w)^5 R(−c w/(d(1+w)))`."""
    r = quintic()
    return tuple(
        sum((r[k] * ((-c) ** k * comb(5 - k, j - k)) * D ** (5 - k) for k in range(j + 1)), 0 * D) for j in range(6)
    )


def inequalities() -> Iterator[Inequality]:
    """What is shown for every d >= 2 and every T from `SYMBOLIC_FROM` on."""
    yield from (Inequality(f"−R has a positive coefficient of x^{k}", -c) for k, c in enumerate(quintic()))
    yield from (Inequality(f"R(−4/(3d) − w) has one of w^{k}", c) for k, c in enumerate(shifted(SPLIT)))
    m = bernstein(SPLIT)
    yield from (Inequality("−M_0 > 0", -m[0]), Inequality("M_4 > 0", m[4]), Inequality("M_5 > 0", m[5]))
    yield from (Inequality("M_2 > 2 M_1", m[2] - 2 * m[1]), Inequality("M_3 > M_2", m[3] - m[2]))
    yield Inequality("R(−1/d) > 0", shifted(flint.fmpq(1))[0])
    yield from energy_inequalities()


def energy_inequalities() -> Iterator[Inequality]:
    """That the quadratic form A in x is positive definite."""
    none, one, two = collected(forms().a, "x")
    yield Inequality("A(0) > 0", none)
    yield Inequality("the discriminant of A", 4 * none * two - one**2)


def doubted_at(length: int) -> str:
    """Which step fails at one length from 4 on, d symbolic; empty if none does."""
    r = sum((at_length(c, length, 2) * X**k for k, c in enumerate(quintic())), 0 * D)
    steps = {
        "its discriminant": coefficients_positive(r.discriminant("x")),
        "its leading coefficient": positive_at(-quintic()[5], length),
        "R(−1/d) > 0": positive_at(shifted(flint.fmpq(1))[0], length),
        "R(0) < 0": positive_at(-quintic()[0], length),
        "the count at d = 2": count(2, length) == 1,
        **{step.text: positive_at(step.value, length) for step in energy_inequalities()},
    }
    return next((name for name, holds in steps.items() if not holds), "")


def at_size(size: int, length: int) -> sympy.Poly:
    """R at a d and T.

    >>> at_size(2, 3).is_zero, at_size(2, 4).degree()
    (True, 5)
    """
    values = (at_length(c, length).compose(D * 0 + size, N, H, G, X, Y, U, ctx=RING) for c in reversed(quintic()))
    numbers = (value.to_dict().get(NOUGHT, flint.fmpq(0)) for value in values)
    return sympy.Poly([sympy.Rational(int(c.p), int(c.q)) for c in numbers], x)


def count(size: int, length: int) -> int:
    """How many real roots R has at a d and T, by Sturm's theorem."""
    return int(at_size(size, length).count_roots())


@cache
def number(which: int, size: int, length: int) -> sympy.Expr:
    """x, y or u where the flow rests at a d and T, as the one real root of a polynomial with integer coefficients.

    >>> number(0, 2, 4)
    CRootOf(558*x**5 + 2127*x**4 + 3294*x**3 + 2424*x**2 + 766*x + 48, 0)
    """
    root, found = at_size(size, length), forms()
    if which:
        above, below = ((-found.b, found.a), (found.level * found.a, found.delta))[which - 1]
        unknown = sympy.Dummy()
        equation = unknown * expression(below) - expression(above)
        at = sympy.resultant(root.as_expr(), equation.subs({d: size, T: length}).doit(), x)
        root = sympy.Poly(at, unknown).replace(unknown, x)
    integer = root.clear_denoms(convert=True)[1].primitive()[1]
    return sympy.CRootOf(integer if integer.LC() > 0 else -integer, 0)


@cache
def doubted() -> str:
    """The first step of the proof that fails; empty if none does."""
    short = (f"T = {length}: {step}" for length in range(FIRST, SYMBOLIC_FROM) if (step := doubted_at(length)))
    long = (step.text for step in inequalities() if not positive_from(step.value, SYMBOLIC_FROM))
    return next(chain(short, long), "")


def settle_root(statement: tuple[int, int, sympy.Set]) -> Answer:
    """Whether R is zero up to the length before the first stated, and from it on has so many real roots for d >= 2.

    The set is the smallest interval that contains d times the root at every d and T.
    """
    first, roots, interval = statement
    if first != FIRST or not at_size(2, FIRST - 1).is_zero or at_size(2, FIRST).is_zero:
        return Fails(f"R vanishes at T = {FIRST - 1} and not at T = {FIRST}", f"T = {first}")
    if step := doubted():
        return Unknown(f"not shown: {step}")
    if roots != 1:
        return Fails("R has one real root", f"d = 2, T = {FIRST}: {count(2, FIRST)}")
    if interval != (least := sympy.Interval.open(wide_then_long(), 0)):
        return Fails(f"d times the root lies in {least}, whose ends it tends to and does not reach", str(interval))
    short = f"T = {FIRST} to {SYMBOLIC_FROM - 1}: discriminant positive for d >= 2, one root at d = 2"
    steps = len(tuple(inequalities()))
    return Holds(f"{short}; T >= {SYMBOLIC_FROM}: {steps} polynomials in d, n, h, g positive; one change of sign")
