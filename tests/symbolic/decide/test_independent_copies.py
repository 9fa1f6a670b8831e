"""Independent, identically distributed coordinates: what their moments force, by cases, and laws where they do not."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import product

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from proofs.zheng2024.line.invariance import line_invariant
from symbolic.decide.conclusions import Conclusion, moment_is
from symbolic.decide.conditions import Condition, Equals, MixedMomentsVanish, vanishes
from symbolic.decide.conditions.marginals import MomentsOf
from symbolic.decide.conditions.symmetries import Independent, SignFlips, Values
from symbolic.decide.decision import Decision, Proof, Refutation, Undecided, Vacuous, decide, decide_at
from symbolic.decide.dimensions import dimensions
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.independence.cases import open_cases
from symbolic.decide.independence.coordinate_moments import coordinate_moment
from symbolic.decide.witness_check import check_witness
from symbolic.expectation.moments import Pattern
from symbolic.laws import IID
from symbolic.laws.coordinates import Finite, Gaussian, Uniform, two_point
from tests.witness_verifier import Table, family_at, means_of, missed, satisfies


def copies(*conditions: Condition) -> Hypotheses:
    return Hypotheses("independent copies", (Independent(), *conditions))


def moment(n: int, value: Fraction | int) -> Equals:
    return Equals(Pattern((n,)), value)


GAUSSIAN = copies(MomentsOf(Gaussian()))
SKEWED = two_point(Fraction(2), Fraction(1, 3), Fraction(-1))

PROVED: dict[str, tuple[Hypotheses, Conclusion]] = {
    "all moments of a Gaussian keep the line": (GAUSSIAN, line_invariant()),
    "an odd moment is a factor": (GAUSSIAN, moment_is(Pattern((3, 3)))),
    "factors of even order": (GAUSSIAN, moment_is(Pattern((2, 4), (6,)), 0)),
    "an order beyond those written out": (GAUSSIAN, moment_is(Pattern((10,)), 945)),
    "the same for one coordinate": (
        Hypotheses("marginals", (MomentsOf(Gaussian()),)),
        moment_is(Pattern((12,)), 10395),
    ),
    "all moments of a uniform law": (copies(MomentsOf(Uniform())), moment_is(Pattern((4, 2)), Fraction(1, 15))),
    "all moments of two values": (copies(MomentsOf(SKEWED)), moment_is(Pattern((3, 3)), 4)),
    "uncorrelated": (copies(vanishes(1, 1)), moment_is(Pattern((1,)))),
    "uncorrelated cubes": (copies(vanishes(1, 1), vanishes(3, 3)), line_invariant()),
    "a root of a square": (copies(Equals(Pattern((2, 2)), 4)), moment_is(Pattern((2,)), 2)),
    "an odd root": (copies(Equals(Pattern((1, 1, 1)), -8), moment(2, 4)), moment_is(Pattern((1,)), -2)),
    "no law without a mean has no square": (copies(vanishes(1, 2)), moment_is(Pattern((1,)))),
    "one of two factors": (copies(vanishes(1, 3)), moment_is(Pattern((1, 3), (5,)))),
    "a root, and then one value": (
        copies(Equals(Pattern((2, 2)), 4), moment(4, 4), moment(1, 0)),
        moment_is(Pattern((2, 4)), 8),
    ),
    "a vanishing square": (copies(vanishes(2, 4)), moment_is(Pattern((6,)))),
    "a first exponent of one": (copies(MixedMomentsVanish(1)), moment_is(Pattern((1, 2), (3,)))),
    "signs": (copies(SignFlips(), moment(2, 3)), moment_is(Pattern((2, 2)), 9)),
}
"""The paper's main example first."""

NOT_ALL = {"factors of even order", "an odd root"}


@pytest.mark.sampled(5)
@pytest.mark.parametrize("name", [name for name in PROVED if name not in NOT_ALL])
def test_what_independence_forces_is_proved(name: str) -> None:
    hypotheses, conclusion = PROVED[name]
    answer = decide(hypotheses, conclusion)
    assert isinstance(answer, Proof), answer
    assert hypotheses.of(answer.model).holds
    assert dimensions(hypotheses, conclusion).text == "holds for every d >= 2"
    for requirement in conclusion.requirements:
        assert not check_witness(hypotheses, answer.model, requirement).violation
    if answer.model.atoms or answer.model.description == Gaussian().description:
        law = means_of(answer.model)
        assert satisfies(law, hypotheses)
        assert not any(missed(law, requirement) for requirement in conclusion.requirements)


