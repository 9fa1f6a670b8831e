"""Conditions on a law: what they say of patterns and of laws, against brute force over exponents."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from itertools import permutations, product
from math import comb
from typing import Any, get_args

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from proofs.zheng2024.assumptions import (
    ASSUMPTION_3_1,
    ASSUMPTION_4_2,
    ASSUMPTION_4_2_ALMOST,
    CENTRED_IID,
    CENTRED_IID_FINITE,
)
from symbolic import notation
from symbolic.conditions import Equals, MixedMomentsVanish, SameForAll
from symbolic.coordinates import CoordinateLaw, Gaussian, MomentDoesNotExist, Student, Uniform, rademacher, two_point
from symbolic.coordinates import Finite as FiniteCoordinate
from symbolic.finiteness import Finite
from symbolic.hypotheses import Hypotheses, Hypothesis
from symbolic.invariances import Independent, Permutations, SignFlips, Values
from symbolic.laws import IID, Atoms, FamilyLaw, Law, Ones, Sparse
from symbolic.marginals import COMPARED_UP_TO, INSTANCES_UP_TO, MomentsOf
from symbolic.moments import Pattern, choices, named
from symbolic.notation import a0, b0
from symbolic.recovery import Recovers
from symbolic.start_conditions import OnLine, StartCondition, start_satisfying
from symbolic.supports import Support
from tests.strategies_of_laws import atom_laws, finite_coordinates, small_fractions, symmetrised_laws, weights

HALF = Fraction(1, 2)
CENTRED_SKEW = IID(two_point(Fraction(2), Fraction(1, 3), Fraction(-1)))
OFF_CENTRE = IID(two_point(Fraction(2), HALF, Fraction(-1)))

patterns = st.builds(
    Pattern,
    st.lists(st.integers(1, 4), min_size=1, max_size=2).map(tuple),
    st.lists(st.integers(1, 3), max_size=1).map(tuple),
)


def moments_vanish(law: Atoms, most: int) -> bool:
    """Assumption 4.1's first sentence by brute force.

    As many consecutive exponents as a coordinate has non-zero values determine the moments at all exponents.
    """
    values = [len({point[j] for point, _ in law.atoms if point[j]}) for j in range(law.d)]
    for chosen in (c for n in range(1, min(most, law.d) + 1) for c in permutations(range(law.d), n)):
        for powers in product(*(range(1, values[r] + 1) for r in chosen[1:])):
            placed = {chosen[0]: 1, **dict(zip(chosen[1:], powers, strict=True))}
            if law.moment(tuple(placed.get(j, 0) for j in range(law.d))):
                return False
    return True


@given(symmetrised_laws() | atom_laws(), st.integers(1, 4))
def test_mixed_moments_of_a_table(law: Atoms, most: int) -> None:
    assert MixedMomentsVanish(most).of(law).holds is moments_vanish(law, most)


ZERO_MEAN_BUT_DEPENDENT = Atoms.of([[1, 1], [-1, -1]], [HALF] * 2)
PAIRWISE_ONLY = Atoms.of([[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]], [Fraction(1, 4)] * 4)
"""The parity law: any two coordinates are independent signs, the product of all three is 1."""


@pytest.mark.parametrize(
    ("law", "most", "holds"),
    [
        (ZERO_MEAN_BUT_DEPENDENT, 1, True),
        (ZERO_MEAN_BUT_DEPENDENT, 2, False),
        (PAIRWISE_ONLY, 2, True),
        (PAIRWISE_ONLY, 3, False),
        (CENTRED_SKEW.at(5), 4, True),
        (OFF_CENTRE.at(5), 4, False),
        (Ones().at(2), 4, False),
        (Sparse(HALF).at(3), 4, True),
        (IID(Gaussian()).at(notation.d), 4, True),
    ],
)
def test_mixed_moments_of_known_laws(law: Law, most: int, holds: bool) -> None:
    assert MixedMomentsVanish(most).of(law).holds is holds


def test_a_failing_moment_is_named_and_is_one() -> None:
    assert MixedMomentsVanish(4).of(PAIRWISE_ONLY).because == "E[x_1 x_2 x_3] = 1"
    assert MixedMomentsVanish(4).of(OFF_CENTRE.at(2)).because == "E[x_1] = 1/2"


def test_a_failure_beyond_the_exponents_shown_is_still_a_failure() -> None:
    """A finite difference of order seven: `E[x_1 x_2^r] = 0` for r up to 6, but not for all r."""
    points = [(Fraction((-1) ** v * comb(7, v - 1), v), Fraction(v)) for v in range(1, 9)]
    mirrored = [*points, *((-x, -v) for x, v in points)]
    balanced = [*mirrored, *((Fraction(0), -v) for _, v in mirrored)]
    law = Atoms.of(balanced, [Fraction(1, len(balanced))] * len(balanced))
    assert not any(law.moment((1, r)) for r in range(7))
    assert law.moment((1, 9)) or law.moment((1, 8))
    assert MixedMomentsVanish(2).of(law).holds is False


class Unknown(FamilyLaw):
    """An exchangeable law with mean zero that has neither a table nor a known symmetry."""

    sign_symmetric = False
    atoms = None


def test_what_cannot_be_decided_is_unknown() -> None:
    assert MixedMomentsVanish(4).of(Unknown(Sparse(HALF), 3)).holds is None
    unknown = Hypotheses("H", (MixedMomentsVanish(4), SameForAll(Pattern((4,)))))
    assert unknown.of(Unknown(Sparse(HALF), 3)).holds is None
    failing = Hypotheses("H", (MixedMomentsVanish(4), Equals(Pattern((4,)))))
    assert failing.of(Unknown(Sparse(HALF), 3)).holds is False


@given(patterns, atom_laws())
def test_vanishes_asks_every_choice_of_coordinates(pattern: Pattern, law: Atoms) -> None:
    values = [pattern.at(law, free) for free in permutations(range(law.d), len(pattern.free))]
    assert Equals(pattern).of(law).holds is (not any(values))


@given(st.integers(1, 4), st.lists(st.integers(1, 3), max_size=1), atom_laws())
def test_same_for_all_compares_every_coordinate(power: int, summed: list[int], law: Atoms) -> None:
    pattern = Pattern((power,), tuple(summed))
    values = {pattern.at(law, (j,)) for j in range(law.d)}
    assert SameForAll(pattern).of(law).holds is (len(values) == 1)


@given(st.lists(st.integers(1, 4), min_size=1, max_size=4), st.integers(1, 4))
def test_mixed_moments_cover_patterns_with_an_exponent_one(powers: list[int], most: int) -> None:
    pattern = Pattern(tuple(powers[:2]), tuple(powers[2:]))
    assert MixedMomentsVanish(most).covers(pattern) == (1 in powers and len(powers) <= most)


CONDITIONS: list[Hypothesis] = [
    MixedMomentsVanish(2),
    MixedMomentsVanish(4),
    Equals(Pattern((1, 3))),
    Equals(Pattern((3, 3))),
    Equals(Pattern((1,), (2,))),
    SameForAll(Pattern((4,))),
    SameForAll(Pattern((2,), (3,))),
]


@given(st.sampled_from(CONDITIONS), patterns, symmetrised_laws() | atom_laws())
def test_what_a_condition_forces_is_so_at_every_law_that_satisfies_it(
    condition: Hypothesis, pattern: Pattern, law: Atoms
) -> None:
    if condition.of(law).holds and condition.covers(pattern):
        assert Equals(pattern).of(law).holds
    if condition.of(law).holds and Hypotheses("H", (condition,)).constant(pattern) and len(pattern.free) == 1:
        assert SameForAll(pattern).of(law).holds


@given(st.lists(st.sampled_from(CONDITIONS), max_size=3), atom_laws())
def test_hypotheses_hold_when_every_condition_does(conditions: list[Hypothesis], law: Atoms) -> None:
    together = Hypotheses("H", tuple(conditions))
    assert together.of(law).holds is all(condition.of(law).holds for condition in conditions)
    for n in range(len(conditions)):
        rest = conditions[:n] + conditions[n + 1 :]
        assert together.without(n).conditions == tuple(rest)


class Heavy:
    """A coordinate law without a fourth moment."""

    description = "heavy"
    symmetric = True
    atoms = None
    moments_below = None

    def moment(self, n: int) -> Fraction:
        if n >= 4:
            raise MomentDoesNotExist(f"E[x^{n}] is infinite")
        return Fraction(n % 2 == 0)


def test_a_missing_moment_is_a_failure() -> None:
    finding = Hypotheses("H", (MixedMomentsVanish(4), SameForAll(Pattern((4,))))).of(IID(Heavy()).at(2))
    assert (finding.holds, finding.because) == (False, "E[x^4] is infinite")


def test_choices_of_coordinates() -> None:
    table = Atoms.of([[1, 2, 3]], [1])
    assert set(choices(Pattern((1, 3)), table)) == set(permutations(range(3), 2))
    assert list(choices(Pattern((1, 3)), IID(rademacher()).at(1))) == []
    assert list(choices(Pattern((1, 3)), IID(rademacher()).at(notation.d))) == [(0, 1)]


def test_moments_are_named_at_coordinates() -> None:
    assert named(Pattern((1, 3), (2,)), (2, 0)) == "sum_{r} E[x_3 x_1^3 x_r^2]"


class KnownValues(FamilyLaw):
    """An exchangeable law, d being a symbol, of which the values but no symmetry are known."""

    sign_symmetric = False
    values = frozenset({Fraction(0), HALF, -HALF})


class PairsLean:
    """`E x_j^r = 0` for odd r, and `E x_j x_k^2 = 1`."""

    description = "pairs lean"
    sign_symmetric = False

    def mixed_moment(self, exponents: tuple[int, ...], d: object) -> Fraction:
        return Fraction(len(exponents) > 1 or exponents[0] % 2 == 0)

    def nonzero_probability(self, d: object) -> Fraction:
        return Fraction(1)

    def table(self, d: int) -> None:
        return None

    def at(self, d: int) -> FamilyLaw:
        return FamilyLaw(self, d)


def test_known_values_settle_all_exponents_in_every_dimension() -> None:
    d: Any = notation.d
    assert MixedMomentsVanish(4).of(KnownValues(Sparse(HALF), d)).holds is True
    leaning = MixedMomentsVanish(4).of(KnownValues(PairsLean(), d))
    assert (leaning.holds, leaning.because) == (False, "E[x_1 x_2] = 1")
    assert MixedMomentsVanish(1).of(KnownValues(PairsLean(), d)).holds is True


# Atoms that conditions allow


KINDS: tuple[Hypothesis, ...] = (
    *CONDITIONS,
    SignFlips(),
    Permutations(),
    Independent(),
    Values((-1, 0, HALF)),
    Finite(Pattern((2,), (4,))),
    Support(((Pattern((1, 1)), 1),)),
    Support(((Pattern((), (2,)), 1),), 1),
    Support(((Pattern((3,)), -2), (Pattern((1,)), HALF))),
    MomentsOf(Uniform(HALF), but=(4, 6)),
    MomentsOf(rademacher(), most=6),
    StartCondition(sympy.Ne(a0 + b0, 0)),
    StartCondition(a0 * b0 > HALF),
    OnLine(),
    Recovers(),
    Recovers(every_W=True),
)


@given(st.sampled_from(KINDS), symmetrised_laws() | atom_laws())
def test_a_law_that_satisfies_a_condition_has_only_atoms_that_it_allows(condition: Hypothesis, law: Atoms) -> None:
    if condition.of(law).holds:
        assert all(condition.allows(point) for point, _ in law.atoms)


def test_values_allow_points_with_these_coordinates() -> None:
    together = Hypotheses("H", (Values((-1, 0, 1)), Support(((Pattern((1, 1)), 1),)), Equals(Pattern((2,)), 1)))
    assert together.allows((Fraction(0), Fraction(-1)))
    assert not together.allows((Fraction(1), Fraction(-1)))
    assert not together.allows((Fraction(0), HALF))
    with pytest.raises(ValueError, match="at least one value"):
        Values(())


def test_every_kind_of_condition_is_among_those_tested() -> None:
    assert {type(kind) for kind in KINDS} == set(get_args(Hypothesis))


@pytest.mark.parametrize("condition", KINDS, ids=lambda kind: type(kind).__name__)
def test_conditions_print(condition: Hypothesis) -> None:
    assert condition.text
    assert condition.latex.count("{") == condition.latex.count("}")
    assert condition.latex.isascii()
    assert r"\\" not in condition.latex


def test_conditions_combine_once() -> None:
    both = Hypotheses("one", KINDS[:9]) & Hypotheses("other", KINDS[5:])
    assert both.conditions == KINDS
    assert both.without(0).conditions == KINDS[1:]
    assert both.of_kind(Recovers) == Recovers()
    assert both.of_kind(OnLine) == OnLine()


# A moment exists


@pytest.mark.parametrize(("power", "holds"), [(4, True), (5, False), (6, False)])
def test_a_moment_exists(power: int, holds: bool) -> None:
    law = IID(Student(Fraction(5))).at(notation.d)
    finding = Finite(Pattern((power,))).of(law)
    assert finding.holds is holds
    assert Finite(Pattern((2,), (power,))).of(law).holds is holds
    assert finding.because.endswith("its moments end below 5") is not holds


@given(patterns, atom_laws())
def test_every_moment_of_a_table_exists(pattern: Pattern, law: Atoms) -> None:
    assert Finite(pattern).of(law).holds is True


# The moments of a coordinate law


def product_law(coordinate: FiniteCoordinate, d: int) -> Atoms:
    table = IID(coordinate).at(d).atoms or ()
    return Atoms.of([point for point, _ in table], [weight for _, weight in table])


def comonotone(coordinate: FiniteCoordinate, d: int) -> Atoms:
    return Atoms.of([[x] * d for x, _ in coordinate.atoms], [weight for _, weight in coordinate.atoms])


@given(finite_coordinates(), st.integers(2, 3), st.sampled_from([product_law, comonotone]))
def test_instances_of_given_moments(coordinate: FiniteCoordinate, d: int, joined: Any) -> None:
    law: Atoms = joined(coordinate, d)
    for condition in (MomentsOf(coordinate), MomentsOf(coordinate, most=3), MomentsOf(coordinate, but=(2,))):
        assert condition.of(law).holds is True
        for instance in condition.instances(2):
            terms = (c.subs(notation.d, d) * p.at(law, (0, 1)[: len(p.free)]) for p, c in instance.form.items())
            assert sum(terms) == 0
        assert all(not Pattern((n,)).at(law, (0,)) for n in range(1, 9) if condition.covers(Pattern((n,))))


def reweighted(values: list[Fraction]) -> st.SearchStrategy[FiniteCoordinate]:
    return weights(len(values)).map(lambda drawn: FiniteCoordinate(tuple(zip(values, drawn, strict=True))))


def orders(condition: MomentsOf) -> set[int]:
    return {pattern.degree for instance in condition.instances(2) for pattern in instance.form} - {0}


def test_orders_left_out_are_left_out() -> None:
    assert orders(MomentsOf(Gaussian(), but=(4,))) == set(range(1, INSTANCES_UP_TO + 1)) - {4}
    assert orders(MomentsOf(Gaussian(), most=10)) == set(range(1, 11))
    free = MomentsOf(Gaussian(), most=8, but=(5,))
    covered = [n for n in range(1, 12) if free.covers(Pattern((n,)))]
    assert covered == [1, 3, 7]
    assert not free.covers(Pattern((1, 2)))


@given(finite_coordinates(), st.sampled_from([None, 4]), st.sampled_from([(), (2,), (1, 4)]), st.data())
def test_constraints_say_all_that_the_family_says(
    coordinate: FiniteCoordinate, most: int | None, but: tuple[int, ...], data: st.DataObject
) -> None:
    """On laws that share values with the coordinate law, and on others, against orders up to 20."""
    condition = MomentsOf(coordinate, most, but)
    values = st.lists(st.sampled_from([x for x, _ in coordinate.atoms]), min_size=1, max_size=3, unique=True)
    other = data.draw(values.flatmap(reweighted) | finite_coordinates() | st.just(coordinate))
    law = comonotone(other, 2)
    heights = tuple({x for x, _ in other.atoms})
    expected = [n for n in range(1, (most or 20) + 1) if n not in but]
    same = all(coordinate.moment(n) == other.moment(n) for n in expected)
    satisfied = (law.moment(powers) == c.value for c in condition.constraints(2, heights) for powers in c.polynomial)
    assert all(satisfied) is same
    assert condition.of(law).holds is same


@given(st.sets(small_fractions(), min_size=1, max_size=3), st.sets(st.integers(1, 5)), st.booleans())
def test_no_table_has_the_moments_of_a_law_of_infinite_support(
    heights: set[Fraction], but: set[int], gaussian: bool
) -> None:
    """The square that vanishes on the table has, by the orders that are asked for, a positive mean."""
    coordinate: CoordinateLaw = Gaussian() if gaussian else Uniform()
    condition = MomentsOf(coordinate, but=tuple(but))
    x = sympy.Symbol("x")
    lowest = next(n for n in range(0, 8, 2) if not but or n > max(but))
    square = sympy.Poly(x**lowest * sympy.prod((x - sympy.Rational(h)) ** 2 for h in heights), x)
    used = {n: Fraction(str(c)) for (n,), c in square.terms()}
    asked = {powers: c.value for c in condition.constraints(1, tuple(heights)) for powers in c.polynomial}
    mean = sum(c * (asked[(n,)] if n else 1) for n, c in used.items())
    assert mean > 0
    assert condition.of(Atoms.of([[h] for h in heights], [Fraction(1, len(heights))] * len(heights))).holds is False


THIRD = Gaussian(sympy.sqrt(sympy.Rational(1, 3)))
QUADRATURE = Atoms.of([[0], [1], [-1]], [Fraction(2, 3), Fraction(1, 6), Fraction(1, 6)])
"""Gauss's rule with three nodes for N(0, 1/3): the moments agree up to order five."""


