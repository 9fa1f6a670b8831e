"""The sparse example as printed, any constant: what is recovered where nothing varies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from proofs.zheng2024.assumptions import printed
from proofs.zheng2024.capability.capability_route import best, losses, nodes, nodes_of_squares, start_moment
from proofs.zheng2024.capability.classification import SCALE, Scales, nondegenerate_scales, settle_scales
from proofs.zheng2024.capability.error_of_trained_model import error_of_trained_model, relative_error
from proofs.zheng2024.capability.prediction import terms_at
from proofs.zheng2024.flow.line_flow import DEFINITIONS, reduced
from proofs.zheng2024.line.trained import SECOND
from symbolic.algebra.notation import d, t
from symbolic.expectation.moments import at_law, moment
from symbolic.laws import Law, Sparse
from symbolic.typeset.derivation import Chain

FAMILY = Sparse(SCALE)
OVER_SCALES = settle_scales(Sparse, by_step=True)


def at_sparse(expression: sympy.Expr) -> sympy.Expr:
    """Put the moments of the example in the place of the κ's."""
    return at_law(expression.xreplace({rule.right: rule.left for rule in DEFINITIONS}), FAMILY.at(d))


def recovered() -> sympy.Expr:
    """`ab c²`: `ab E x_j²` at the limit product, times the number of axes."""
    return at_sparse(reduced().product * moment(SECOND)) * d


def error() -> sympy.Expr:
    """The relative error of `error-of-trained-model`."""
    return sympy.cancel(at_law(relative_error(), FAMILY.at(d)))


def prediction_over_target() -> sympy.Expr:
    """At a start along one axis: ab times the terms' common size `c²`, by their number over `t − 1`."""
    return at_sparse(reduced().product) * SCALE**2 * terms_at(t) / (t - 1)


EXACT = (
    Equality("product", lambda: at_sparse(reduced().product), 1 / SCALE**2),
    Equality("recovered", recovered, sympy.Integer(1)),
    Equality("relative_error", error, sympy.Integer(0)),
    Equality("prediction_over_target", prediction_over_target, sympy.Integer(1)),
)
"""What holds wherever c is not 0."""


@claim(
    "zheng2024/example-4.1",
    source=printed("Example 4.1"),
    family=FAMILY,
    parts=(
        *EXACT,
        Settled("every_constant", Scales(sympy.Reals, sympy.Integer(1)), OVER_SCALES, nondegenerate_scales(Sparse)),
    ),
    uses=(error_of_trained_model,),
    formal="capability.example_4_1",
)
def example_4_1() -> Iterator[Chain]:
    """A start uniform on plus and minus c times the axes satisfies Assumption 4.2, for any fixed real c.

    True for every `c ≠ 0`. At c = 0 the start is 0 and the step `κ1/κ2` of the assumption is 0/0.
    """
    yield from ()


@crosscheck(example_4_1, "quadrature", cases=(Case("sparse(c=1/2)", d=3, T=4), Case("sparse(c=-2)", d=2, T=6)))
def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The best product times the square of the one coordinate that is not 0, and the error there."""
    return of_example(law, d, T)


@crosscheck(example_4_1, "sampled", cases=(Case("sparse(c=1/2)", d=3, T=5),))
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The loss of every sampled sequence at the best product, relative to the mean loss of predicting zero."""
    return sampled_of_example(law, T, rng)


def of_example(law: Law, d: int, T: int) -> dict[str, float]:
    """Both numbers from the full model."""
    points = nodes(law, T)
    product = best(points, lambda at: losses(T, at))
    error = points.mean(losses(T, product)) / points.mean(losses(T, 0.0))
    return {"recovered": product * start_moment(law, 2) * d, "relative_error": error}


def sampled_of_example(law: Law, T: int, rng: Any) -> dict[str, Any]:
    """The relative loss, sequence by sequence."""
    points = nodes_of_squares(law, T)
    product, whole = best(points, lambda at: losses(T, at)), points.mean(losses(T, 0.0))
    return {"relative_error": points.sample(lambda x1, lam: losses(T, product)(x1, lam) / whole, law, rng, 1.0)}
