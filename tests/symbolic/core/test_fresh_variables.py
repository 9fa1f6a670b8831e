"""What a rule concludes does not depend on how its checker calls the variables that it opens binders with."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import pytest

from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Sort, Variable, free, fresh
from symbolic.core.theorems import Sequent, Theorem
from tests.symbolic.core import test_attacks_on_arithmetic as arithmetic
from tests.symbolic.core import test_attacks_on_convergence as convergence
from tests.symbolic.core import test_attacks_on_flows as flows
from tests.symbolic.core import test_attacks_on_integers as integers
from tests.symbolic.core import test_attacks_on_means as means
from tests.symbolic.core.attacks import Attacks, Honest, check_proved, check_refused
from tests.symbolic.core.test_attacks_on_terms import DEFINED

TABLES: tuple[tuple[Honest, Attacks], ...] = (
    (arithmetic.FIELD, arithmetic.IN_FIELD),
    (arithmetic.SIGN, arithmetic.IN_SIGN),
    (convergence.HONEST, convergence.ATTACKS),
    (flows.HONEST, flows.ATTACKS),
    (integers.HONEST, integers.ATTACKS),
    (means.HONEST, means.ATTACKS),
)


def names(*expressions: Expression) -> list[str]:
    """The names of the free variables."""
    return sorted({variable.name for variable in free(*expressions)})


def preferring(name: str) -> Callable[..., Variable]:
    """A way to choose a variable that occurs nowhere, which takes a name wherever that is possible."""

    def choose(sort: Sort, *expressions: Expression) -> Variable:
        return fresh(sort, *expressions) if name in names(*expressions) else Variable(name, sort)

    return choose


def uses() -> Iterator[tuple[Callable[[], Theorem], Expression | Sequent, str]]:
    """Every honest use of a rule, with each name of a free variable in what it proves and from what."""
    for table, _ in TABLES:
        for use, expected in table.values():
            yield from ((use, expected, name) for name in names(*formulas(expected)))


def formulas(expected: Expression | Sequent) -> tuple[Expression, ...]:
    """What is proved, and from what."""
    return (expected.conclusion, *expected.hypotheses) if isinstance(expected, Sequent) else (expected,)


def prefer(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all checkers try a name first."""
    for module in [module for key, module in sys.modules.items() if key.startswith("symbolic.core.")]:
        if hasattr(module, "fresh"):
            monkeypatch.setattr(module, "fresh", preferring(name))


def test_a_rule_concludes_the_same_whatever_its_checker_calls_its_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    every = list(uses())
    assert len(every) > 100
    for use, expected, name in every:
        with monkeypatch.context() as patch:
            prefer(name, patch)
            check_proved(use, expected)


def test_an_attack_is_refused_whatever_the_checker_calls_its_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for table, attacks in TABLES:
        for name in names(*(formula for _, expected in table.values() for formula in formulas(expected))):
            with monkeypatch.context() as patch:
                prefer(name, patch)
                for attack in attacks.values():
                    check_refused(attack)


def test_what_a_formula_needs_does_not_depend_on_names(monkeypatch: pytest.MonkeyPatch) -> None:
    for formula, needs in DEFINED.values():
        for name in names(formula, needs):
            with monkeypatch.context() as patch:
                prefer(name, patch)
                assert defined(formula) == needs
