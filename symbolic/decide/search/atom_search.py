"""Search for a law on a grid of atoms that satisfies linear hypotheses and breaks a requirement.

A linear program over the weights finds a vertex (SciPy's HiGHS, in floating point); python-flint then solves the
vertex's own equations exactly. Nothing that comes out is trusted: it is verified in `witness_check`, and where the
exact solution does not exist the search goes on. A vertex is determined by its support, so no atom can be dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from math import lcm, prod

from symbolic.algebra.rationals import to_flint
from symbolic.algebra.surds import Surd
from symbolic.decide.conclusions import Requirement
from symbolic.decide.conditions import Constraint, Polynomial
from symbolic.decide.conditions.supports import Support
from symbolic.decide.conditions.symmetries import Values
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.search.exact_weights import exact_weights, independent_rows
from symbolic.laws import Atoms, listed
from symbolic.laws.coordinates import Number

POSITIVE = 1e-9
"""Weights above this in floating point belong to the support of a vertex."""

LARGEST_PROGRAM = 60_000
"""Atoms times constraints of the largest linear program that is tried."""

LARGEST_SHRUNK = 128
"""Atoms of the largest law that is shrunk atom by atom."""

Heights = tuple[Number, ...]


def grids(hypotheses: Hypotheses) -> Iterator[Heights]:
    """Growing sets of coordinate values, simplest first; only the allowed ones where the hypotheses name them."""
    if allowed := hypotheses.of_kind(Values):
        yield allowed.values
        return
    if hypotheses.of_kind(Support):
        yield tuple(Fraction(n, 5) for n in (-5, -4, -3, 0, 3, 4, 5))
    for integers in ((-1, 0, 1), (-1, 1, 2), (-2, -1, 1, 2), (-2, -1, 0, 1, 2), (-3, -2, -1, 0, 1, 2, 3)):
        yield tuple(map(Fraction, integers))
    yield tuple(Fraction(n, 2) for n in range(-4, 5))


@dataclass(frozen=True)
class Program:
    """Weights of atoms on a grid under the hypotheses; the objective is the requirement's polynomial."""

    atoms: tuple[tuple[Number, ...], ...]
    rows: tuple[tuple[Number, ...], ...]
    values: tuple[Number, ...]
    objective: tuple[Number, ...]
    target: Fraction

    def on(self, kept: set[tuple[Number, ...]]) -> Program:
        """The same program with fewer atoms."""
        places = [n for n, atom in enumerate(self.atoms) if atom in kept]
        rows = tuple(tuple(row[n] for n in places) for row in self.rows)
        atoms, objective = tuple(self.atoms[n] for n in places), tuple(self.objective[n] for n in places)
        return Program(atoms, rows, self.values, objective, self.target)

    def excess(self, law: Atoms) -> Fraction:
        """Mean of the objective minus the value that the requirement asks for."""
        at = dict(zip(self.atoms, self.objective, strict=True))
        return sum((weight * at[point] for point, weight in law.atoms), -self.target)

    @staticmethod
    def of(hypotheses: Hypotheses, requirement: Requirement | None, d: int, heights: Heights) -> Program:
        """Every hypothesis at every instance, on the whole grid with these coordinate values."""
        atoms = tuple(point for point in product(heights, repeat=d) if hypotheses.allows(point))
        return Program.over(atoms, hypotheses, requirement, d)

    @staticmethod
    def over(
        atoms: tuple[tuple[Number, ...], ...], hypotheses: Hypotheses, requirement: Requirement | None, d: int
    ) -> Program:
        """Every hypothesis at every instance, on these atoms, and total weight one."""
        heights = tuple(sorted({x for atom in atoms for x in atom}))
        constraints = [Constraint({(0,) * d: Fraction(1)}, Fraction(1))]
        constraints += [c for condition in hypotheses.conditions for c in condition.constraints(d, heights)]
        points = _Points.of(atoms)
        rows = {(points.at(c.polynomial), c.value): None for c in constraints}
        return Program(
            atoms,
            tuple(row for row, _ in rows),
            tuple(value for _, value in rows),
            points.at(requirement.polynomial(d) if requirement else {}),
            requirement.value if requirement else Fraction(0),
        )

    @property
    def independent(self) -> Program:
        """The same with as few equations: none that follows from those before it."""
        augmented = [[*map(to_flint, row), to_flint(value)] for row, value in zip(self.rows, self.values, strict=True)]
        kept = independent_rows(augmented)
        rows, values = tuple(self.rows[n] for n in kept), tuple(self.values[n] for n in kept)
        return Program(self.atoms, rows, values, self.objective, self.target)


