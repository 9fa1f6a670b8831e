"""Coordinates that are square roots: proofs, laws and contradictions with exact numbers, verified a second time."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
import sympy

from symbolic.algebra.surds import Surd, root
from symbolic.decide.conclusions import Conclusion, moment_is
from symbolic.decide.conditions import Condition, Equals, vanishes
from symbolic.decide.conditions.supports import Support
from symbolic.decide.conditions.symmetries import Independent, Permutations, SignFlips, Values
from symbolic.decide.confine import confined
from symbolic.decide.decision import Proof, Refutation, Undecided, Vacuous, decide, decide_at
from symbolic.decide.dimensions import dimensions
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.search.atom_search import laws_satisfying
from symbolic.decide.witness_check import check_witness
from symbolic.expectation.moments import Pattern
from symbolic.laws import IID, Atoms
from symbolic.laws.coordinates import rademacher
from tests.witness_verifier import Table, family_at, holds, means_of, missed, satisfies


def of(*conditions: Condition) -> Hypotheses:
    return Hypotheses("H", conditions)


def moment(n: int, value: Fraction | int) -> Equals:
    return Equals(Pattern((n,)), value)


TWO = of(moment(2, 2), moment(4, 4))
"""Values ±√2."""

GOLDEN = of(moment(1, Fraction(1, 2)), moment(2, Fraction(3, 2)), moment(3, 2), moment(4, Fraction(7, 2)))
"""`E (x² − x − 1)² = 0`: values (1 ± √5)/2, each with probability 1/2."""

PROVED: dict[str, tuple[Hypotheses, Conclusion]] = {
    "the sixth moment": (TWO, moment_is(Pattern((6,)), 8)),
    "beyond the degree of the loss": (TWO, moment_is(Pattern((10,)), 32)),
    "two coordinates": (TWO, moment_is(Pattern((2, 4)), 8)),
    "the golden ratio": (GOLDEN, moment_is(Pattern((5,)), Fraction(11, 2))),
    "values given as roots": (of(Values((sympy.sqrt(3), -sympy.sqrt(3)))), moment_is(Pattern((4,)), 9)),
    "and zero": (of(Values((root(3), -root(3), 0)), moment(2, 1)), moment_is(Pattern((4,)), 3)),
    "a support": (of(Support(((Pattern((2,)), 1),), 2)), moment_is(Pattern((8,)), 16)),
    "independent": (
        of(Independent(), Equals(Pattern((2, 2)), 4), moment(4, 4), vanishes(1)),
        moment_is(Pattern((3, 3))),
    ),
    "exchangeable with signs": (of(*TWO.conditions, SignFlips(), Permutations()), moment_is(Pattern((1, 1)))),
}


@pytest.mark.parametrize("name", PROVED)
def test_what_roots_force_is_proved(name: str) -> None:
    hypotheses, conclusion = PROVED[name]
    answer = decide(hypotheses, conclusion)
    assert isinstance(answer, Proof), answer
    law = means_of(answer.model)
    assert satisfies(law, hypotheses)
    assert not missed(law, conclusion.requirements[0])
    assert any(isinstance(x, Surd) for point, _ in answer.model.atoms or () for x in point)
    assert dimensions(hypotheses, conclusion).text == "holds for every d >= 2"


REFUTED: dict[str, tuple[Hypotheses, Conclusion]] = {
    "another sixth moment": (TWO, moment_is(Pattern((6,)), 9)),
    "no symmetry": (TWO, moment_is(Pattern((3,)))),
    "no independence": (of(*TWO.conditions, vanishes(1)), moment_is(Pattern((1, 1)))),
    "a mean, with irrational weights": (of(*TWO.conditions, moment(1, 1)), moment_is(Pattern((1, 1)), 1)),
    "independent": (of(Independent(), *TWO.conditions), moment_is(Pattern((1,)))),
    "roots and whole numbers": (of(Values((-1, root(2), 2)), moment(1, 0)), moment_is(Pattern((2,)), 2)),
    "the golden ratio": (GOLDEN, moment_is(Pattern((1, 1)), Fraction(1, 4))),
    "a law for each sign": (of(*TWO.conditions, Equals(Pattern((1, 3)), 0)), moment_is(Pattern((1,)))),
}


@pytest.mark.parametrize("name", REFUTED)
def test_laws_with_roots_are_found_and_verified(name: str) -> None:
    hypotheses, conclusion = REFUTED[name]
    answer = decide(hypotheses, conclusion)
    assert isinstance(answer, Refutation), answer
    assert check_witness(hypotheses, answer.law, answer.requirement).refutes
    law = Table.of_law(answer.law)
    assert not law.rational
    assert satisfies(law, hypotheses)
    assert missed(law, answer.requirement)
    for size in () if answer.from_d is None else (answer.from_d, answer.from_d + 1):
        assert satisfies(family_at(answer.family, size), hypotheses)
        assert missed(family_at(answer.family, size), answer.requirement)


def test_a_law_that_needs_irrational_weights_has_them() -> None:
    answer = decide_at(of(*TWO.conditions, moment(1, 1)), moment_is(Pattern((1, 1)), 1), 2)
    assert isinstance(answer, Refutation)
    assert any(isinstance(weight, Surd) for _, weight in answer.law.atoms or ())


def test_a_wrong_root_is_noticed() -> None:
    """Both verifiers, with numbers of their own each."""
    for value, right in ((root(2), True), (root(3), False), (1 + root(2), False)):
        law = Atoms.of([[value, -value], [-value, value]], [Fraction(1, 2)] * 2)
        assert TWO.of(law).holds is right
        assert satisfies(Table.of_law(law), TWO) is right
        assert Values((root(2), -root(2))).of(law).holds is right
        assert holds(Table.of_law(law), Values((root(2), -root(2)))) is right


def test_roots_of_sympy_are_the_same_values() -> None:
    values = Values((sympy.sqrt(2), -sympy.sqrt(2)))
    assert values == Values((root(2), -root(2)))
    assert values.of(IID(rademacher(sympy.sqrt(2))).at(3)).holds
    assert values.of(IID(rademacher(sympy.sqrt(3))).at(3)).holds is False
    assert values.text == "every coordinate is one of -sqrt(2), sqrt(2) almost surely"
    assert values.latex.isascii()
    with pytest.raises(ValueError, match="square roots"):
        Values((sympy.pi,))


@pytest.mark.parametrize("values", [(root(2), -root(2)), (0, root(2)), (1 + root(2), -1), (root(2), root(3))])
def test_powers_of_roots_are_reduced(values: tuple[object, ...]) -> None:
    condition = Values(values)
    for power in range(7):
        remainder = condition.reduced(power)
        assert all(isinstance(c, Fraction) for c in remainder)
        for x in condition.values:
            assert sum((c * x**n for n, c in enumerate(remainder)), Fraction(0)) == x**power


def test_a_support_is_confined_to_roots_of_squares_only() -> None:
    """A cubic root is no square root: the support stays an equation, and no law of it is known."""
    cubic = of(Support(((Pattern((3,)), 1),), 2))
    assert confined(cubic).hypotheses.of_kind(Values) is None
    assert isinstance(decide(cubic, moment_is(Pattern((6,)), 4)), Undecided)
    assert confined(GOLDEN).hypotheses.of_kind(Values) == Values(((1 + root(5)) / 2, (1 - root(5)) / 2))


def test_one_value_without_its_conjugate_is_left_open() -> None:
    """Powers are reduced by equations with rational coefficients, which `x = √2` shares with `x = −√2`."""
    only = of(Values((root(2),)))
    assert isinstance(decide(only, moment_is(Pattern((2,)), 2)), Proof)
    assert isinstance(decide(only, moment_is(Pattern((1, 1)), 2)), Undecided)
    assert isinstance(decide(only, moment_is(Pattern((1, 1)), 1)), Refutation)


def test_contradictions_with_roots_prove_nothing() -> None:
    """`E x = 2` is more than √2: no weights, though no certificate is known of it."""
    for hypotheses in (of(*TWO.conditions, moment(1, 2)), of(*TWO.conditions, moment(6, 9))):
        assert isinstance(decide(hypotheses, moment_is(Pattern((2,)), 2)), Undecided | Vacuous)


def test_every_law_on_a_grid_with_roots_satisfies_what_it_was_made_for() -> None:
    hypotheses = of(*TWO.conditions, moment(1, 1), Permutations())
    laws = list(laws_satisfying(confined(hypotheses).hypotheses, 2))
    assert laws
    for law in laws:
        assert satisfies(Table.of_law(law), hypotheses)
        for powers in product(range(3), repeat=2):
            exact = sympy.expand(sympy.sympify(law.moment(powers)) - sympy.sympify(Table.of_law(law).mean(powers)))
            assert exact == 0
