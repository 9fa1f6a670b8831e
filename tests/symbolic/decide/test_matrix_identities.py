"""Identities of matrices with inverses: what words show, what numbers refute, and what is no identity."""

from __future__ import annotations

from fractions import Fraction

import pytest

from symbolic.decide.matrix_identities import same_matrices
from symbolic.decide.outcomes import Fails, Holds, Unknown
from symbolic.expectation.characters import OutOfReach
from symbolic.setting import Array, Setting, Untraceable, eye, given, inverse, ones, parameter, scalar, size, stack

n, s = size("n"), size("s")
A, B, C, D = given("A", [n]), given("B", [n], [s]), given("C", [s], [n]), given("D", [n])
b, gamma = given("b", [n], []), scalar("gamma")
ONE, SMALL = eye(n), eye(s)

TRUE: dict[str, tuple[Array, Array]] = {
    "push through": (inverse(ONE + B @ C) @ B, B @ inverse(SMALL + C @ B)),
    "Woodbury": (
        inverse(A + B @ C),
        inverse(A) - inverse(A) @ B @ inverse(SMALL + C @ inverse(A) @ B) @ C @ inverse(A),
    ),
    "ridge": (inverse(B @ B.H + gamma * ONE) @ B, B @ inverse(B.H @ B + gamma * SMALL)),
    "product": (inverse(A @ D), inverse(D) @ inverse(A)),
    "transpose": (inverse(A).H @ A.H, ONE),
    "twice": (inverse(inverse(A)), A),
    "multiple": (inverse(ONE * Fraction(2)), ONE * Fraction(1, 2)),
    "difference": (inverse(A) - inverse(D), inverse(A) @ (D - A) @ inverse(D)),
}
FALSE: dict[str, tuple[Array, Array]] = {
    "order": (inverse(A @ D), inverse(A) @ inverse(D)),
    "sum": (inverse(A + D), inverse(A) + inverse(D)),
    "sign": (inverse(ONE + B @ C) @ B, B @ inverse(SMALL - C @ B)),
    "ridge": (inverse(B @ B.H + gamma * ONE) @ B, B @ inverse(B.H @ B + 2 * gamma * SMALL)),
    "size": (ONE * n, ONE),
}


@pytest.mark.parametrize("name", TRUE)
def test_identities_are_shown(name: str) -> None:
    assert isinstance(same_matrices(*TRUE[name]), Holds)


@pytest.mark.parametrize("name", FALSE)
def test_what_is_no_identity_is_refuted_at_a_size(name: str) -> None:
    found = same_matrices(*FALSE[name])
    assert isinstance(found, Fails)
    assert found.witness.startswith("n = ")


def test_nothing_is_said_where_no_inverse_exists() -> None:
    nowhere = inverse(A - A)
    with pytest.raises(OutOfReach, match="the inverse of zero"):
        same_matrices(nowhere, nowhere)
    assert isinstance(same_matrices(inverse(B @ C), inverse(B @ C) + ONE), Fails)


def test_other_nodes_are_refused() -> None:
    with pytest.raises(OutOfReach, match="a constant in an identity"):
        same_matrices(ones(n, n), ONE)
    with pytest.raises(Untraceable, match="a square matrix of one block"):
        inverse(B)
    with pytest.raises(Untraceable, match="both sides need one shape"):
        same_matrices(A, B)
    with pytest.raises(Untraceable, match="a square matrix of one block"):
        inverse(stack(A, C))


def test_a_model_with_an_inverse_has_no_loss() -> None:
    W = parameter("W", [n])
    with pytest.raises(Untraceable, match="it has no expectation"):
        Setting("inverted", sizes=(n,), draws=(), parameters=(W,), prediction=lambda: inverse(W) @ b, target=lambda: b)


def test_words_that_are_not_enough_are_unknown_or_refuted() -> None:
    idempotent = A @ A - A
    assert isinstance(same_matrices(idempotent, A - A), (Fails, Unknown))
