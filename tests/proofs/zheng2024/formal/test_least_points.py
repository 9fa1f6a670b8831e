"""Where trained points are minima of the full loss, by the rules, and nothing beyond that."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

import pytest

from proofs.zheng2024.formal.landscape import (
    global_minimum_repaired,
    landscape_three_coordinates,
    local_minimum_repaired,
    three_numbers,
)
from proofs.zheng2024.formal.landscape.alike_triples import SAME_TRIPLES
from proofs.zheng2024.formal.landscape.flat_at_three import SPREAD
from proofs.zheng2024.formal.landscape.global_minimum_repaired import LEAST, PAIRS
from proofs.zheng2024.formal.lemmas.all_blocks import ANYWHERE, TRAINED
from proofs.zheng2024.formal.on_line.line_formulas import LINE_CONDITIONS, ODD_VANISH, T, d
from symbolic.core.certificates import Proof
from symbolic.core.replay import replayed
from symbolic.core.rules.procedures import trusts
from symbolic.core.vocabulary import TRUE, at_most, conjunction, equal, implies, less
from symbolic.goals.two_diagonals import DIAGONALS
from tests.proofs.zheng2024.formal.replays import Statement, again, check_proves_only_its_goal

pytestmark = pytest.mark.slow

MODULES: Mapping[str, ModuleType] = {
    "global": global_minimum_repaired,
    "local": local_minimum_repaired,
    "three": landscape_three_coordinates,
}


@pytest.fixture(scope="module")
def proofs() -> dict[str, Proof]:
    return {name: again(module.proof()) for name, module in MODULES.items()}


@pytest.mark.parametrize("name", MODULES)
def test_they_trust_two_procedures_and_rest_on_one_fact_of_a_textbook_at_most(
    proofs: dict[str, Proof], name: str
) -> None:
    found = replayed(proofs[name])
    assert found.proved
    assert [*found.facts] == (["vanishing_mean"] if name == "local" else [])
    assert trusts(proofs[name].theorem, proofs[name].definedness) == (DIAGONALS, "engine")


def two_of(*hypotheses: Statement) -> Statement:
    return lambda: global_minimum_repaired.goal(hypotheses=conjunction(*(each() for each in hypotheses)))


OTHERS: dict[str, dict[str, Statement]] = {
    "global": {
        "for every invariant line": two_of(lambda: LINE_CONDITIONS),
        "without the triples": two_of(lambda: LINE_CONDITIONS, lambda: PAIRS),
        "without the pairs": two_of(lambda: LINE_CONDITIONS, lambda: SAME_TRIPLES),
        "without the line": two_of(lambda: ODD_VANISH, lambda: SAME_TRIPLES, lambda: PAIRS),
        "without conditions": lambda: global_minimum_repaired.goal(hypotheses=TRUE),
        "a strict minimum": lambda: global_minimum_repaired.goal(lower=less(TRAINED, ANYWHERE)),
        "a maximum": lambda: global_minimum_repaired.goal(lower=at_most(ANYWHERE, TRAINED)),
        "another least loss": lambda: global_minimum_repaired.goal(least=LEAST + 1),
        "of three coordinates": landscape_three_coordinates.goal,
    },
    "local": {
        "for every invariant line": lambda: local_minimum_repaired.goal(hypotheses=LINE_CONDITIONS),
        "twice the bend": lambda: local_minimum_repaired.goal(bend=2 * local_minimum_repaired.BEND),
        "no fourth power": lambda: local_minimum_repaired.goal(fourth=0 * local_minimum_repaired.FOURTH),
        "never flat": lambda: local_minimum_repaired.goal(flat=less(0, SPREAD)),
        "flat at T = 3": lambda: local_minimum_repaired.goal(flat=implies(equal(T, 3), equal(SPREAD, 0))),
        "a local minimum alone": lambda: global_minimum_repaired.goal(),
    },
    "three": {
        "with four coordinates": lambda: landscape_three_coordinates.goal(few=at_most(d, 4)),
        "in every dimension": lambda: landscape_three_coordinates.goal(few=TRUE),
        "without conditions": lambda: landscape_three_coordinates.goal(hypotheses=TRUE),
        "only the odd moments": lambda: landscape_three_coordinates.goal(hypotheses=ODD_VANISH),
        "a strict minimum": lambda: landscape_three_coordinates.goal(lower=less(TRAINED, ANYWHERE)),
        "another least loss": lambda: landscape_three_coordinates.goal(least=2 * LEAST),
    },
}


@pytest.mark.parametrize(("module", "name"), [(module, name) for module, others in OTHERS.items() for name in others])
def test_nothing_else_is_proved(proofs: dict[str, Proof], module: str, name: str) -> None:
    check_proves_only_its_goal(proofs[module], MODULES[module].goal(), OTHERS[module][name]())


def test_the_inequality_of_three_numbers_has_no_hypotheses() -> None:
    assert not three_numbers.inequality().hypotheses
