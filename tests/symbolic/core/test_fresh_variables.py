"""What a rule concludes does not depend on how its checker calls the variables that it opens binders with.

Nor does it on whether each expression is written once, as in searches and replays.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction

import pytest

from symbolic.core.certificates import Proof, certificate, read
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Index, Node, Sort, Variable, each_once, free, fresh
from symbolic.core.rules.logic import assume
from symbolic.core.theorems import Sequent, Theorem
from symbolic.core.vocabulary import REALS, equal, for_all, real
from tests.symbolic.core import test_attacks_on_arithmetic as arithmetic
from tests.symbolic.core import test_attacks_on_convergence as convergence
from tests.symbolic.core import test_attacks_on_flows as flows
from tests.symbolic.core import test_attacks_on_integers as integers
from tests.symbolic.core import test_attacks_on_means as means
from tests.symbolic.core.attacks import Attacks, Honest, check_proved, check_refused
from tests.symbolic.core.moment_theorems import proof_of_ratio_bound
from tests.symbolic.core.test_attacks_on_terms import DEFINED

x, y = real("x"), real("y")

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


def test_a_node_that_is_written_again_is_the_same() -> None:
    with each_once():
        assert x + y is x + y
        assert (x + 1) * y is (x + 1) * y
    assert x + y is not x + y
    assert x + y == x + y


def test_what_differs_in_anything_is_another_node() -> None:
    with each_once():
        whole, truth = Node("power", (x,), 1), Node("power", (x,), True)
        assert whole is not truth
        assert type(truth.value) is bool
        assert type(Node("number", (), Fraction(1)).value) is Fraction
        assert type(Node("number", (), 1).value) is int
        assert Node("not", (whole,)).parts[0] is whole
        assert Node("not", (truth,)).parts[0] is truth


def test_names_of_bound_variables_are_kept_at_every_depth() -> None:
    with each_once():
        inside = [Node("for_all", (REALS, Node("equal", (Index(0), x))), None, (name,)) for name in ("s", "t")]
        outside = [Node("not", (each,)) for each in inside]
    assert outside[0] == outside[1]
    assert all(found.parts[0] is each for found, each in zip(outside, inside, strict=True))


def test_nodes_of_one_scope_are_not_those_of_another() -> None:
    with each_once():
        one = x + y
    with each_once():
        assert x + y is not one
        with each_once():
            inner = x + y
        assert x + y is not inner


def test_every_rule_concludes_the_same_of_what_is_written_once() -> None:
    with each_once():
        for use, expected, _ in uses():
            check_proved(use, expected)


def test_every_attack_on_what_is_written_once_is_refused() -> None:
    with each_once():
        for _, attacks in TABLES:
            for attack in attacks.values():
                check_refused(attack)


def test_certificates_of_what_is_written_once_are_the_same() -> None:
    proof = proof_of_ratio_bound()
    text = certificate(proof)
    with each_once():
        assert certificate(*read(text)) == text


def test_equal_sets_of_variables_are_one_where_expressions_are_written_once() -> None:
    x, y = real("x"), real("y")
    with each_once():
        assert free(x + y) == {x, y}
        assert free(x * y) is free(y - x) is free(x + y)
        assert all(free(one + 1) == {one} for one in (x, y))
    assert not hasattr(x + y, "__dict__")


def test_a_certificate_states_a_formula_once_and_calls_it_as_its_goal_does() -> None:
    goal, again = (for_all(each, REALS, equal(each, each)) for each in (x, y))
    rows = json.loads(certificate(Proof(goal, assume(again), assume(goal))))
    assert [row[3] for row in rows["expressions"] if row[:2] == ["node", "for_all"]] == [["x"]]
    assert len(rows["steps"]) == 1
