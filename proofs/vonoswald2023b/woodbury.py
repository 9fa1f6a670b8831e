"""Inverses of matrices that differ by a product, and products that are pushed through an inverse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality
from proofs.vonoswald2023b.notation import n
from proofs.vonoswald2023b.sources import printed
from symbolic.algebra.rectangular import as_rules, eye, form, inverse_rules, paired, rectangular, word_of
from symbolic.algebra.traces import Rules
from symbolic.typeset.derivation import Chain

s = sympy.Symbol("s", integer=True, positive=True)
A, INVERSE = rectangular("A", n, n), rectangular("R", n, n)
B, C = rectangular("B", n, s), rectangular("C", s, n)
P = rectangular("P", s, s)
"""The inverse of `1 + C R B`."""

b, c = rectangular("b", n, 1), rectangular("c", n, 1)

OF_INVERSE: Rules = as_rules({word_of(A @ INVERSE): eye(n), word_of(INVERSE @ A): eye(n)})
BOTH: Rules = {**OF_INVERSE, **inverse_rules(P, eye(s) + C @ INVERSE @ B, C @ INVERSE @ B)}

UPDATED = INVERSE - INVERSE @ B @ P @ C @ INVERSE
"""The inverse of `A + BC`."""

AT_ONE = form(c.T @ INVERSE @ b)
BY_ONE = INVERSE - INVERSE @ b @ c.T @ INVERSE * (1 / (1 + AT_ONE))
"""The inverse of `A + b cᵀ`."""

SUM = rectangular("S", n, n)
"""The inverse of `A + BC`."""

OF_SUM: Rules = {**OF_INVERSE, **inverse_rules(SUM, A + B @ C, B @ C)}

LEFT, RIGHT = rectangular("L", n, n), rectangular("Q", s, s)
"""The inverses of `1 + BC` and `1 + CB`."""

OF_LEFT: Rules = inverse_rules(LEFT, eye(n) + B @ C, B @ C)
OF_RIGHT: Rules = inverse_rules(RIGHT, eye(s) + C @ B, C @ B)


BETWEEN = LEFT @ B @ (eye(s) + C @ B) @ RIGHT
"""`(1 + BC)⁻¹ B (1 + CB) (1 + CB)⁻¹`: the last two factors are the identity, and so are the first with what follows."""


@claim(
    "vonoswald2023b/woodbury",
    source=printed("the recursion of the mesa-layer; Sherman and Morrison 1950, Woodbury 1950"),
    parts=(
        Equality("right", lambda: paired((A + B @ C) @ UPDATED, BOTH, "G"), paired(eye(n), name="G")),
        Equality("left", lambda: paired(UPDATED @ (A + B @ C), BOTH, "G"), paired(eye(n), name="G")),
        Equality("one_right", lambda: paired((A + b @ c.T) @ BY_ONE, OF_INVERSE, "G"), paired(eye(n), name="G")),
        Equality("one_left", lambda: paired(BY_ONE @ (A + b @ c.T), OF_INVERSE, "G"), paired(eye(n), name="G")),
        Equality("inverse", lambda: paired(SUM @ (A + B @ C) @ UPDATED, OF_SUM, "G"), paired(UPDATED, name="G")),
        Equality("from_the_right", lambda: paired(BETWEEN, OF_RIGHT, "F"), paired(LEFT @ B, name="F")),
        Equality("from_the_left", lambda: paired(BETWEEN, OF_LEFT, "F"), paired(B @ RIGHT, name="F")),
        Equality(
            "back",
            lambda: paired((eye(s) + C @ INVERSE @ B) @ (eye(s) - C @ SUM @ B), OF_SUM, "H"),
            paired(eye(s), name="H"),
        ),
    ),
    formal="inverse_of_a_sum",
)
def woodbury() -> Iterator[Chain]:
    """`(A + BC)⁻¹ = A⁻¹ − A⁻¹B(1 + CA⁻¹B)⁻¹CA⁻¹`, and `(1 + BC)⁻¹B = B(1 + CB)⁻¹`.

    For n x n matrices A, n x s matrices B and s x n matrices C of all sizes, wherever `R = A⁻¹` and the inverse P of
    `1 + CRB` exist: the right side is then an inverse from both sides. P exists where A and `A + BC` are invertible: it
    is `1 − C(A + BC)⁻¹B`. With one column b and one row cᵀ, P is `1/(1 + cᵀRb)`. The second
    identity supposes both inverses: one word is reduced from the right and from the left.
    """
    yield from ()


CASES = tuple(Case(None, n=p, s=o) for p, o in ((1, 1), (2, 3), (4, 2)))


@crosscheck(woodbury, "exact", cases=CASES)
def by_elimination(law: None, n: int, s: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Fraction]:
    """Inverses by elimination in place of the formulas."""
    from proofs.vonoswald2023b.second_route.ridge import inverted

    return inverted(n, s)
