"""What is missing: the conclusion modulo the hypotheses, as a canonical reduced basis.

Requirements that do not follow are reduced modulo the span of the hypotheses' instances, and the remainders are brought
to reduced echelon form over Q(d). Adding the resulting equations to the hypotheses gives the conclusion, in generic d.
For independent coordinates the same is done with polynomials in the moments of one coordinate (Gröbner bases).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import sympy

from symbolic.algebra.notation import FREE_INDICES, SUMMED_INDICES, d
from symbolic.decide.conclusions import Requirement
from symbolic.decide.conditions.symmetries import Independent
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.independence.coordinate_moments import as_moments, moments_of, polynomial
from symbolic.decide.spans.echelon import FIELD, Echelon
from symbolic.decide.spans.instances import ONE, Form
from symbolic.decide.spans.system import System
from symbolic.expectation.moments import Pattern


@dataclass(frozen=True)
class Residue:
    """One equation that is missing, in words; of formal moments, or of products of the moments of one coordinate."""

    text: str


def residues(
    hypotheses: Hypotheses, requirements: Sequence[Requirement], size: int | None = None
) -> tuple[Residue, ...]:
    """The reduced basis of the requirements modulo the hypotheses, for generic d or in one dimension.

    >>> from symbolic.decide.conclusions import moment_is
    >>> from symbolic.decide.conditions import vanishes
    >>> centred = Hypotheses("H", (Independent(), vanishes(1)))
    >>> [residue.text for residue in residues(centred, moment_is(Pattern((3, 3))).requirements)]
    ['E[x_j^3] = 0']
    """
    found: list[Residue] = []
    for frame in sorted({requirement.frame for requirement in requirements}):
        system = System(hypotheses, frame, size)
        chosen = [requirement for requirement in requirements if requirement.frame == frame]
        independent = hypotheses.of_kind(Independent)
        found += _of_products(system, chosen) if independent else _of_forms(system, chosen)
    return tuple(dict.fromkeys(found))


def _of_forms(system: System, requirements: Sequence[Requirement]) -> Iterator[Residue]:
    span = Echelon.of(system.rows())
    targets = {requirement: span.remainder(system.reduced(requirement.form)) for requirement in requirements}
    ordered = sorted(targets, key=lambda requirement: (len(requirement.name), requirement.name), reverse=True)
    names = {_normal(targets[requirement]): requirement.name for requirement in ordered if targets[requirement]}
    for form in reversed(Echelon.of([form for form in targets.values() if form]).basis):
        yield Residue(names.get(_normal(form)) or _equation(form, system.frame))


def _normal(form: Form) -> frozenset[tuple[Pattern, sympy.Expr]]:
    """The form up to a factor."""
    lead = form[max(form)]
    return frozenset((pattern, sympy.cancel(c / lead)) for pattern, c in form.items())


def _equation(form: Form, frame: int) -> str:
    denominator = sympy.lcm([sympy.denom(sympy.together(c)) for c in form.values()])
    left = {p: sympy.cancel(c * denominator) for p, c in sorted(form.items()) if p != ONE}
    return f"{_sum(left, frame)} = {sympy.cancel(-form.get(ONE, sympy.Integer(0)) * denominator)}"


def _sum(terms: Mapping[Pattern, sympy.Expr], frame: int) -> str:
    out = ""
    for pattern, c in terms.items():
        negative = bool(c.could_extract_minus_sign())
        size = -c if negative else c
        factor = "" if size == 1 else f"({size})*" if size.is_Add else f"{size}*"
        sign = (" - " if negative else " + ") if out else ("-" if negative else "")
        out += sign + factor + relative(pattern, frame)
    return out


def relative(pattern: Pattern, frame: int) -> str:
    """The pattern in words; where not every coordinate of the frame occurs, sums still leave all of them out."""
    if not pattern.summed or all(pattern.free):
        return pattern.text
    over, without = ",".join(SUMMED_INDICES[: len(pattern.summed)]), ",".join(FREE_INDICES[:frame])
    return pattern.text.replace(f"sum_{{{over}}}", f"sum_{{{over} not in {without}}}")


def _of_products(system: System, requirements: Sequence[Requirement]) -> Iterator[Residue]:
    targets = [polynomial(system.reduced(requirement.form)) for requirement in requirements]
    known = [p for form in system.rows() if (p := polynomial(form)) != 0]
    unknowns = moments_of([*targets, *known])[::-1]
    if not unknowns:
        return
    basis = _groebner(known, unknowns)
    left = [r for target in targets if (r := _rest(target, basis, unknowns)) != 0]
    reduced = _groebner([*basis, *map(_without_powers, left)], unknowns)
    added = [p for p in _groebner(list(map(_without_powers, reduced)), unknowns) if _rest(p, basis, unknowns) != 0]
    yield from (Residue(f"{as_moments(p)} = 0") for p in added)


def _groebner(polynomials: Sequence[sympy.Expr], unknowns: Sequence[sympy.Symbol]) -> list[sympy.Expr]:
    return list(sympy.groebner(polynomials, *unknowns, domain=FIELD, order="grevlex").exprs) if polynomials else []


def _rest(target: sympy.Expr, basis: Sequence[sympy.Expr], unknowns: Sequence[sympy.Symbol]) -> sympy.Expr:
    if not basis or target == 0:
        return target
    return sympy.reduced(target, basis, *unknowns, domain=FIELD, order="grevlex")[1]


def _without_powers(p: sympy.Expr) -> sympy.Expr:
    """A power of a moment vanishes exactly when the moment does; factors that depend on d alone are dropped."""
    factors = sympy.factor_list(sympy.numer(sympy.together(p)))[1]
    return sympy.Mul(*(base for base, _ in factors if base.free_symbols - {d}))
