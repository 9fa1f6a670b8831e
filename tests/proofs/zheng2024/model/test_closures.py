"""Smallest invariant families: closed, forced, with the right loss and flow; known cases."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache

import flint
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs.zheng2024.line.invariance import leftovers
from proofs.zheng2024.line.line import Place
from proofs.zheng2024.model import evaluation
from proofs.zheng2024.model.attention import BLOCKS
from proofs.zheng2024.model.charges import LINE_BLOCKS
from proofs.zheng2024.model.closures import Family, gradient_values, lattice, line_directions, smallest_family
from proofs.zheng2024.model.signed_permutations import Invariance, invariances
from proofs.zheng2024.model.subspace import Subspace, Vector, flattened, unflattened
from proofs.zheng2024.model.symmetry import FixedPoints, invariant_set
from symbolic.laws import IID, Atoms, FamilyLaw, Ones, Sparse
from symbolic.laws.coordinates import Gaussian, two_point
from tests.strategies_of_laws import atom_laws, small_fractions, symmetrised_laws

SKEWED = IID(two_point(Fraction(2), Fraction(1, 3), Fraction(-1)))
UNEQUAL = Atoms.of([[s, 2 * t] for s in (1, -1) for t in (1, -1)], [Fraction(1, 4)] * 4, "(±1, ±2)")
TWO_ALIKE = Atoms.of(
    [[s, t, 3 * u] for s in (1, -1) for t in (1, -1) for u in (1, -1)], [Fraction(1, 8)] * 8, "(±1, ±1, ±3)"
)
LOPSIDED = Atoms.of([[1, 2], [-1, 3]], [Fraction(1, 3), Fraction(2, 3)], "(1, 2) or (-1, 3)")
Named = FamilyLaw | Atoms
DIMENSIONS: list[tuple[Named, int, tuple[int, ...]]] = [
    (IID(Gaussian()).at(2), 5, (2,)),
    (Sparse().at(3), 4, (2,)),
    (Ones().at(1), 4, (2,)),
    (Ones().at(2), 4, (2, 4)),
    (Ones().at(2), 5, (2, 4)),
    (Ones().at(3), 4, (2, 4)),
    (Ones().at(3), 5, (2, 4)),
    (SKEWED.at(2), 4, (2, 4)),
    (SKEWED.at(3), 5, (2, 4)),
    (UNEQUAL, 4, (2, 4)),
    (TWO_ALIKE, 4, (2, 4)),
    (LOPSIDED, 4, (2, 6, 8)),
]
LARGER = [(law, T) for law, T, growth in DIMENSIONS if len(growth) > 1]


@cache
def family(law: Named, T: int) -> Family:
    return smallest_family(law, T)


def named(law: Named, T: int) -> str:
    return f"{law.description}-{law.d}-{T}"


def at(expression: sympy.Expr, found: Family, values: list[Fraction]) -> sympy.Rational:
    point = {
        c: sympy.Rational(x.numerator, x.denominator) for c, x in zip(found.space.coordinates, values, strict=True)
    }
    return expression.subs(point)


@pytest.mark.sampled(4)
@pytest.mark.parametrize(("law", "T", "growth"), DIMENSIONS, ids=[named(law, T) for law, T, _ in DIMENSIONS])
def test_dimensions(law: Named, T: int, growth: tuple[int, ...]) -> None:
    assert family(law, T).growth == growth


@given(st.data(), st.sampled_from([(law, T) for law, T, _ in DIMENSIONS]))
def test_closed_with_the_loss_and_flow_of_the_model(data: st.DataObject, of: tuple[Named, int]) -> None:
    found = family(*of)
    values = [data.draw(small_fractions()) for _ in found.space.rows]
    theta = found.space.parameters(values)
    gradient = evaluation.gradient(*of, theta)
    assert found.space.contains(gradient)
    assert at(found.loss, found, values) == exactly(evaluation.loss(*of, theta))
    along = found.space.parameters([-fraction(at(v, found, values)) for v in found.flow.values()])
    assert along == gradient


def exactly(value: Fraction) -> sympy.Rational:
    return sympy.Rational(value.numerator, value.denominator)


def fraction(value: sympy.Rational) -> Fraction:
    return Fraction(int(value.p), int(value.q))


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("law", "T"), LARGER, ids=[named(*of) for of in LARGER])
def test_the_start_and_gradients_inside_span_the_family(law: Named, T: int) -> None:
    """At points other than the lattice's; a closed subspace around the start has to contain all of these."""
    space = Subspace.spanned(law.d, [flattened(one, law.d) for one in line_directions(law.d)])
    for k in range(24):
        point = [Fraction((7 * k + 3 * i) % 11 - 5, 1 + (k + i) % 4) for i in range(len(space.rows))]
        space = space.plus([flattened(evaluation.gradient(law, T, space.parameters(point)), law.d)])
    assert space == family(law, T).space


@settings(max_examples=12)
@given(st.data(), st.sampled_from(LARGER))
def test_no_hyperplane_of_a_family_around_the_start_is_closed(data: st.DataObject, of: tuple[Named, int]) -> None:
    law, T = of
    start = Subspace.spanned(law.d, [flattened(one, law.d) for one in line_directions(law.d)])
    beyond: list[Vector] = []
    for row in family(law, T).space.rows:
        if start.plus([*beyond, row]) != start.plus(beyond):
            beyond.append(row)
    dropped = beyond.pop(data.draw(st.integers(0, len(beyond) - 1)))
    tilts = [data.draw(st.integers(-2, 2)) for _ in beyond]
    tilted = [
        tuple(x + tilt * y for x, y in zip(row, dropped, strict=True)) for row, tilt in zip(beyond, tilts, strict=True)
    ]
    smaller = start.plus(tilted)
    assert len(smaller.rows) == family(law, T).dimension - 1
    assert not closed(law, T, smaller)


