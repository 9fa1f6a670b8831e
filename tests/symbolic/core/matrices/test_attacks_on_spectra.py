"""Attacks on the spectral theorem: matrices that are not symmetric, other shapes, names that are taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from symbolic.core.expressions import Expression, Index, Node
from symbolic.core.rules.facts import spectral_theorem
from symbolic.core.rules.logic import assume, conjoin
from symbolic.core.theorems import Sequent, Theorem
from symbolic.core.vocabulary import (
    REALS,
    SEQUENCES,
    cell,
    conjunction,
    definite,
    entry,
    equal,
    equal_matrices,
    exists,
    for_all,
    identity_matrix,
    indicator,
    integers_from,
    invertible,
    matrices,
    matrix,
    matrix_letter,
    member,
    product,
    real,
    semidefinite,
    symmetric,
    transpose,
    vector,
)
from tests.symbolic.core.attacks import Attacks, Honest, check_proved, check_refused, given

n, j, k = map(real, ("_0", "j", "k"))
S, V, λ = matrix_letter("_0"), matrix_letter("V"), vector("λ")
"""The rule calls its own variables `_0`, `_1`, …: so are these, which it may not mix up with them."""

OF_CELLS = matrix(j, k, (n, n), cell(S, j, k) + cell(S, k, j))


def decomposed(of: Expression, size: Expression) -> Expression:
    """`∃V ∃λ: Vᵀ V = V Vᵀ = I ∧ S = V diag(λ) Vᵀ`."""
    diagonal = matrix(j, k, (size, size), indicator(equal(j, k)) * entry(λ, j))
    one = identity_matrix(size)
    says = conjunction(
        equal_matrices(product(transpose(V), V), one),
        equal_matrices(product(V, transpose(V)), one),
        equal_matrices(of, product(V, diagonal, transpose(V))),
    )
    return exists(V, matrices(size, size), exists(λ, SEQUENCES, says))


HONEST: Honest = {
    "a letter": (
        lambda: spectral_theorem(assume(member(S, symmetric(n)))),
        given(decomposed(S, n), member(S, symmetric(n))),
    ),
    "a matrix with a number in it that is called as the rule's own": (
        lambda: spectral_theorem(assume(member(OF_CELLS, symmetric(n)))),
        given(decomposed(OF_CELLS, n), member(OF_CELLS, symmetric(n))),
    ),
    "another size": (
        lambda: spectral_theorem(assume(member(S, symmetric(n + 1)))),
        given(decomposed(S, n + 1), member(S, symmetric(n + 1))),
    ),
}


@pytest.mark.parametrize(("use", "expected"), HONEST.values(), ids=HONEST)
def test_honest_use(use: Callable[[], Theorem], expected: Expression | Sequent) -> None:
    check_proved(use, expected)


def of(domain: Expression) -> Callable[[], Any]:
    """The rule, for a matrix of a domain."""
    return lambda: spectral_theorem(assume(member(S, domain)))


ATTACKS: Attacks = {
    "a matrix of which only the shape is known": of(matrices(n, n)),
    "a matrix that is not square": of(matrices(n, n + 1)),
    "an invertible matrix": of(invertible(n)),
    "a semidefinite matrix, unread": of(semidefinite(n)),
    "a definite matrix, unread": of(definite(n)),
    "a number": lambda: spectral_theorem(assume(member(n, REALS))),
    "a size": lambda: spectral_theorem(assume(member(n, integers_from(0)))),
    "a sequence": lambda: spectral_theorem(assume(member(λ, SEQUENCES))),
    "an equation": lambda: spectral_theorem(assume(equal_matrices(transpose(S), S))),
    "what symmetric means, in place of it": lambda: spectral_theorem(
        assume(conjunction(member(S, matrices(n, n)), equal_matrices(transpose(S), S)))
    ),
    "every matrix": lambda: spectral_theorem(assume(for_all(S, matrices(n, n), member(S, symmetric(n))))),
    "some matrix": lambda: spectral_theorem(assume(exists(S, matrices(n, n), member(S, symmetric(n))))),
    "several at once": lambda: spectral_theorem(conjoin(assume(member(S, symmetric(n))))),
    "a loose index": lambda: spectral_theorem(assume(Node("member", (Index(0), symmetric(n))))),
    "a formula": lambda: spectral_theorem(member(S, symmetric(n))),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_attack_is_refused(attack: Callable[[], Any]) -> None:
    check_refused(attack)
