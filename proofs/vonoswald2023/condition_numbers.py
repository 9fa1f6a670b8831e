"""For which γ the map `λ → λ(1 − γλ)²` of eigenvalues makes a condition number smaller: exact sets.

A spectrum is a set of positive eigenvalues. Where all of it is given, γ improves it if `λ_max f(μ) > λ_min f(λ)` for
all its λ and μ. Where the extremes are given and nothing else, f has its largest and its smallest value on the whole
interval between them: at an end, at `1/(3γ)` or at `1/γ`. Both change at roots of polynomials in γ alone, so that one
point between neighbouring roots, and each root, decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import pairwise

import sympy

g = sympy.Symbol("gamma", real=True)

Spectrum = tuple[Fraction, ...]


def moved(eigenvalue: sympy.Expr, rate: sympy.Expr) -> sympy.Expr:
    """`λ(1 − γλ)²`."""
    return eigenvalue * (1 - rate * eigenvalue) ** 2


def improves(spectrum: Iterable[sympy.Expr], rate: sympy.Expr) -> bool:
    """Whether the condition number of the moved eigenvalues is smaller; a zero among them makes it infinite."""
    known = sorted(spectrum)
    found = [moved(one, rate) for one in known]
    return bool(min(found) * known[-1] > max(found) * known[0])


def improves_all(least: sympy.Expr, most: sympy.Expr, rate: sympy.Expr) -> bool:
    """Whether it does for every spectrum with these extremes: those with the turning points are the worst."""
    turning = [1 / rate, 1 / (3 * rate)] if rate != 0 else []
    return improves([least, most, *(point for point in turning if least < point < most)], rate)


def improving(spectrum: Spectrum) -> sympy.Set:
    """All γ that improve a spectrum.

    >>> improving((Fraction(1), Fraction(2)))
    Union(Interval.open(0, 1/3), Interval.open(3/5, 2/3))
    """
    known = [sympy.Rational(one.numerator, one.denominator) for one in sorted(spectrum)]
    low, high = known[0], known[-1]
    changes = [high * moved(one, g) - low * moved(other, g) for one in known for other in known]
    return decided(changes, lambda rate: improves(known, rate))


def improving_all(least: Fraction, most: Fraction) -> sympy.Set:
    """All γ that improve every spectrum with these extremes.

    >>> improving_all(Fraction(1), Fraction(2)), improving_all(Fraction(81), Fraction(256))
    (Interval.open(0, 1/3), Interval.open(0, 3/1024))
    """
    low, high = (sympy.Rational(one.numerator, one.denominator) for one in (least, most))
    ends = [high * moved(one, g) - low * moved(other, g) for one in (low, high) for other in (low, high)]
    turns = [1 - g * one for one in (low, high)] + [1 - 3 * g * one for one in (low, high)]
    tops = [27 * g * high * moved(one, g) - 4 * low for one in (low, high)]
    return decided([*ends, *turns, *tops], lambda rate: improves_all(low, high, rate))


def decided(changes: list[sympy.Expr], holds: Callable[[sympy.Expr], bool]) -> sympy.Set:
    """Where something holds that can change at real roots of polynomials in γ alone."""
    roots = sorted({root for change in changes for root in real_roots(change)} | {sympy.Integer(0)})
    inner = [sympy.Interval.open(a, b) for a, b in pairwise(roots) if holds(between(a, b))]
    outer = [sympy.Interval.open(-sympy.oo, roots[0])] if holds(roots[0] - 1) else []
    outer += [sympy.Interval.open(roots[-1], sympy.oo)] if holds(roots[-1] + 1) else []
    return sympy.Union(*inner, *outer, *(sympy.FiniteSet(root) for root in roots if holds(root)))


def real_roots(change: sympy.Expr) -> list[sympy.Expr]:
    polynomial = sympy.Poly(change, g)
    return [] if polynomial.degree() < 1 else [*dict.fromkeys(polynomial.real_roots())]


def between(low: sympy.Expr, high: sympy.Expr) -> sympy.Rational:
    """A rational number between two different real ones."""
    for digits in (10, 40, 160):
        middle = sympy.Rational(str(((low + high) / 2).evalf(digits)))
        if low < middle < high:
            return middle
    raise ValueError(f"no rational number was found between {low} and {high}")
