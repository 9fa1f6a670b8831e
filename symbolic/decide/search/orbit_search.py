"""Search for a family of laws, one for every d from some dimension on, that breaks a requirement.

Hypotheses do not change when coordinates are permuted, so laws are averaged over permutations: of all coordinates but
the first one or two, where the requirement has to tell these apart, and where that may be enough of all of them. What
is left are linear equations for the weights of finitely many orbits, with coefficients in Q[d]. A linear program at one
d chooses the orbits; their weights are solved for over Q(d), and the dimensions from which all are positive are read
off the roots of numerators and denominators. Nothing that comes out is trusted: `witness_check` verifies it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import chain, combinations_with_replacement, product

import flint
import sympy

from symbolic.algebra.notation import d
from symbolic.algebra.rationals import to_flint
from symbolic.decide.conclusions import Requirement
from symbolic.decide.conditions import SameForAll
from symbolic.decide.conditions.supports import Support
from symbolic.decide.conditions.symmetries import Independent, Values
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.search.allowance import Allowance
from symbolic.decide.search.orbit_frames import Frame, few_values, mixtures, whole_points
from symbolic.decide.search.orbit_program import OrbitProgram, Polynomial
from symbolic.decide.spans.instances import ONE
from symbolic.expectation.draws import Draws
from symbolic.expectation.moments import Pattern
from symbolic.expectation.orbit_families import OrbitFamily
from symbolic.expectation.orbits import Orbit, arrangements
from symbolic.laws import Atoms

PROGRAMS_AT = (3, 5, 12)
"""Dimensions at which a linear program chooses the orbits."""


def families_breaking(hypotheses: Hypotheses, requirement: Requirement, allowance: Allowance) -> Iterator[OrbitFamily]:
    """Families that satisfy the compiled equations and keep the requirement's left side off its value; unverified."""
    if hypotheses.of_kind(Independent):
        return
    for frame in chain(few_values(requirement, hypotheses), mixtures(requirement, hypotheses)):
        yield from _in_frame(hypotheses, requirement, frame, allowance)


def laws_on_orbits(
    hypotheses: Hypotheses, requirement: Requirement, size: int, allowance: Allowance
) -> Iterator[Atoms]:
    """The same in one dimension: tables of atoms, unverified, of the two signs the one with fewer atoms first."""
    yield from _tables(hypotheses, requirement, size, few_values(requirement, hypotheses), allowance)


def larger_laws(hypotheses: Hypotheses, requirement: Requirement, size: int, allowance: Allowance) -> Iterator[Atoms]:
    """Mixtures of independent draws with orbits in one dimension, and exchangeable laws on whole grids; unverified."""
    yield from _tables(hypotheses, requirement, size, mixtures(requirement, hypotheses), allowance)
    yield from _tables(hypotheses, requirement, size, whole_points(requirement, hypotheses, size), allowance)


def _tables(
    hypotheses: Hypotheses, requirement: Requirement, size: int, frames: Iterable[Frame], allowance: Allowance
) -> Iterator[Atoms]:
    for frame in () if hypotheses.of_kind(Independent) else frames:
        if program := _allowed_program(hypotheses, requirement, frame, allowance):
            found = [law for sign in (1, -1) if (law := program.law(size, sign))]
            yield from sorted(found, key=lambda law: len(law.atoms))


def _allowed_program(
    hypotheses: Hypotheses, requirement: Requirement, frame: Frame, allowance: Allowance
) -> OrbitProgram | None:
    """The program of a frame, where the allowance covers it."""
    program = None if allowance.ended else _program(hypotheses, requirement, frame)
    return program if program is None or allowance.covers(program.entries) else None


def _in_frame(
    hypotheses: Hypotheses, requirement: Requirement, frame: Frame, allowance: Allowance
) -> Iterator[OrbitFamily]:
    program = _allowed_program(hypotheses, requirement, frame, allowance)
    if program is not None:
        tries = ((at, sign) for at in PROGRAMS_AT for sign in (1, -1))
        found = [family for at, sign in tries if (family := program.family(at, sign))]
        yield from sorted(found, key=lambda family: (family.from_d, len(family.orbits)))[:1]