def test_three_coordinates_say_more_than_two() -> None:
    """`E x_j x_k x_l = −8` says nothing where there is no third coordinate."""
    hypotheses, conclusion = PROVED["an odd root"]
    assert isinstance(decide_at(hypotheses, conclusion, 3), Proof)
    assert dimensions(hypotheses, conclusion).text == "holds for every d >= 3; fails for d = 2"
    answer = decide(hypotheses, conclusion)
    assert isinstance(answer, Refutation)
    assert answer.law.d == 2


def test_a_sum_over_no_coordinate() -> None:
    """`Σ_r E x_j² x_k⁴ x_r⁶` is empty for two coordinates, and 45 for three."""
    hypotheses, conclusion = PROVED["factors of even order"]
    assert isinstance(decide_at(hypotheses, conclusion, 2), Proof)
    assert isinstance(decide_at(hypotheses, conclusion, 3), Refutation)
    assert isinstance(decide_at(hypotheses, moment_is(Pattern((2, 4), (6,)), 45), 3), Proof)


REFUTED: dict[str, tuple[Hypotheses, Conclusion]] = {
    "a kurtosis of three": (copies(moment(2, 1), moment(4, 3)), moment_is(Pattern((6,)), 15)),
    "six moments of a Gaussian": (copies(MomentsOf(Gaussian(), most=6)), moment_is(Pattern((8,)), 105)),
    "all but the fourth to six": (copies(MomentsOf(Gaussian(), most=6, but=(4,))), moment_is(Pattern((4,)), 3)),
    "one of two factors, not this one": (copies(vanishes(1, 3)), moment_is(Pattern((1,)))),
    "nor the other": (copies(vanishes(1, 3)), moment_is(Pattern((3,)))),
    "a square has two roots": (copies(Equals(Pattern((1, 1)), 4)), moment_is(Pattern((1,)), 2)),
    "rarely large": (copies(moment(2, 1), moment(4, 300)), moment_is(Pattern((6,)), 0)),
    "the wrong root": (copies(Equals(Pattern((2, 2)), 4)), moment_is(Pattern((2,)), 3)),
    "values in between": (copies(Values((-1, 0, 2)), vanishes(1)), moment_is(Pattern((2,)), 2)),
    "odd orders of a law on three values": (copies(vanishes(1), vanishes(3), moment(2, 2)), moment_is(Pattern((5,)))),
    "the line, skewed": (copies(vanishes(1), moment(2, 1), moment(4, 3)), line_invariant()),
}


@pytest.mark.sampled(4)
@pytest.mark.parametrize("name", REFUTED)
def test_what_independence_does_not_force_has_a_law(name: str) -> None:
    hypotheses, conclusion = REFUTED[name]
    answer = decide(hypotheses, conclusion)
    assert isinstance(answer, Refutation), answer
    assert check_witness(hypotheses, answer.law, answer.requirement).refutes
    law = Table.of_law(answer.law)
    assert satisfies(law, hypotheses)
    assert missed(law, answer.requirement)
    assert answer.from_d == 2
    for size in (2, 3):
        assert satisfies(family_at(answer.family, size), hypotheses)
        assert missed(family_at(answer.family, size), answer.requirement)


VACUOUS: dict[str, Hypotheses] = {
    "a square that is negative": copies(Equals(Pattern((1, 1)), -1)),
    "a product of even orders": copies(Equals(Pattern((2, 4)), -1)),
    "a mean without a second moment": copies(vanishes(2, 4), moment(1, 1)),
    "no real root": copies(Equals(Pattern((2, 2)), 4), moment(2, -2)),
    "roots that Cauchy and Schwarz exclude": copies(Equals(Pattern((2, 2)), 4), moment(4, 1)),
}


@pytest.mark.parametrize("name", VACUOUS)
def test_moments_that_no_variable_has_prove_nothing(name: str) -> None:
    for d in (None, 2, 4):
        asked = moment_is(Pattern((2,)), 7)
        answer = decide(VACUOUS[name], asked) if d is None else decide_at(VACUOUS[name], asked, d)
        assert isinstance(answer, Vacuous), answer


