"""A step of Newton's iteration squares the residual."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.newton.notation import A, X, m, n, newton
from proofs.newton.sources import printed
from proofs.parts import Equality
from symbolic.algebra.rectangular import Rectangular, eye, paired
from symbolic.typeset.derivation import Chain

RIGHT, LEFT = eye(m) - A @ X, eye(n) - X @ A
"""Both residuals of X."""


def after_a_step() -> tuple[Rectangular, Rectangular]:
    """Both residuals of `X(2I − AX)`."""
    x = newton(A, X)
    return eye(m) - A @ x, eye(n) - x @ A


@claim(
    "newton/schulz",
    source=printed("Newton's iteration; Schulz 1933"),
    parts=(
        Equality("right", lambda: paired(after_a_step()[0], name="G"), paired(RIGHT @ RIGHT, name="G")),
        Equality("left", lambda: paired(after_a_step()[1], name="H"), paired(LEFT @ LEFT, name="H")),
    ),
    formal="schulz",
)
def schulz() -> Iterator[Chain]:
    """`X ← X(2I − AX)` squares the residual `I − AX`, and `I − XA` too.

    For every m x n matrix A and every n x m matrix X, of all sizes: no rank, symmetry, start or inverse is needed. Both
    are identities of words, paired with a letter that stands for any matrix.
    """
    yield from ()


CASES = tuple(Case(None, m=rows, n=columns) for rows, columns in ((1, 1), (2, 3), (4, 2)))


@crosscheck(schulz, "exact", cases=CASES)
def by_iteration(law: None, m: int, n: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Fraction]:
    """One step on rational matrices, and both residuals after it."""
    from proofs.newton.second_route.iterations import residuals_after

    return residuals_after(m, n)
