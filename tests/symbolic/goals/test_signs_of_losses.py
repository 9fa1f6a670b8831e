"""What the engine says of signs: that losses are not negative, and nothing more."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

import proofs.declared_settings  # noqa: F401
from symbolic.core.expressions import Expression, Refused
from symbolic.core.rules.procedures import trusted
from symbolic.core.vocabulary import at_most, less
from symbolic.goals.engine import ENGINE, declare, declared, derived_sign_anywhere, nonnegative_formula
from symbolic.goals.stated import Stated
from symbolic.setting import Gaussian, Setting, eye, parameter, size

KEY = "wu2023"


def everywhere(formula: Callable[[Expression], Expression]) -> Expression:
    """A formula about the loss at all data and blocks."""
    stated = Stated(declared(KEY))
    loss = stated.model.loss(*stated.given, *stated.any_blocks)
    return stated.for_all_data(stated.for_all_blocks(formula(loss)))


def test_a_loss_is_not_negative() -> None:
    assert derived_sign_anywhere(KEY).conclusion == everywhere(lambda loss: at_most(0, loss))


ATTACKS: dict[str, Callable[[Expression], Expression]] = {
    "positive": lambda loss: less(0, loss),
    "at least a number": lambda loss: at_most(Fraction(1, 1000), loss),
    "not positive": lambda loss: at_most(loss, 0),
    "at most itself and one": lambda loss: at_most(loss, loss + 1),
}


@pytest.mark.parametrize("formula", ATTACKS.values(), ids=ATTACKS)
def test_nothing_else_is_said(formula: Callable[[Expression], Expression]) -> None:
    with pytest.raises(Refused):
        trusted(ENGINE, everywhere(formula))


def test_a_loss_that_is_turned_round_may_be_negative() -> None:
    d = size("d")
    x, A = Gaussian("x", eye(d)), parameter("A", [d])
    turned = Setting(
        "turned-round",
        sizes=(d,),
        draws=(x,),
        parameters=(A,),
        prediction=lambda: A @ x,
        target=lambda: x,
        families={},
        factor=-1,
    )
    declare("turned-round", lambda: turned)
    with pytest.raises(Refused, match="no positive number"):
        nonnegative_formula("turned-round")
