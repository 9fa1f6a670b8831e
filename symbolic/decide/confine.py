"""What hypotheses say of the support: squares whose mean they make zero, and contradictions between them.

A square with mean zero confines the support to its zeros, which is a condition of its own; with it, more moments are
determined, so this is repeated. No law at all is left where a square has a negative mean, where 1 = 0 follows, or where
no weights of finitely many values have the means that are fixed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import sympy

from symbolic.algebra.rationals import to_fraction, to_sympy
from symbolic.algebra.surds import root
from symbolic.decide.conditions import Condition, Equals, SameForAll
from symbolic.decide.conditions.supports import Support
from symbolic.decide.conditions.symmetries import Independent, Values
from symbolic.decide.dimension_classes import classes
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.independence.case_proofs import left_open, settled_moments
from symbolic.decide.moment_matrix import Square, squares
from symbolic.decide.spans.instances import ONE, Form
from symbolic.decide.spans.span import exceptions
from symbolic.decide.spans.system import System
from symbolic.decide.value_weights import without_weights
from symbolic.expectation.moments import Pattern
from symbolic.laws.coordinates import Number

ROUNDS = 4
"""How often the support is confined further."""

FRAME = 2
"""Contradictions are looked for between moments relative to two coordinates."""


@dataclass(frozen=True)
class Confined:
    """The hypotheses with what they imply of the support; `absurd` says why no law satisfies them, if none does.

    `implied` says what hypotheses imply that are not linear in the law, `moments` which moments of one coordinate
    follow by cases, for independent coordinates. Where `only` is not None, laws that satisfy them exist in these
    dimensions at most.
    """

    hypotheses: Hypotheses
    squares: tuple[Square, ...] = ()
    absurd: str = ""
    only: tuple[int, ...] | None = None
    moments: tuple[str, ...] = ()
    implied: tuple[str, ...] = ()

    @property
    def steps(self) -> tuple[str, ...]:
        """What was found besides, in words."""
        return (*self.implied, *self.moments, *(square.text for square in self.squares))


@lru_cache(maxsize=256)
def confined(hypotheses: Hypotheses, size: int | None = None, up_to_scale: bool = False) -> Confined:
    """Confine the support until nothing new follows, for every d or in one dimension.

    Where laws matter `up_to_scale` only, and stretching keeps the hypotheses, they are stretched as is simplest.

    >>> from symbolic.decide.conditions import Equals
    >>> from symbolic.expectation.moments import Pattern
    >>> found = confined(Hypotheses("H", (Equals(Pattern((2,)), 1), Equals(Pattern((4,)), 1))))
    >>> found.squares[0].text, found.hypotheses.conditions[-1].text
    ('E[(x_j^2 - 1)^2] = 0', 'every coordinate is one of -1, 1 almost surely')
    """
    known = _with_one_set_of_values(_with_implied(hypotheses, up_to_scale))
    for _ in range(ROUNDS):
        known = _checked(_with_settled_moments(known, size), size)
        if known.absurd or known.only is not None:
            break
        further = _confined_once(known, size)
        if further == known:
            break
        known = further
    return known


def _with_implied(hypotheses: Hypotheses, up_to_scale: bool) -> Confined:
    """The hypotheses with what those imply that are not linear in the law, and with what stretched laws satisfy."""
    conditions = hypotheses.conditions
    implied = [(one, more) for one in conditions for more in one.implied() if not _stands(hypotheses, more)]
    if up_to_scale and all(one.holds_of_multiples() for one in conditions):
        implied += [(one, more) for one in conditions for more in one.after_stretching() if more not in conditions]
    joined = tuple(dict.fromkeys((*conditions, *(more for _, more in implied))))
    steps = dict.fromkeys(
        f"{more.text}{'' if more in one.implied() else ', up to scale'}, since {one.text}" for one, more in implied
    )
    return Confined(replace(hypotheses, conditions=joined), implied=tuple(steps))


def _stands(hypotheses: Hypotheses, condition: Condition) -> bool:
    """Whether a condition is among the hypotheses, under whatever name."""
    named = isinstance(condition, SameForAll) and hypotheses.constant(condition.pattern)
    return named or condition in hypotheses.conditions


def _with_one_set_of_values(known: Confined) -> Confined:
    """Several finite sets of values replaced by their intersection."""
    given = [c for c in known.hypotheses.conditions if isinstance(c, Values)]
    if len(given) < 2:
        return known
    common = set(given[0].values).intersection(*(one.values for one in given))
    if not common:
        return _absurd(known, "no value is in every one of the sets")
    rest = tuple(c for c in known.hypotheses.conditions if not isinstance(c, Values))
    return replace(known, hypotheses=replace(known.hypotheses, conditions=(*rest, Values(tuple(common)))))


def _with_settled_moments(known: Confined, size: int | None) -> Confined:
    """For independent coordinates, with every moment that is the same in all cases that the equations leave open."""
    if known.absurd or not known.hypotheses.of_kind(Independent):
        return known
    system = System(known.hypotheses, FRAME, size)
    settled = settled_moments(system)
    if settled is None:
        return _absurd(known, "no real moments, those of even order not negative, satisfy the equations")
    equations = [Equals(Pattern((n,)), value) for n, value in settled]
    new = [one for one in equations if exceptions(system, _difference(one)) != ()]
    if not new:
        return known
    added = replace(known.hypotheses, conditions=(*known.hypotheses.conditions, *new))
    reason = left_open(system, tuple(one.text for one in new))
    return replace(known, hypotheses=added, moments=(*known.moments, reason))


def _difference(equation: Equals) -> Form:
    """The form that vanishes where a moment has its value."""
    form: Form = {equation.pattern: sympy.Integer(1)}
    return {**form, ONE: -to_sympy(equation.value)} if equation.value else form


def _checked(known: Confined, size: int | None) -> Confined:
    """The same, with the reason why no law is left, or with the few dimensions in which laws may be left."""
    if known.absurd:
        return known
    possible = classes(known.hypotheses)
    if (size is not None and not possible.have(size)) or not possible.residues:
        return _absurd(known, f"coordinates do not add up in these dimensions: {possible.reason}")
    left = exceptions(System(known.hypotheses, FRAME, size), {ONE: sympy.Integer(1)})
    if left is not None:
        return replace(known, only=left) if left else _absurd(known, "the hypotheses imply 1 = 0")
    reason = without_weights(known.hypotheses, size)
    return _absurd(known, reason) if reason else known


def _confined_once(known: Confined, size: int | None) -> Confined:
    """The same with the zeros of squares, those in one coordinate if there are any, else those in two."""
    here = known.hypotheses
    new = [square for square in squares(here, size) if square.mean < 0 or not _says(here, square)]
    for square in new:
        if square.mean < 0 and _everywhere(here, square, size):
            return _absurd(known, f"the hypotheses imply {square.text} < 0")
    for frame in (1, FRAME):
        zero = (square for square in new if square.mean == 0 and square.frame == frame)
        if found := tuple(square for square in zero if _everywhere(here, square, size)):
            more = (*here.conditions, *(_condition(here, square) for square in found))
            added = replace(known, hypotheses=replace(here, conditions=more), squares=(*known.squares, *found))
            return _with_one_set_of_values(added)
    return known


def _absurd(known: Confined, reason: str) -> Confined:
    since = f", since {'; '.join(known.steps)}" if known.steps else ""
    return replace(known, absurd=reason + since)


def _everywhere(hypotheses: Hypotheses, square: Square, size: int | None) -> bool:
    """Whether its mean follows in every dimension, with no exception."""
    return exceptions(System(hypotheses, square.frame, size), square.form) == ()


def _says(hypotheses: Hypotheses, square: Square) -> bool:
    """Whether the hypotheses already say what the square says."""
    form: Form = {Pattern(powers) if any(powers) else ONE: to_sympy(c) for powers, c in square.terms}
    return _condition(hypotheses, square) in hypotheses.conditions or not System(hypotheses, square.frame).reduced(form)


def _condition(hypotheses: Hypotheses, square: Square) -> Support | Values:
    """The zero set as a condition: a finite set of values with square roots where it is one, else the equation."""
    known = hypotheses.of_kind(Values)
    values = _real_zeros(square) if known is None or square.frame > 1 else _zeros_among(known, square)
    return Values(values) if values else square.support


def _real_zeros(square: Square) -> tuple[Number, ...]:
    """The real zeros, where they are finitely many and made of square roots, else none."""
    if square.frame > 1:
        return ()
    x = sympy.Symbol("x")
    polynomial = sympy.Poly({powers: to_sympy(c) for powers, c in square.terms}, x)
    found = {zero for factor, _ in polynomial.factor_list()[1] for zero in _zeros_of(factor)}
    return tuple(found) if polynomial.count_roots() == len(found) else ()


def _zeros_of(factor: sympy.Poly) -> tuple[Number, ...]:
    """The real zeros of a polynomial of degree one or two, checked; of others none."""
    if factor.degree() > 2 or factor.count_roots() == 0:
        return ()
    c, b, a = (to_fraction(factor.nth(n)) for n in range(3))
    found = (-c / b,) if a == 0 else tuple((sign * root(b * b - 4 * a * c) - b) / (2 * a) for sign in (1, -1))
    return tuple(x for x in found if a * x**2 + b * x + c == 0)


def _zeros_among(known: Values, square: Square) -> tuple[Number, ...]:
    return tuple(v for v in known.values if sum(c * v**power for (power,), c in square.terms) == 0)
