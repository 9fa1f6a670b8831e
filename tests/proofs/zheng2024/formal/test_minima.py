"""That trained points are global, or local, minima of the full loss is refuted by the rules; nothing else is."""

from __future__ import annotations

from fractions import Fraction

import pytest

from numeric_check.described import exact_loss
from proofs.zheng2024.formal.landscape import global_minimum, local_minimum
from proofs.zheng2024.formal.lemmas.all_blocks import ANYWHERE, TRAINED, all_defined, within
from proofs.zheng2024.formal.lemmas.pairs_of_coordinates import HALVES, PRODUCT, conditions_hold, here, signal
from proofs.zheng2024.formal.on_line.line_formulas import LINE_CONDITIONS, ODD_VANISH
from proofs.zheng2024.formal.on_line.line_signs import SIGNAL
from proofs.zheng2024.landscape.global_minimum import witness
from proofs.zheng2024.setting import ZHENG
from symbolic.core.certificates import Proof
from symbolic.core.replay import replayed
from symbolic.core.rules.logic import parts
from symbolic.core.rules.procedures import trusts
from symbolic.core.theorems import Sequent, history
from symbolic.core.vocabulary import TRUE, at_most, less, negation
from symbolic.goals.explicit_values import EXACT_VALUES
from symbolic.laws.atoms import Atoms
from symbolic.setting import Values
from symbolic.tactics.finite_laws import evaluated
from tests.proofs.zheng2024.formal.replays import Statement, again, check_proves_only_its_goal

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def nowhere_lower() -> Proof:
    return again(global_minimum.refutation())


@pytest.fixture(scope="module")
def not_lower_nearby() -> Proof:
    return again(local_minimum.refutation())


def test_the_law_satisfies_the_conditions() -> None:
    assert conditions_hold().sequent == Sequent(frozenset(), here(LINE_CONDITIONS))
    assert signal().sequent == Sequent(frozenset(), here(SIGNAL))


def test_they_rest_on_no_fact_of_a_textbook_and_trust_two_procedures(
    nowhere_lower: Proof, not_lower_nearby: Proof
) -> None:
    for proof in (nowhere_lower, not_lower_nearby):
        found = replayed(proof)
        assert (found.proved, found.facts) == (True, {})
        assert trusts(proof.theorem, proof.definedness) == ("engine", EXACT_VALUES)


def test_the_losses_are_those_of_the_second_route_and_of_the_law_that_is_found(nowhere_lower: Proof) -> None:
    values = {
        evaluated(parts(each.conclusion, "equal")[1])
        for each in history(nowhere_lower.theorem)
        if each.rule == "trusted" and each.arguments[0] == EXACT_VALUES
    }
    law = Atoms.of(HALVES, [Fraction(1, len(HALVES))] * len(HALVES))
    used = {4: evaluated(PRODUCT), 2: evaluated(global_minimum.BEST)}
    second = {exact_loss(ZHENG, point(law, count, product)) for count, product in used.items()}
    assert values == second == {witness().trained, witness().better[1]}


def point(law: Atoms, count: int, product: Fraction) -> Values:
    """The model that uses some first coordinates alike."""
    ones, multiples = (diagonal(count, scale) for scale in (Fraction(1), product))
    return Values({"d": law.d, "T": 3}, laws={"x_1": law}, parameters={"W_PV_12": ones, "W_KQ_32": multiples})


def diagonal(count: int, scale: Fraction) -> tuple[tuple[Fraction, ...], ...]:
    places = range(len(HALVES[0]))
    return tuple(tuple(scale if p == q < count else Fraction(0) for q in places) for p in places)


OTHERS: dict[str, Statement] = {
    "without conditions": lambda: global_minimum.goal(hypotheses=TRUE),
    "only the odd moments": lambda: global_minimum.goal(hypotheses=ODD_VANISH),
    "a strict minimum": lambda: global_minimum.goal(lower=less(TRAINED, ANYWHERE)),
    "a maximum": lambda: global_minimum.goal(lower=at_most(ANYWHERE, TRAINED)),
    "what is refuted": lambda: negation(global_minimum.goal()),
}
OTHERS_NEARBY: dict[str, Statement] = {
    "without conditions": lambda: local_minimum.goal(hypotheses=TRUE),
    "everywhere": lambda: local_minimum.goal(nearby=TRUE),
    "nearer": lambda: local_minimum.goal(nearby=within(local_minimum.ε / 2)),
    "a local maximum": lambda: local_minimum.goal(lower=at_most(ANYWHERE, TRAINED)),
    "a global minimum": lambda: global_minimum.goal(),
}


@pytest.mark.parametrize("name", OTHERS)
def test_the_refutation_refutes_nothing_else(nowhere_lower: Proof, name: str) -> None:
    check_proves_only_its_goal(nowhere_lower, negation(global_minimum.goal()), negation(OTHERS[name]()))


@pytest.mark.parametrize("name", OTHERS_NEARBY)
def test_the_refutation_of_local_minima_refutes_nothing_else(not_lower_nearby: Proof, name: str) -> None:
    check_proves_only_its_goal(not_lower_nearby, negation(local_minimum.goal()), negation(OTHERS_NEARBY[name]()))


def test_a_strict_minimum_is_defined_too() -> None:
    assert all_defined(OTHERS["a strict minimum"]()).hypotheses == frozenset()
