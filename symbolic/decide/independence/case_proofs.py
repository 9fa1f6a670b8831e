"""Requirements that hold in every case that the equations between moments of one coordinate leave open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import sympy

from symbolic.algebra.notation import d
from symbolic.decide.conclusions import Requirement
from symbolic.decide.independence.cases import Case, open_cases
from symbolic.decide.independence.coordinate_moments import as_moments, moments_of, order_of, polynomial
from symbolic.decide.spans.span import Certificate
from symbolic.decide.spans.system import System

SMALLEST_D = 2


@dataclass(frozen=True)
class CaseCertificate(Certificate):
    """In each of the cases that the equations leave, the requirement is a combination of polynomials that vanish."""

    equations: tuple[sympy.Expr, ...] = ()
    cases: tuple[Case, ...] = ()

    @property
    def text(self) -> str:
        cases = (", ".join(f"{as_moments(p)} = 0" for p in case.vanishing) for case in self.cases)
        return f"{self.requirement.name}: {_left(self.equations, '; or '.join(cases))}"


@dataclass(frozen=True)
class Equations:
    """Polynomials in the moments of one coordinate that vanish in every dimension but `exceptions`."""

    polynomials: tuple[sympy.Expr, ...]
    exceptions: tuple[int, ...] = ()


def follows_in_cases(system: System, requirement: Requirement) -> CaseCertificate | None:
    """The certificate that the requirement holds in every case that is left open, or None.

    >>> from symbolic.decide.conclusions import moment_is
    >>> from symbolic.decide.conditions import Equals
    >>> from symbolic.decide.conditions.symmetries import Independent
    >>> from symbolic.decide.hypotheses import Hypotheses
    >>> from symbolic.expectation.moments import Pattern
    >>> four = System(Hypotheses("H", (Independent(), Equals(Pattern((2, 2)), 4))), 1)
    >>> follows_in_cases(four, moment_is(Pattern((2,)), 2).requirements[0]).cases[0].known
    {2: Fraction(2, 1)}
    """
    target = _without_d(polynomial(system.reduced(requirement.form)))
    for given in dict.fromkeys((known_everywhere(system), known_somewhere(system))):
        cases = open_cases(given.polynomials) if target else None
        if target and cases and all(case.left_of(target[0]) == 0 for case in cases):
            used = system.used(requirement.form)
            return CaseCertificate(requirement, (), system.frame, given.exceptions, used, given.polynomials, cases)
    return None


@lru_cache(maxsize=128)
def known_everywhere(system: System) -> Equations:
    """Those that hold in every dimension, or in that of the system."""
    return Equations(tuple(p for p, roots in _equations(system) if not roots))


def known_somewhere(system: System) -> Equations:
    """Those that hold in all dimensions but a few."""
    found = list(_equations(system))
    roots = sorted({root for _, some in found for root in some})
    return Equations(tuple(dict.fromkeys(p for p, _ in found)), tuple(roots))


def _equations(system: System) -> Iterator[tuple[sympy.Expr, tuple[int, ...]]]:
    """Each without its factors that are functions of d alone, and the dimensions in which one of these is zero."""
    found = (_without_d(polynomial(form)) for form in system.rows())
    yield from dict.fromkeys(one for one in found if one)


def _without_d(p: sympy.Expr) -> tuple[sympy.Expr, tuple[int, ...]] | None:
    """The polynomial in the moments alone, up to a factor, and the roots of that; None where d is mixed in."""
    factors = sympy.factor_list(sympy.expand(p))[1]
    inside = [(base, n) for base, n in factors if base.free_symbols - {d}]
    if any(base.has(d) for base, _ in inside):
        return None
    alone = (sympy.Poly(base, d).ground_roots() for base, _ in factors if base.free_symbols == {d})
    roots = {int(root) for found in alone for root in found if root.is_Integer}
    moments = sympy.expand(sympy.Mul(*(base**n for base, n in inside)))
    return moments, tuple(sorted(root for root in roots if root >= SMALLEST_D))


def settled_moments(system: System) -> tuple[tuple[int, Fraction], ...] | None:
    """Moments that have the same rational value in every case, by order; None where no case is left."""
    given = known_everywhere(system)
    cases = open_cases(given.polynomials)
    if cases is None:
        return ()
    if not cases:
        return None
    values = {order_of(m): {case.value(order_of(m)) for case in cases} for m in moments_of(list(given.polynomials))}
    return tuple((n, value) for n, (value, *others) in values.items() if value is not None and not others)


def left_open(system: System, settled: tuple[str, ...]) -> str:
    """What the equations leave, in words."""
    return _left(known_everywhere(system).polynomials, ", ".join(settled))


def _left(equations: tuple[sympy.Expr, ...], left_over: str) -> str:
    given = ", ".join(f"{as_moments(p)} = 0" for p in equations)
    return f"moments are real, those of even order are not negative, and {given} leaves {left_over}"
