"""Where each expression is written once, what is proved and what is refused is the same."""

from __future__ import annotations

from fractions import Fraction

from symbolic.core.certificates import certificate, read
from symbolic.core.expressions import Index, Node, each_once
from symbolic.core.vocabulary import REALS, real
from tests.symbolic.core.attacks import check_proved, check_refused
from tests.symbolic.core.moment_theorems import proof_of_ratio_bound
from tests.symbolic.core.test_fresh_variables import TABLES, uses

x, y = real("x"), real("y")


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


def test_every_rule_concludes_the_same() -> None:
    with each_once():
        for use, expected, _ in uses():
            check_proved(use, expected)


def test_every_attack_is_refused() -> None:
    with each_once():
        for _, attacks in TABLES:
            for attack in attacks.values():
                check_refused(attack)


def test_certificates_are_the_same() -> None:
    proof = proof_of_ratio_bound()
    text = certificate(proof)
    with each_once():
        assert certificate(*read(text)) == text