def test_a_proof_by_cases_says_so() -> None:
    """Neither moment has a value; in each case a product of both vanishes."""
    answer = decide(copies(vanishes(1, 3)), moment_is(Pattern((1, 3), (5,))))
    assert isinstance(answer, Proof)
    cases = decide(copies(Equals(Pattern((1, 1, 3, 3)))), moment_is(Pattern((1, 3))))
    assert not isinstance(cases, Proof)  # no four coordinates for d = 2
    cases = decide_at(copies(Equals(Pattern((1, 1, 3, 3)))), moment_is(Pattern((1, 3))), 4)
    assert isinstance(cases, Proof)
    assert cases.certificates[0].text == (
        "E[x_j x_k^3] = 0: moments are real, those of even order are not negative, and E[x_j]^2*E[x_j^3]^2 = 0 leaves "
        "E[x_j] = 0; or E[x_j^3] = 0"
    )


def test_what_an_equation_says_by_itself_is_no_step() -> None:
    """Only moments that need a case are listed, each once."""
    plain = decide(copies(moment(2, 3), vanishes(1)), moment_is(Pattern((2,)), 3))
    by_sign = decide(copies(Equals(Pattern((2, 2)), 9), vanishes(1)), moment_is(Pattern((2,)), 3))
    assert isinstance(plain, Proof)
    assert isinstance(by_sign, Proof)
    assert plain.supports == ()
    assert len(by_sign.supports) == 1
    assert by_sign.supports[0].endswith("leaves E[x_j^2] = 3")


@pytest.mark.slow
def test_an_irrational_mean_is_left_open() -> None:
    """`(E x²)² = 2` leaves `E x² = √2`, of which no law with rational weights on rational values is an example."""
    answer = decide(copies(Equals(Pattern((2, 2)), 2)), moment_is(Pattern((2,)), 1))
    assert isinstance(answer, Undecided)


laws = st.lists(
    st.tuples(st.integers(-3, 3), st.integers(1, 4)), min_size=1, max_size=4, unique_by=lambda pair: pair[0]
).map(lambda pairs: Table.of([((Fraction(x),), Fraction(w, sum(w for _, w in pairs))) for x, w in pairs]))
products = st.lists(st.integers(1, 4), min_size=1, max_size=3)


def at(law: Table, orders: Iterable[int]) -> Fraction:
    total = Fraction(1)
    for n in orders:
        total *= law.mean((n,))
    return total


@given(laws, st.lists(products, min_size=1, max_size=3), st.lists(laws, max_size=30))
def test_every_law_is_in_one_of_the_cases(law: Table, chosen: list[list[int]], others: list[Table]) -> None:
    """Equations that a law satisfies: it satisfies those of an open case, and so does every other such law."""
    equations = [sympy.Mul(*map(coordinate_moment, orders)) - sympy.Rational(str(at(law, orders))) for orders in chosen]
    cases = open_cases(equations)
    assert cases is not None
    for one in [law, *others]:
        if all(at(one, orders) == at(law, orders) for orders in chosen):
            values = {coordinate_moment(n): sympy.Rational(str(one.mean((n,)))) for n in range(1, 5)}
            assert any(all(p.subs(values) == 0 for p in case.vanishing) for case in cases)


@given(laws, st.lists(products, min_size=1, max_size=3), products, st.sampled_from((0, 0, 1)))
def test_no_answer_about_copies_is_wrong(law: Table, chosen: list[list[int]], asked: list[int], shift: int) -> None:
    """The law itself satisfies what is assumed: it is never said to be absent, and no proof is contradicted by it."""
    hypotheses = copies(*(Equals(Pattern(tuple(orders)), at(law, orders)) for orders in chosen))
    orders = asked[:2]
    conclusion = moment_is(Pattern(tuple(orders)), at(law, orders) + shift)
    answer: Decision = decide_at(hypotheses, conclusion, 3)
    assert not isinstance(answer, Vacuous)
    if isinstance(answer, Proof):
        assert not missed(law.copies(3), conclusion.requirements[0])
        assert satisfies(law.copies(3), hypotheses)
    if isinstance(answer, Refutation):
        assert satisfies(means_of(answer.law), hypotheses)
        assert missed(means_of(answer.law), answer.requirement)


def test_copies_of_a_law_are_what_the_second_verifier_takes_them_for() -> None:
    atoms = ((Fraction(-1), Fraction(2, 3)), (Fraction(2), Fraction(1, 3)))
    law = IID(Finite(atoms)).at(3)
    table = Table.of_law(law)
    for powers in product(range(4), repeat=3):
        assert table.mean(powers) == law.moment(powers)