@lru_cache(maxsize=64)
def _program(hypotheses: Hypotheses, requirement: Requirement, frame: Frame) -> OrbitProgram | None:
    """The equations on the orbits of a frame; None where the requirement holds on all of them."""
    orbits = tuple(orbit for orbit in frame.orbits() if _allowed(hypotheses, orbit))
    target = averaged(requirement, frame.special)
    objective = tuple(_value(target, orbit) for orbit in orbits)
    return OrbitProgram(orbits, _rows(hypotheses, frame, orbits), objective) if any(objective) else None


def _allowed(hypotheses: Hypotheses, orbit: Orbit | Draws) -> bool:
    """Whether its atoms may carry mass, in the smallest dimension and with one more coordinate."""
    if not (hypotheses.of_kind(Values) or hypotheses.of_kind(Support)):
        return True
    least = max(orbit.coordinates, 2)
    return all(hypotheses.allows(point) for size in (least, least + 1) for point, _ in orbit.atoms(size))


def averaged(requirement: Requirement, special: int) -> Mapping[Pattern, Polynomial]:
    """The requirement's left side minus its value with all but the first coordinates averaged, times a positive factor.

    The factor is the number of choices of the coordinates that are averaged.
    """
    out: dict[Pattern, Polynomial] = {}
    for pattern, c in requirement.form.items():
        moved = pattern.free[special:] if pattern != ONE else (0,) * (requirement.frame - special)
        named = tuple(power for power in moved if power)
        key = Pattern(pattern.free[:special], (*pattern.summed, *named)) if pattern != ONE else ONE
        taken = special + len(key.summed) if pattern != ONE else special
        ways = arrangements(taken, len(moved) - len(named))
        out[key] = out.get(key, flint.fmpq_poly([0])) + ways * to_flint(Fraction(c))
    return out


def _rows(hypotheses: Hypotheses, frame: Frame, orbits: Sequence[Orbit | Draws]) -> list[list[Polynomial]]:
    """The equations `Σ weight · row = 0` of every hypothesis, each once; that weights sum to 1 is not among them."""
    forms = [_polynomials(form) for form in _forms(hypotheses, frame)]
    forms += [{pattern: flint.fmpq_poly([1])} for pattern in _covered(hypotheses, frame)]
    rows = {tuple(map(str, row)): row for form in forms if any(row := [_value(form, orbit) for orbit in orbits])}
    return list(rows.values())


def _forms(hypotheses: Hypotheses, frame: Frame) -> Iterator[Mapping[Pattern, sympy.Expr]]:
    for condition in hypotheses.conditions:
        if frame.special or not isinstance(condition, SameForAll):
            yield from (instance.form for instance in condition.instances(frame.special))


def _polynomials(form: Mapping[Pattern, sympy.Expr]) -> dict[Pattern, Polynomial]:
    return {pattern: _polynomial(sympy.sympify(c)) for pattern, c in form.items()}


def _polynomial(expression: sympy.Expr) -> Polynomial:
    coefficients = reversed(sympy.Poly(expression, d).all_coeffs())
    return flint.fmpq_poly([flint.fmpq(int(c.p), int(c.q)) for c in coefficients])


def _covered(hypotheses: Hypotheses, frame: Frame) -> Iterator[Pattern]:
    """Moments that a family of equations forces to vanish, up to the exponents that determine a law on the values."""
    step = 2 if frame.signed else 1
    for first in product(range(0, step * frame.exponents + 1, step), repeat=frame.special):
        for size in range(frame.indices + 1):
            for summed in combinations_with_replacement(range(step, step * frame.exponents + 1, step), size):
                if hypotheses.covers(Pattern(tuple(n for n in first if n), summed)):
                    yield Pattern(first, summed)


def _value(form: Mapping[Pattern, Polynomial], orbit: Orbit | Draws) -> Polynomial:
    """The form at an orbit of weight 1."""
    total = flint.fmpq_poly([0])
    for pattern, c in form.items():
        first = pattern.free if pattern != ONE else (0,) * len(orbit.first)
        total += c * orbit.total(first, tuple(n for n in pattern.summed if n))
    return total