class Relabelled(Gaussian):
    """The same moments under another name."""


@pytest.mark.parametrize(
    ("condition", "law", "holds", "because"),
    [
        (MomentsOf(Gaussian()), IID(Gaussian()).at(3), True, "gaussian(sigma=1)"),
        (MomentsOf(Gaussian()), IID(Gaussian(Fraction(2))).at(3), False, "E[x_1^2] = 4, not 1"),
        (MomentsOf(Gaussian(), but=(2,)), IID(Gaussian(Fraction(2))).at(3), False, "E[x_1^4] = 48, not 3"),
        (MomentsOf(Gaussian(), most=1), IID(Gaussian(Fraction(2))).at(3), True, "1 <= r <= 1"),
        (MomentsOf(Gaussian()), IID(Relabelled()).at(3), None, f"order {COMPARED_UP_TO}"),
        (MomentsOf(Gaussian(), most=8), IID(Relabelled()).at(3), True, "r <= 8"),
        (MomentsOf(Gaussian()), Ones().at(2), False, "E[x_1] = 1, not 0"),
        (MomentsOf(rademacher()), IID(rademacher()).at(notation.d), True, "rademacher"),
        (MomentsOf(rademacher()), ZERO_MEAN_BUT_DEPENDENT, True, "rademacher"),
        (MomentsOf(rademacher()), Sparse().at(3), False, "E[x_1^2] = 1/3, not 1"),
        (MomentsOf(rademacher()), Sparse().at(notation.d), None, "E[x_1^2] = 1/d, not 1"),
        (MomentsOf(THIRD, most=5), QUADRATURE, True, "1 <= r <= 5"),
        (MomentsOf(THIRD), QUADRATURE, False, "E[x_1^6] = 1/3, not 5/9"),
        (MomentsOf(THIRD, but=(6,)), QUADRATURE, False, "E[x_1^8] = 1/3, not 35/27"),
    ],
)
def test_given_moments_of_known_laws(condition: MomentsOf, law: Law, holds: bool | None, because: str) -> None:
    finding = condition.of(law)
    assert finding.holds is holds
    assert because in finding.because