def closed(law: Named, T: int, space: Subspace) -> bool:
    return space.plus(gradient_values(law, T, space)) == space


@settings(max_examples=10)
@given(atom_laws(most_d=2, most_atoms=3) | symmetrised_laws(most_d=2), st.integers(3, 5))
def test_dimension_two_exactly_when_nothing_is_left_over(law: Atoms, T: int) -> None:
    assert (smallest_family(law, T).dimension == 2) == (not leftovers(law, T))


@settings(max_examples=10)
@given(atom_laws(most_d=2, most_atoms=3) | symmetrised_laws(most_d=2), st.integers(3, 5))
def test_family_lies_where_symmetry_says(law: Atoms, T: int) -> None:
    points, found = invariant_set(invariances(law)).conclusion, smallest_family(law, T)
    for row in found.space.rows:
        assert points.contains(unflattened([fraction(sympy.Rational(int(x.p), int(x.q))) for x in row], law.d))
    assert found.dimension <= points.dimension(law.d)


@pytest.mark.parametrize(("law", "T"), [(law, T) for law, T, _ in DIMENSIONS if law is not TWO_ALIKE])
def test_symmetry_explains_the_family_of_the_named_laws(law: Named, T: int) -> None:
    """`(±1, ±1, ±3)` has a symmetry between sign flips and all permutations."""
    assert family(law, T).dimension == invariant_set(invariances(law)).conclusion.dimension(law.d)


def test_two_coordinates_alike_share_their_values() -> None:
    found = family(TWO_ALIKE, 4)
    assert invariances(TWO_ALIKE) == {Invariance.SIGN_FLIPS}
    expected = [f"{block}{entries}" for block in LINE_BLOCKS for entries in ("[1,1] + {0}[2,2]", "[3,3]")]
    assert list(found.space.directions) == [e.format(e.split("[")[0]) for e in expected]


@pytest.mark.parametrize("T", [3, 6, 11])
@pytest.mark.parametrize("law", [Ones().at(2), SKEWED.at(2), UNEQUAL], ids=lambda law: str(law.description))
def test_the_family_does_not_depend_on_the_time(law: Named, T: int) -> None:
    assert family(law, T).space == family(law, 4).space


def test_coordinates_of_exchangeable_families_are_a_diagonal_and_another_entry() -> None:
    names = [str(symbol) for symbol in family(Ones().at(3), 4).space.coordinates]
    assert names == ["W_PV_12[1,1]", "W_PV_12[1,2]", "W_KQ_32[1,1]", "W_KQ_32[1,2]"]


def test_gaussian_family_is_the_line_with_its_flow() -> None:
    found = family(IID(Gaussian()).at(2), 5)
    b, a = found.space.coordinates
    assert FixedPoints(LINE_BLOCKS, (Place.DIAGONAL,), uniform=True).contains(found.space.parameters([1, 1]))
    kappa1, kappa2, kappa3, harmonic = 3, 15, 3, sympy.Rational(11, 6)
    c1, c2 = 3 * kappa1, 3 * kappa2 + kappa3 * harmonic
    assert found.flow == {b: sympy.expand(a * (c1 - c2 * a * b)), a: sympy.expand(b * (c1 - c2 * a * b))}


def test_equal_starts_stay_equal() -> None:
    """`a = b` is invariant where the line is: the conserved quantity `a² − b²` vanishes."""
    identity = line_directions(2)[0]["W_PV_12"]
    found = smallest_family(IID(Gaussian()).at(2), 4, [dict.fromkeys(LINE_BLOCKS, identity)])
    assert found.dimension == 1
    assert found.space.directions == ("sum_j W_PV_12[j,j] + sum_j W_KQ_32[j,j]",)


def test_the_whole_space_and_nothing_are_closed() -> None:
    one = Ones().at(1)
    everything = smallest_family(one, 4, [{block: ((Fraction(1),),)} for block in BLOCKS])
    assert (everything.dimension, everything.growth) == (6, (6,))
    nothing = smallest_family(one, 4, [{}])
    assert (nothing.dimension, nothing.flow, nothing.loss) == (0, {}, 1)


@pytest.mark.parametrize("size", range(7))
def test_lattice_points_determine_polynomials(size: int) -> None:
    points = lattice(size)
    table = [[sympy.prod(x**n for x, n in zip(point, powers, strict=True)) for powers in points] for point in points]
    assert flint.fmpz_mat([[int(x) for x in row] for row in table]).rank() == len(points) if points else size == 0
    assert len(points) == size + sympy.binomial(size + 2, 3)


def test_a_gradient_that_is_not_that_of_the_loss_is_refused() -> None:
    found = family(Ones().at(2), 4)
    with pytest.raises(ArithmeticError, match="derivative"):
        replace(found, gradient=(2 * found.gradient[0], *found.gradient[1:]))


def test_unknown_blocks_are_refused() -> None:
    with pytest.raises(ValueError, match="W_KQ_11"):
        smallest_family(Ones().at(2), 4, [{"W_KQ_11": ()}])
