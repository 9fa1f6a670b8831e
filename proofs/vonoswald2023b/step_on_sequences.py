"""A step from learned weights on sequences with a diagonal W: where its loss is least, at every length."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, Sample, crosscheck
from proofs.parts import Equality, Positive
from proofs.vonoswald2023b.one_step import one_step
from proofs.vonoswald2023b.setting import CIRCLE, SIGNS
from proofs.vonoswald2023b.sources import printed
from proofs.vonoswald2023b.step_losses import best, eta, loss, share, t, w
from symbolic.algebra.notation import d
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

HALF = sympy.Rational(1, 2)
LOSS = (1 + w**2) * d * (HALF - 2 * eta * (t - 1) + eta**2 * (t - 1) * (d + 3 * t - 4))
TWO_SIGNS = (1 + w**2) * d * (HALF - 3 * eta + 3 * eta**2 * (d + 4) / 2)
THREE_SIGNS = (1 + w**2) * d * (HALF - eta * (d + 5) + eta**2 * (d + 4) * (d + 11) / 2)

m, n = sympy.symbols("m n", integer=True, nonnegative=True)


def from_the_first(expression: sympy.Expr) -> sympy.Expr:
    """With `t = 2 + m` and `d = 1 + n`."""
    return sympy.expand(expression.xreplace({t: 2 + m, d: 1 + n}))


def bend() -> sympy.Expr:
    """What η² is multiplied with at w = 0."""
    return from_the_first(loss(CIRCLE).xreplace({w: sympy.Integer(0)}).coeff(eta, 2))


def least() -> sympy.Expr:
    """The numerator of the least share of the loss that stays, where its denominator is `d + 3t − 4`."""
    return from_the_first(sympy.cancel(share(loss(CIRCLE)) * (d + 3 * t - 4)))


@claim(
    "vonoswald2023b/step-on-sequences",
    source=printed("linear self-attention as a step with learned W₀, on linear dynamics; the loss is our own"),
    parts=(
        Equality("loss", lambda: loss(CIRCLE), LOSS),
        Positive("bend", bend),
        Equality("step", lambda: best(loss(CIRCLE)), 1 / (d + 3 * t - 4)),
        Equality("error", lambda: share(loss(CIRCLE)), (d + t - 2) / (d + 3 * t - 4)),
        Positive("least", least),
        Equality("limit", lambda: sympy.Limit(share(loss(CIRCLE)), t, sympy.oo), sympy.Rational(1, 3)),
        Equality("signs_two", lambda: loss(SIGNS).subs(t, 2), TWO_SIGNS),
        Equality("signs_three", lambda: loss(SIGNS).subs(t, 3), THREE_SIGNS),
    ),
    uses=(one_step,),
    formal="steps_on_diagonal",
    rests_on=("torus-orthogonality",),
)
def step_on_sequences() -> Iterator[Chain]:
    """From `W_0 = w` and with step η the loss is `(1 + w²)` times that from zero, least at `w = 0, η = 1/(d + 3t − 4)`.

    The layer of `vonoswald2023b/one-step` with `W₀ = w I`, `D = η I`, `C = I`, w and η real, predicts `s_{t+1}` of
    `s_{i+1} = W s_i` from the first t elements, all d and `t >= 2`. For W diagonal with independent eigenvalues uniform
    on the circle and `s_1` circular complex Gaussian, `E s_1 s_1* = I`, its loss is
    `(1 + w²) d [1/2 − 2η(t − 1) + η²(t − 1)(d + 3t − 4)]`: what is positive at every η times `1 + w²`, so that on this
    family nothing is learned in W₀. Of the loss of predicting 0 the share `(d + t − 2)/(d + 3t − 4)` stays, in the
    limit of long sequences 1/3. For W with independent random signs, which is orthogonal, and `s_1` of N(0, I), the
    bracket is `1/2 − 3η + 3η²(d + 4)/2` at t = 2 and `1/2 − η(d + 5) + η²(d + 4)(d + 11)/2` at t = 3.
    """
    yield from ()


POINT = (("eta", 0.125), ("w", -0.5))
CASES = tuple(Case("gaussian", d=d, t=t, parameters=POINT) for d, t in ((1, 2), (1, 4), (2, 2)))


@crosscheck(step_on_sequences, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, t: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Losses of the layer over a product of Gauss rules, roots of unity and signs, and the parabola through three."""
    from proofs.vonoswald2023b.second_route import learned_steps as route

    circle = route.Circle(d, t)
    signs = {f"signs_{word}": route.Signs(d, k).mean(parameters) for word, k in (("two", 2), ("three", 3))}
    return {"loss": circle.mean(parameters), **route.lowest(circle), **signs}


@crosscheck(step_on_sequences, "sampled", cases=CASES[:1])
def by_sampling(law: Law, d: int, t: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Losses of random sequences."""
    from proofs.vonoswald2023b.second_route import learned_steps as route

    circle = route.Circle(d, t)
    mean = circle.mean(parameters)
    return {"loss": Sample(circle.drawn(parameters, rng), circle.mean(parameters, 2) - mean**2, mean)}
