"""How attacks on rules are written: in a table, beside the honest use that each of them spoils."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from symbolic.core.expressions import Expression, Refused
from symbolic.core.theorems import Sequent, Theorem

Attacks = Mapping[str, Callable[[], Any]]
Honest = Mapping[str, tuple[Callable[[], Theorem], Expression | Sequent]]


def check_refused(attack: Callable[[], Any]) -> None:
    """The attack is refused."""
    with pytest.raises(Refused):
        attack()


def check_proved(use: Callable[[], Theorem], expected: Expression | Sequent) -> None:
    """The honest use proves what is expected: a conclusion without hypotheses, or a sequent."""
    found = use().sequent
    assert found == (expected if isinstance(expected, Sequent) else Sequent(frozenset(), expected))


def given(conclusion: Expression, *hypotheses: Expression) -> Sequent:
    """A sequent."""
    return Sequent(frozenset(hypotheses), conclusion)
