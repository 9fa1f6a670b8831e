"""What tests of formulas of papers share: a formula, how it is settled, and others that its proof does not prove."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import ModuleType
from typing import Any

import pytest

from symbolic.core.certificates import Proof, certificate, read
from symbolic.core.expressions import Expression, Refused
from symbolic.core.replay import replayed
from symbolic.core.rules.procedures import trusts
from symbolic.core.vocabulary import negation


@dataclass(frozen=True)
class Case:
    """The module of a claim, facts of textbooks that its proof uses, and formulas beside its goal, by what is off.

    A formula that takes long to write is given as a function.
    """

    module: ModuleType
    others: Mapping[str, Expression | Callable[[], Expression]]
    facts: frozenset[str] = field(default_factory=frozenset)
    refuted: bool = False
    trusts: tuple[str, ...] = ("engine",)

    @property
    def settled(self) -> Expression:
        """What is proved: the goal, or that it is denied."""
        goal: Expression = self.module.goal()
        return negation(goal) if self.refuted else goal

    @property
    def make(self) -> Callable[[], Proof]:
        """The proof of that."""
        found: Callable[[], Proof] = self.module.refutation if self.refuted else self.module.proof
        return found


def check_case(case: Case) -> None:
    """The proof, replayed, is one of what is settled and of no other formula; edited, it proves it no more."""
    text = certificate(case.make())
    proof = read(text)[0]
    found = replayed(proof)
    assert (found.reason, proof.goal, set(found.facts)) == ("", case.settled, set(case.facts))
    assert trusts(proof.theorem, proof.definedness) == case.trusts
    for what, other in case.others.items():
        refused = replayed(Proof(other() if callable(other) else other, proof.theorem, proof.definedness))
        assert (refused.proved, other != proof.goal) == (False, True), what
    check_edited(text, case.settled)


def check_edited(text: str, settled: Expression, times: int = 3) -> None:
    """Where a number in a certificate is another one, what is settled is not what it proves."""
    content = json.loads(text)
    numbers = [row for row in content["expressions"] if row[:2] == ["node", "number"]]
    for row in random.Random(text).sample(numbers, min(times, len(numbers))):
        kept, row[2] = row[2], {"ratio": _next(row[2])}
        assert not _proves(json.dumps(content), settled)
        row[2] = kept


def _next(value: Any) -> str:
    """The number that is 1 larger: at much larger sizes exact values take long."""
    return str(Fraction(value["ratio"]) + 1)


def _proves(text: str, settled: Expression) -> bool:
    try:
        (proof,) = read(text)
    except Refused:
        return False
    return proof.goal == settled and replayed(proof).proved


def cases(table: Mapping[str, Case]) -> pytest.MarkDecorator:
    """All of a table, each under its name."""
    return pytest.mark.parametrize("case", table.values(), ids=table)
