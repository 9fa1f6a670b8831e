"""Do hypotheses force two expressions in formal moments to be equal, in every dimension in which they say something?

Each moment is reduced modulo the span of the hypotheses' instances, with a certificate that is re-checked by
multiplication; for independent coordinates moments become products and the difference is divided. What is left has to
be zero as an expression, whatever the letters: for every d at once, and by itself where a certificate has no value.
"""

from __future__ import annotations

from collections.abc import Mapping

import sympy

from symbolic.algebra.equality import normal
from symbolic.algebra.notation import d
from symbolic.decide.certify import SMALLEST_D
from symbolic.decide.conditions.symmetries import Independent
from symbolic.decide.confine import confined
from symbolic.decide.equalities.formal_sides import FormalSides
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.independence.coordinate_moments import polynomial
from symbolic.decide.spans.echelon import Echelon
from symbolic.decide.spans.instances import ONE, Form, spread
from symbolic.decide.spans.span import poles, solve
from symbolic.decide.spans.system import System
from symbolic.expectation.moments import Pattern, moment

LARGEST_CHECKED = 8
"""Single dimensions up to this one are looked at where a certificate for all others has no value."""


def forced_from(hypotheses: Hypotheses, sides: FormalSides) -> int | None:
    """The dimension, 1 or 2, from which on the hypotheses force the sides to be equal wherever both are defined.

    None where they do not for every d >= 2, which is what `decide` asks. In a dimension with fewer coordinates than the
    sides name nothing is said. Raises what `sides.difference` raises.

    >>> from symbolic.decide.conditions import SameForAll
    >>> second, total = moment(Pattern((2,))), moment(Pattern((), (2,)))
    >>> same = Hypotheses("H", (SameForAll(Pattern((2,))),))
    >>> forced_from(same, FormalSides(total**2, d**2 * second**2)), forced_from(same, FormalSides(total, second))
    (1, None)
    """
    numerator = sympy.expand(sympy.fraction(sides.difference)[0])
    if not numerator.is_polynomial(*map(moment, sides.patterns)):
        return None
    single = _exceptions(hypotheses, sides, numerator)
    if single is None:
        return None
    failing = [size for size in single if not _vanishes_at(hypotheses, sides, numerator, size)]
    return None if any(size >= SMALLEST_D for size in failing) else SMALLEST_D if failing else 1


def _exceptions(hypotheses: Hypotheses, sides: FormalSides, numerator: sympy.Expr) -> tuple[int, ...] | None:
    """The dimensions in which the general certificates say nothing; None where there are no such certificates."""
    system = System(confined(hypotheses).hypotheses, sides.frame)
    if hypotheses.of_kind(Independent):
        found = _rest_of_products(system, sides, numerator)
    else:
        found = _rest_of_forms(system, sides, numerator)
    if found is None or max(found, default=0) > LARGEST_CHECKED:
        return None
    return tuple(size for size in found if size >= max(1, sides.frame))


def _vanishes_at(hypotheses: Hypotheses, sides: FormalSides, numerator: sympy.Expr, size: int) -> bool:
    """The same in one dimension; where no law satisfies the hypotheses, nothing has to vanish."""
    known = confined(hypotheses, size) if size >= SMALLEST_D else None
    if known and known.absurd:
        return True
    system = System(known.hypotheses if known else hypotheses, sides.frame, size)
    rest = _rest_of_products if hypotheses.of_kind(Independent) else _rest_of_forms
    return rest(system, sides, numerator.subs(d, size)) is not None


def _rest_of_forms(system: System, sides: FormalSides, numerator: sympy.Expr) -> tuple[int, ...] | None:
    """Dimensions to look at one by one, where the rest of the numerator is zero in all others; None where it is not."""
    rows, values, single = system.rows(), {}, set(range(1, _first_general(system, sides)))
    unknowns: dict[Pattern, sympy.Expr] = {ONE: sympy.Integer(1)}
    span = Echelon.of(rows)
    for pattern in sides.patterns:
        target = system.reduced(_in_frame(pattern, sides.frame))
        rest = span.remainder(target)
        coefficients = solve(rows, _minus(target, rest))
        if coefficients is None or not _adds_up(rows, coefficients, _minus(target, rest)):
            return None
        single |= set(poles([*coefficients, *rest.values()]))
        terms = (c * unknowns.setdefault(key, sympy.Dummy(key.text)) for key, c in rest.items())
        values[moment(pattern)] = sympy.Add(*terms)
    zero = normal(numerator.xreplace(values)) == 0
    return (tuple(sorted(single)) if system.size is None else ()) if zero else None


def _rest_of_products(system: System, sides: FormalSides, numerator: sympy.Expr) -> tuple[int, ...] | None:
    values = {moment(p): polynomial(system.reduced(_in_frame(p, sides.frame))) for p in sides.patterns}
    target = sympy.expand(numerator.xreplace(values))
    single = tuple(range(1, _first_general(system, sides))) if system.size is None else ()
    if target == 0:
        return single
    rows = [row for form in system.rows() if (row := polynomial(form)) != 0]
    unknowns = sorted({s for v in (*values.values(), *rows) for s in v.free_symbols} - {d}, key=str)
    if not rows or not unknowns:
        return None
    letters = {atom: sympy.Dummy() for atom in _others(target, unknowns)}
    field = sympy.QQ.frac_field(d, *letters.values()) if letters else sympy.QQ.frac_field(d)
    target = target.xreplace(letters)
    quotients, rest = sympy.reduced(target, rows, *unknowns, domain=field, order="grevlex")
    if rest != 0 or sympy.cancel(target - sympy.Add(*(q * row for q, row in zip(quotients, rows, strict=True)))) != 0:
        return None
    return tuple(sorted({*single, *poles(quotients)}))


def _others(target: sympy.Expr, unknowns: list[sympy.Symbol]) -> list[sympy.Expr]:
    """What the coefficients of a polynomial in moments of one coordinate are made of, besides d."""
    generators = sympy.Poly(target).gens if target.free_symbols else ()
    return [one for one in generators if one not in unknowns and one != d]


def _first_general(system: System, sides: FormalSides) -> int:
    """The first dimension in which no sum of the patterns or instances is empty for want of coordinates."""
    occurring = [*sides.patterns, *(key for row in system.rows() for key in row)]
    return sides.frame + max((len(key.summed) for key in occurring), default=0)


def _in_frame(pattern: Pattern, frame: int) -> Form:
    """The pattern with its free indices at the first coordinates of the frame."""
    placed = spread(pattern, tuple(range(len(pattern.free))), frame)
    return {(key if any(key.exponents) else ONE): sympy.Integer(count) for key, count in placed}


def _minus(one: Form, other: Form) -> Form:
    keys = dict.fromkeys((*one, *other))
    left = {key: sympy.cancel(one.get(key, 0) - other.get(key, 0)) for key in keys}
    return {key: c for key, c in left.items() if c != 0}


def _adds_up(rows: list[Form], coefficients: list[sympy.Expr], target: Mapping[Pattern, sympy.Expr]) -> bool:
    """Whether `Σ coefficient · row = target`, by multiplication alone."""
    total: dict[Pattern, sympy.Expr] = {key: -c for key, c in target.items()}
    for row, factor in zip(rows, coefficients, strict=True):
        for key, c in row.items() if factor != 0 else ():
            total[key] = total.get(key, sympy.Integer(0)) + factor * c
    return all(sympy.cancel(c) == 0 for c in total.values())