@dataclass(frozen=True)
class _Points:
    """Atoms in integers over one denominator: their powers are an order of magnitude faster than those of fractions.

    With a square root in one of them they stand as they are.
    """

    integers: tuple[tuple[int, ...], ...]
    denominator: int
    rooted: tuple[Sequence[Number], ...] = ()
    _powers: dict[tuple[int, int], list[int]] = field(default_factory=dict, compare=False)

    @staticmethod
    def of(atoms: Sequence[Sequence[Number]]) -> _Points:
        if any(isinstance(x, Surd) for atom in atoms for x in atom):
            return _Points((), 1, tuple(atoms))
        scale = lcm(*(x.denominator for atom in atoms for x in atom))
        return _Points(tuple(tuple(int(x * scale) for x in atom) for atom in atoms), scale)

    def at(self, polynomial: Polynomial) -> tuple[Number, ...]:
        """The values of a polynomial at all atoms."""
        if self.rooted:
            return tuple(_value(polynomial, point) for point in self.rooted)
        factors = {powers: Fraction(c) / self.denominator ** sum(powers) for powers, c in polynomial.items()}
        common = lcm(*(factor.denominator for factor in factors.values()))
        total = [0] * len(self.integers)
        for powers, factor in factors.items():
            whole = factor.numerator * (common // factor.denominator)
            total = [x + whole * y for x, y in zip(total, self._monomial(powers), strict=True)]
        return tuple(Fraction(x, common) for x in total)

    def _monomial(self, powers: tuple[int, ...]) -> list[int]:
        found = [1] * len(self.integers)
        for place, n in enumerate(powers):
            if n:
                found = [x * y for x, y in zip(found, self._power(place, n), strict=True)]
        return found

    def _power(self, place: int, n: int) -> list[int]:
        if (place, n) not in self._powers:
            self._powers[place, n] = [point[place] ** n for point in self.integers]
        return self._powers[place, n]


def _value(polynomial: Polynomial, point: Sequence[Number]) -> Number:
    terms = (prod((x**n for x, n in zip(point, powers, strict=True) if n), start=c) for powers, c in polynomial.items())
    return sum(terms, Fraction(0))


def programs(hypotheses: Hypotheses, requirement: Requirement | None, d: int) -> Iterator[Program]:
    """The program on each growing grid, as long as it stays within `LARGEST_PROGRAM` entries."""
    for heights in grids(hypotheses):
        if len(heights) ** d > LARGEST_PROGRAM:
            continue
        rows = sum(1 for condition in hypotheses.conditions for _ in condition.constraints(d, heights))
        if len(heights) ** d * (rows + 1) <= LARGEST_PROGRAM:
            program = Program.of(hypotheses, requirement, d, heights)
            if program.atoms:
                yield program


def laws_breaking(hypotheses: Hypotheses, requirement: Requirement, d: int) -> Iterator[Atoms]:
    """Exact laws on growing grids that satisfy the compiled constraints and make the requirement's left side differ."""
    for program in programs(hypotheses, requirement, d):
        for sign in (1, -1):
            if law := vertex(program, sign):
                yield shrunk(program, sign, law)


def laws_satisfying(hypotheses: Hypotheses, d: int) -> Iterator[Atoms]:
    """Exact laws on growing grids that satisfy the compiled constraints."""
    return (law for program in programs(hypotheses, None, d) if (law := vertex(program, 1)))


def fewer_atoms(hypotheses: Hypotheses, requirement: Requirement, law: Atoms) -> Atoms | None:
    """A law on some of the atoms of a law that breaks a requirement, none of which can be dropped, or None."""
    atoms = tuple(point for point, _ in law.atoms)
    if len(atoms) > LARGEST_SHRUNK or any(isinstance(x, Surd) for point in atoms for x in point):
        return None
    program = Program.over(atoms, hypotheses, requirement, law.d).independent
    sign = 1 if program.excess(law) > 0 else -1
    found = vertex(program, sign)
    return shrunk(program, sign, found) if found else None


def vertex(program: Program, sign: int) -> Atoms | None:
    """An optimal vertex as an exact law; None when infeasible or when the exact equations have no positive solution."""
    support = optimal_support(program.rows, program.values, [sign * value for value in program.objective])
    return None if support is None else _exact(program, support)


def optimal_support(
    rows: Sequence[Sequence[Number]], values: Sequence[Number], objective: Sequence[Number]
) -> list[int] | None:
    """Where the weights that maximise the objective under `rows · weights = values` are positive; None: infeasible."""
    import numpy as np
    from scipy.optimize import linprog

    found = linprog(
        c=[-float(value) for value in objective],
        A_eq=np.array([[float(entry) for entry in row] for row in rows]),
        b_eq=[float(value) for value in values],
        bounds=(0, None),
        method="highs-ds",
    )
    return [n for n, weight in enumerate(found.x) if weight > POSITIVE] if found.status == 0 else None


def shrunk(program: Program, sign: int, law: Atoms) -> Atoms:
    """Drop atoms one after the other, solving again for the others, as long as the objective can stay off the value."""
    for atom, _ in law.atoms:
        remaining = {point for point, _ in law.atoms}
        if atom in remaining and len(remaining) > 1:
            smaller = vertex(program.on(remaining - {atom}), sign)
            if smaller is not None and sign * program.excess(smaller) > 0:
                law = smaller
    return law


def _exact(program: Program, support: list[int]) -> Atoms | None:
    weights = exact_weights(program.rows, program.values, support)
    if weights is None:
        return None
    points = [program.atoms[n] for n in support]
    return Atoms.of(points, weights, listed(points, weights))
