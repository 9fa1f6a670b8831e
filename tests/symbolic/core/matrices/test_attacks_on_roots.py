"""Attacks on roots and inverses of matrices: of what is only symmetric, of what need not be definite."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from symbolic.core.expressions import Expression
from symbolic.core.rules.facts import definite_inverse, semidefinite_root
from symbolic.core.rules.logic import assume, choose
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    definite,
    equal_matrices,
    exists,
    identity_matrix,
    invertible,
    matrices,
    matrix_letter,
    member,
    product,
    real,
    semidefinite,
    symmetric,
    zeros,
)
from tests.symbolic.core.attacks import Attacks, Honest, check_proved, check_refused, given

n = real("n")
A, B = map(matrix_letter, ("A", "B"))
OWN = matrix_letter("_0")
"""The rules call their own letters so."""

SEMIDEFINITE, DEFINITE = member(A, semidefinite(n)), member(A, definite(n))


def root(of: Expression) -> Expression:
    """That a matrix has a semidefinite root."""
    return exists(B, semidefinite(n), equal_matrices(product(B, B), of))


def root_of(formula: Expression) -> Theorem:
    return semidefinite_root(assume(formula))


def inverse_of(formula: Expression) -> Theorem:
    return definite_inverse(assume(formula))


HONEST: Honest = {
    "semidefinite_root": (lambda: root_of(SEMIDEFINITE), given(root(A), SEMIDEFINITE)),
    "semidefinite_root of what it calls its own": (
        lambda: root_of(member(OWN, semidefinite(n))),
        given(root(OWN), member(OWN, semidefinite(n))),
    ),
    "definite_inverse": (lambda: inverse_of(DEFINITE), given(member(A, invertible(n)), DEFINITE)),
}


@pytest.mark.parametrize("name", HONEST)
def test_honest_use(name: str) -> None:
    check_proved(*HONEST[name])


def chosen_itself() -> Theorem:
    """What is proved of a root is said of that root still."""
    about = equal_matrices(product(B, B), A)
    return choose(B, root_of(SEMIDEFINITE), assume(about))


ATTACKS: Attacks = {
    "a root of what is symmetric": lambda: root_of(member(A, symmetric(n))),
    "a root of what is definite, unproved": lambda: root_of(DEFINITE),
    "a root of any matrix": lambda: root_of(member(A, matrices(n, n))),
    "a root of a number": lambda: root_of(member(n, matrices(n, n))),
    "a root of an equation": lambda: root_of(equal_matrices(A, zeros(n, n))),
    "a root by its name": chosen_itself,
    "an inverse of what is semidefinite": lambda: inverse_of(SEMIDEFINITE),
    "an inverse of what is symmetric": lambda: inverse_of(member(A, symmetric(n))),
    "an inverse of what is invertible": lambda: inverse_of(member(A, invertible(n))),
    "an inverse of any matrix": lambda: inverse_of(member(A, matrices(n, n))),
    "an inverse of an equation": lambda: inverse_of(equal_matrices(A, identity_matrix(n))),
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_attack_is_refused(attack: Callable[[], Any]) -> None:
    check_refused(attack)
