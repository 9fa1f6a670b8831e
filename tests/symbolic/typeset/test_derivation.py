"""Chains of lines: every line is checked, a wrong one is a fault, and a limit needs a sequence that approaches it."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy

from proofs.zheng2024.flow.line_flow import DOUBLE_COUNTING, KAPPA3_TRANSPOSED
from proofs.zheng2024.notation import a, b, kappa1, kappa2, kappa3
from symbolic.algebra.notation import T, t
from symbolic.expectation.moments import moment
from symbolic.typeset.derivation import Chain, Derivation, Line, Rule, apply
from symbolic.typeset.layout import chain_latex

H = sympy.harmonic(T - 2)
QUOTIENT = kappa1 / (kappa2 + kappa3 * H / (T - 2))
POINT = {kappa1: sympy.Integer(3), kappa2: sympy.Integer(15), kappa3: sympy.Integer(12)}

GOOD = Chain(
    "product",
    "ab",
    (
        Line((T - 2) * kappa1 / ((T - 2) * kappa2 + kappa3 * H), "given"),
        Line(QUOTIENT, "divided by $T-2$"),
        Line(kappa1 / (kappa2 + kappa3 / (T - 2) * sympy.Sum(1 / (t - 1), (t, 2, T - 1))), "definition"),
    ),
)
LIMIT = Chain(
    "limit",
    "ab",
    (Line(sympy.Limit(QUOTIENT, T, sympy.oo), "given"), Line(kappa1 / kappa2, "leading terms")),
    sequence=POINT,
)


def faults(*chains: Chain) -> list[tuple[int, bool]]:
    return [(fault.line, fault.refuted) for fault in Derivation(chains).faults()]


def test_right_chains_have_no_fault() -> None:
    assert faults(GOOD, LIMIT) == []


@pytest.mark.parametrize("line", [0, 1, 2])
def test_a_wrong_line_is_a_refuted_fault_and_is_located(line: int) -> None:
    lines = list(GOOD.lines)
    lines[line] = replace(lines[line], expression=lines[line].expression + kappa1)
    found = Derivation((replace(GOOD, lines=tuple(lines)),)).faults()
    assert {fault.line for fault in found} == {0: {2}, 1: {2, 3}, 2: {3}}[line]
    assert all(fault.refuted and fault.chain == "product" and "differ" in fault.message for fault in found)


@pytest.mark.parametrize(
    "wrong", [kappa1, kappa2, kappa1 / (kappa2 + kappa3), kappa1 / kappa2 + sympy.Rational(1, 10**6)], ids=str
)
def test_a_wrong_limit_is_a_fault_of_the_line_and_of_the_sequence(wrong: sympy.Expr) -> None:
    chain = replace(LIMIT, lines=(LIMIT.lines[0], Line(wrong, "leading terms")))
    assert (2, True) in faults(chain)
    assert any("does not approach" in fault.message for fault in Derivation((chain,)).faults())


def test_a_sequence_that_does_not_approach_is_a_fault_though_the_line_follows() -> None:
    slow = sympy.Limit(1 / (kappa1 + 1 / H), T, sympy.oo)
    chain = Chain("slow", "s", (Line(slow, "given"), Line(1 / kappa1, "leading terms")), sequence=POINT)
    found = Derivation((chain,)).faults()
    assert [fault.message for fault in found if "does not approach" not in fault.message] == []
    assert len(found) == 1


def test_a_line_that_cannot_be_decided_is_a_fault_but_not_refuted() -> None:
    unknown = Chain(
        "unknown", "s", (Line(sympy.sin(a) ** 2 + sympy.cos(a) ** 2, "given"), Line(sympy.Integer(1), "known"))
    )
    roots = sympy.Sum(sympy.sqrt(t), (t, 2, T - 1))
    refused = Chain("refused", "s", (Line(roots, "given"), Line(2 * T * sympy.sqrt(T) / 3, "of its order")))
    assert faults(unknown, refused) == [(2, False), (2, False)]


def test_rules_are_used_only_on_the_line_that_names_them() -> None:
    rule = Rule(moment(KAPPA3_TRANSPOSED), kappa3, "counted twice")
    left, right = b * moment(KAPPA3_TRANSPOSED), b * kappa3
    allowed = Chain("allowed", "s", (Line(left, "given"), Line(right, "rule", rules=(rule,))))
    bare = Chain("bare", "s", (Line(left, "given"), Line(right, "rule")))
    later = Chain("later", "s", (Line(left, "given", rules=(rule,)), Line(right, "rule")))
    assert faults(allowed, bare, later) == [(2, True), (2, True)]
    assert Derivation((allowed, bare)).rules == (rule,)


def test_rules_replace_what_stands_there_literally() -> None:
    assert apply(a * moment(KAPPA3_TRANSPOSED) ** 2, (DOUBLE_COUNTING,)) == a * kappa3**2
    assert apply(a, ()) == a


def test_chains_by_name_and_their_ends() -> None:
    derivation = Derivation((GOOD, LIMIT))
    assert derivation.chain("limit") is LIMIT
    assert (LIMIT.first, LIMIT.last) == (LIMIT.lines[0].expression, kappa1 / kappa2)
    assert list(derivation.sequences()) == ["limit"]


def test_every_line_is_printed_with_its_reason() -> None:
    text = chain_latex(GOOD)
    assert text.count("&=") == len(GOOD.lines)
    assert all(line.reason in text for line in GOOD.lines)
