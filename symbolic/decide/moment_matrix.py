"""What second moments of polynomials say of the support: a square with mean zero confines it, a negative one is absurd.

For monomials `m_1, m_2, …` in one coordinate or two whose products have means that the hypotheses determine, the matrix
`E m_a m_b` is that of a quadratic form `c ↦ E (Σ c_a m_a)²`. If it takes a negative value, no law satisfies the
hypotheses. If it is zero at c, the polynomial `Σ c_a m_a` vanishes almost surely. Elimination finds both, exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product

import flint
import sympy

from symbolic.algebra.notation import d
from symbolic.algebra.rationals import to_flint, to_fraction, to_sympy
from symbolic.decide.conditions.supports import Support
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.spans.echelon import Echelon
from symbolic.decide.spans.instances import ONE, Form
from symbolic.decide.spans.system import System
from symbolic.expectation.moments import Pattern

HIGHEST_DEGREE = 3
"""Monomials up to this degree: their products have the degree of the loss."""

Powers = tuple[int, ...]


@dataclass(frozen=True)
class Square:
    """A polynomial `Σ coefficient · monomial` of one or two coordinates and the mean of its square."""

    terms: tuple[tuple[Powers, Fraction], ...]
    mean: Fraction

    @property
    def frame(self) -> int:
        """How many coordinates it is about."""
        return len(self.terms[0][0])

    @property
    def polynomial(self) -> tuple[tuple[Pattern, Fraction], ...]:
        return tuple((Pattern(powers), c) for powers, c in self.terms if any(powers))

    @property
    def constant(self) -> Fraction:
        return sum((c for powers, c in self.terms if not any(powers)), Fraction(0))

    @property
    def support(self) -> Support:
        """The condition that the polynomial vanishes almost surely."""
        return Support(self.polynomial, -self.constant)

    @property
    def form(self) -> Form:
        """The mean of the square minus its value: what the hypotheses make zero."""
        out: Form = {ONE: -to_sympy(self.mean)}
        for (p, a), (q, b) in product(self.terms, repeat=2):
            key = Pattern(_times(p, q)) if any(p) or any(q) else ONE
            out[key] = out.get(key, sympy.Integer(0)) + to_sympy(a * b)
        return out

    @property
    def text(self) -> str:
        shown = self.support if self.polynomial else None
        inside = shown.difference if shown else str(self.constant)
        return f"E[({inside})^2] = {self.mean}"


def squares(hypotheses: Hypotheses, size: int | None = None) -> Iterator[Square]:
    """Squares with a negative mean first, then those with mean zero, for all d or for one dimension."""
    found = [square for frame in (1, 2) for square in _of_frame(hypotheses, frame, size)]
    yield from sorted(dict.fromkeys(found), key=lambda square: (square.mean >= 0, len(square.terms)))


def _of_frame(hypotheses: Hypotheses, frame: int, size: int | None) -> Iterator[Square]:
    known = determined(hypotheses, frame, size)
    monomials = [p for p in product(range(HIGHEST_DEGREE + 1), repeat=frame) if sum(p) <= HIGHEST_DEGREE]
    joined = {(p, q): known.get(_times(p, q)) for p in monomials for q in monomials}
    own = [p for p in monomials if joined[p, p] is not None]
    for clique in _cliques([p for p in own if any(p) or len(own) > 1], joined):
        entries = [[joined[p, q] for q in clique] for p in clique]
        for vector, mean in _isotropic([[entry for entry in row if entry is not None] for row in entries]):
            terms = tuple((p, c) for p, c in zip(clique, vector, strict=True) if c)
            if frame == 1 or _names_both(terms):
                yield _normal(terms, mean)


def _names_both(terms: Sequence[tuple[Powers, Fraction]]) -> bool:
    return all(any(powers[place] for powers, _ in terms) for place in (0, 1))


def _normal(terms: Sequence[tuple[Powers, Fraction]], mean: Fraction) -> Square:
    """The highest monomial first, with coefficient 1."""
    high = sorted(terms, key=lambda term: (sum(term[0]), term[0]), reverse=True)
    lead = high[0][1]
    return Square(tuple((powers, c / lead) for powers, c in high), mean / lead**2)


def _times(p: Powers, q: Powers) -> Powers:
    return tuple(n + m for n, m in zip(p, q, strict=True))


@lru_cache(maxsize=256)
def determined(hypotheses: Hypotheses, frame: int, size: int | None) -> dict[Powers, Fraction]:
    """Means of monomials that follow from the hypotheses by linear combination, where they do not depend on d."""
    system = System(hypotheses, frame, size)
    wanted = [p for p in product(range(2 * HIGHEST_DEGREE + 1), repeat=frame) if sum(p) <= 2 * HIGHEST_DEGREE]
    targets = {p: system.reduced({Pattern(p): sympy.Integer(1)} if any(p) else {ONE: sympy.Integer(1)}) for p in wanted}
    span = Echelon.of(system.rows())
    remainders = {powers: span.remainder(form) for powers, form in targets.items()}
    return {p: _rational(rest) for p, rest in remainders.items() if set(rest) <= {ONE} and not _of_d(rest)}


def _of_d(rest: Form) -> bool:
    return any(c.has(d) for c in rest.values())


def _rational(rest: Form) -> Fraction:
    value = rest.get(ONE, sympy.Integer(0))
    return Fraction(int(value.p), int(value.q))


def _cliques(vertices: list[Powers], joined: dict[tuple[Powers, Powers], Fraction | None]) -> Iterator[list[Powers]]:
    """Maximal sets of monomials all of whose products have a known mean (Bron and Kerbosch 1973)."""

    def grow(chosen: list[Powers], candidates: list[Powers], excluded: list[Powers]) -> Iterator[list[Powers]]:
        if not candidates and not excluded:
            yield sorted(chosen)
        for vertex in list(candidates):
            near = [p for p in vertices if p != vertex and joined[p, vertex] is not None]
            yield from grow([*chosen, vertex], [p for p in candidates if p in near], [p for p in excluded if p in near])
            candidates = [p for p in candidates if p != vertex]
            excluded = [*excluded, vertex]

    return grow([], vertices, [])


def _isotropic(matrix: Sequence[Sequence[Fraction]]) -> Iterator[tuple[tuple[Fraction, ...], Fraction]]:
    """A vector at which the quadratic form is negative, or else a basis of those at which it is zero.

    Completing squares one variable after the other: `form = Σ pivot (…)²`. A zero pivot with an entry beside it makes
    the form negative somewhere.
    """
    size = len(matrix)
    form = [[to_flint(entry) for entry in row] for row in matrix]
    basis = [[flint.fmpq(int(n == m)) for m in range(size)] for n in range(size)]
    null: list[list[flint.fmpq]] = []
    while basis:
        pivot = next((n for n in range(len(basis)) if form[n][n] != 0), None)
        if pivot is None:
            pair = next(((n, m) for n in range(len(basis)) for m in range(n) if form[n][m] != 0), None)
            if pair is None:
                null = basis
                break
            n, m = pair
            sign = -1 if form[n][m] > 0 else 1
            yield (
                _vector([x + sign * y for x, y in zip(basis[n], basis[m], strict=True)]),
                to_fraction(2 * sign * form[n][m]),
            )
            return
        if form[pivot][pivot] < 0:
            yield _vector(basis[pivot]), to_fraction(form[pivot][pivot])
            return
        form, basis = _completed(form, basis, pivot)
    for vector in null:
        yield _vector(vector), Fraction(0)


def _completed(
    form: list[list[flint.fmpq]], basis: list[list[flint.fmpq]], pivot: int
) -> tuple[list[list[flint.fmpq]], list[list[flint.fmpq]]]:
    """The form on the vectors made orthogonal to the pivot's."""
    kept = [n for n in range(len(basis)) if n != pivot]
    ratio = {n: form[n][pivot] / form[pivot][pivot] for n in kept}
    smaller = [[form[n][m] - ratio[n] * form[pivot][m] for m in kept] for n in kept]
    vectors = [[x - ratio[n] * y for x, y in zip(basis[n], basis[pivot], strict=True)] for n in kept]
    return smaller, vectors


def _vector(entries: list[flint.fmpq]) -> tuple[Fraction, ...]:
    return tuple(to_fraction(entry) for entry in entries)