def test_a_law_without_a_moment_does_not_have_the_given_ones() -> None:
    matched = MomentsOf(Student(Fraction(7)), most=6)
    assert Hypotheses("H", (matched,)).of(IID(Student(Fraction(5))).at(2)).holds is False
    assert Hypotheses("H", (MomentsOf(Uniform()),)).of(IID(Student(Fraction(2))).at(2)).holds is False


WRONG_ORDER: Any = "4"


@pytest.mark.parametrize(
    ("make", "named"),
    [
        (partial(MomentsOf, Student(Fraction(5))), "below order 5"),
        (partial(MomentsOf, Student(Fraction(11, 2)), but=(6, 7)), "below order 11/2"),
        (partial(MomentsOf, Student(Fraction(5)), most=5), "below order 5"),
        (partial(MomentsOf, Gaussian(notation.sigma)), "sigma"),
        (partial(MomentsOf, Gaussian(), most=0), "not 0"),
        (partial(MomentsOf, Gaussian(), but=(WRONG_ORDER,)), "'4'"),
        (partial(StartCondition, sympy.Eq(a0, b0)), "restricts the start to a curve"),
        (partial(StartCondition, a0 >= b0), "sympy.Ne"),
        (partial(StartCondition, a0 != b0), "Python's !="),
        (partial(StartCondition, sympy.Ne(a0 * notation.a, 0)), "alone"),
        (partial(StartCondition, 1 / a0 > 0), "polynomial"),
        (partial(StartCondition, a0 > sympy.Float(0.1)), "exact"),
    ],
)
def test_bad_input_is_named(make: partial[object], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        make()


# The start, and recovery


@given(small_fractions(), small_fractions())
def test_start_conditions_at_a_start(a: Fraction, b: Fraction) -> None:
    assert StartCondition(sympy.Ne(a0 + b0, 0)).holds_at(a, b) is (a + b != 0)
    assert StartCondition(a0 * b0 > HALF).holds_at(a, b) is (a * b > HALF)
    assert StartCondition(a0**2 < b0).holds_at(a, b) is (a**2 < b)


def test_start_conditions_are_exhibited() -> None:
    positive, apart = StartCondition(a0 * b0 > 0), StartCondition(sympy.Ne(a0 - b0, 0))
    far = StartCondition(a0 > 100)
    assert positive.example() == (Fraction(1), Fraction(1))
    assert (positive.realisable, far.realisable) == (True, False)
    found = start_satisfying(positive, apart, StartCondition(a0 < 0))
    assert found is not None
    assert found[0] < 0
    assert found[1] < 0
    assert found[0] != found[1]
    assert start_satisfying(positive, StartCondition(a0 * b0 < 0)) is None


@pytest.mark.parametrize("law", [IID(Gaussian()).at(notation.d), Ones().at(2), Sparse().at(3), PAIRWISE_ONLY])
def test_the_start_is_no_matter_of_the_law(law: Law) -> None:
    for condition in (*ASSUMPTION_3_1.conditions, StartCondition(sympy.Ne(a0 + b0, 0))):
        assert condition.of(law).holds is True
        assert "not on the law" in condition.of(law).because


@pytest.mark.parametrize(
    ("law", "almost", "every"),
    [
        (Sparse(HALF).at(3), True, True),
        (Sparse(HALF).at(notation.d), True, True),
        (IID(rademacher()).at(3), True, False),
        (IID(Gaussian()).at(3), False, False),
        (IID(Student(Fraction(5))).at(3), False, False),
        (Atoms.of([[0, 0]], [1]), None, None),
    ],
)
def test_recovery(law: Law, almost: bool | None, every: bool | None) -> None:
    assert ASSUMPTION_4_2_ALMOST.of(law).holds is almost
    assert ASSUMPTION_4_2.of(law).holds is every
    assert Hypotheses("H", (Recovers(),)).of(law).holds is almost
    assert Hypotheses("H", (Recovers(every_W=True),)).of(law).holds is every


def test_the_amended_remark_asks_for_moments() -> None:
    heavy = IID(Student(Fraction(5))).at(notation.d)
    assert CENTRED_IID.of(heavy).holds is True
    assert CENTRED_IID_FINITE.of(heavy).holds is False
    assert CENTRED_IID_FINITE.of(IID(Student(Fraction(7))).at(notation.d)).holds is True
