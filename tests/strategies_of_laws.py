"""Hypothesis strategies: small rationals, finitely supported laws, parameter blocks."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from symbolic.attention import BLOCKS
from symbolic.coordinates import Finite
from symbolic.evaluation import Matrix
from symbolic.laws import Atoms


def small_fractions(largest: int = 3, denominator: int = 4) -> SearchStrategy[Fraction]:
    """Rationals between `-largest` and `largest` with denominators up to the given one; simplest first."""
    pairs = st.tuples(st.integers(-largest, largest), st.integers(1, denominator))
    return pairs.map(lambda pair: Fraction(*pair))


@st.composite
def weights(draw: DrawFn, count: int) -> list[Fraction]:
    """Positive rationals that sum to 1."""
    raw = draw(st.lists(st.integers(1, 6), min_size=count, max_size=count))
    return [Fraction(weight, sum(raw)) for weight in raw]


@st.composite
def atom_laws(draw: DrawFn, least_d: int = 1, most_d: int = 3, most_atoms: int = 4) -> Atoms:
    """Tables of one to four rational atoms with any weights; nothing symmetric about them, repeated atoms allowed."""
    d, count = draw(st.integers(least_d, most_d)), draw(st.integers(1, most_atoms))
    point = st.lists(small_fractions(), min_size=d, max_size=d)
    return Atoms.of(draw(st.lists(point, min_size=count, max_size=count)), draw(weights(count)))


@st.composite
def symmetrised_laws(draw: DrawFn, least_d: int = 1, most_d: int = 3) -> Atoms:
    """Tables averaged over the sign flips of some coordinates: laws on the edge of Assumption 4.1."""
    law = draw(atom_laws(least_d, most_d, most_atoms=2))
    for j in draw(st.sets(st.integers(0, law.d - 1))):
        law = flipped_average(law, j)
    return law


def flipped_average(law: Atoms, j: int) -> Atoms:
    """Half the law, half the law with coordinate j negated."""
    points = [point for point, _ in law.atoms]
    flipped = [(*point[:j], -point[j], *point[j + 1 :]) for point in points]
    halves = [weight / 2 for _, weight in law.atoms]
    return Atoms.of([*points, *flipped], halves * 2)


@st.composite
def finite_coordinates(draw: DrawFn) -> Finite:
    """Coordinate laws with one to three rational values."""
    values = draw(st.lists(small_fractions(), min_size=1, max_size=3, unique=True))
    return Finite(tuple(zip(values, draw(weights(len(values))), strict=True)))


def matrices(d: int) -> SearchStrategy[Matrix]:
    """Rational `d × d` matrices; zero entries are likely."""
    row = st.tuples(*[small_fractions(2, 3)] * d)
    return st.tuples(*[row] * d)


def parameters(d: int) -> SearchStrategy[dict[str, Matrix]]:
    """All six blocks, each a rational matrix."""
    return st.fixed_dictionaries({name: matrices(d) for name in BLOCKS})


def multiple_of_identity(d: int, factor: Fraction) -> Matrix:
    """`factor · I`."""
    return tuple(tuple(factor if p == q else Fraction(0) for q in range(d)) for p in range(d))


def on_line(d: int, a: Fraction, b: Fraction) -> dict[str, Matrix]:
    """`W_KQ_32 = aI, W_PV_12 = bI`, exactly."""
    return {"W_KQ_32": multiple_of_identity(d, a), "W_PV_12": multiple_of_identity(d, b)}
