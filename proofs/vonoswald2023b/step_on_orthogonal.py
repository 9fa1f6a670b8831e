"""A step from learned weights on sequences of a matrix that is uniform among orthogonal ones, after 2 or 3 elements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, Sample, crosscheck
from proofs.parts import Equality
from proofs.vonoswald2023b.notation import n
from proofs.vonoswald2023b.notation import t as keys
from proofs.vonoswald2023b.one_step import one_step
from proofs.vonoswald2023b.sources import printed
from proofs.vonoswald2023b.step_losses import best, eta, large_from, loss_at, on_orthogonal, share, w
from symbolic.algebra.notation import d
from symbolic.algebra.rectangular import eye, paired, rectangular
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

HALF = sympy.Rational(1, 2)
TWO = (1 + w**2) * (d / 2 - eta * (d + 2) + eta**2 * (d + 2) * (d + 4) / 2)
THREE = (1 + w**2) * (d / 2 - 2 * eta * (d + 3) + eta**2 * (d + 4) * (d + 6))

FIRST = 2
SIZES = ((1, 2), (2, 2), (3, 2), (2, 3), (3, 3), (4, 3))
"""d and t."""


def stated(size: int, length: int) -> sympy.Expr:
    """The loss at these sizes; raises ValueError for a dimension in which it is not shown to be that of all."""
    if size < large_from(length):
        raise ValueError(f"d = {size} is below {large_from(length)}")
    return sympy.expand((TWO if length == FIRST else THREE).subs(d, size))


X, W, q = rectangular("X", n, keys), rectangular("W", n, n), rectangular("q", n, 1)
"""The elements before the last, the matrix of the sequence, and the last element seen."""


def missed() -> sympy.Expr:
    """What the layer misses of `W s_t`, its keys being X and its values W X, paired."""
    step = (W @ X - X * w) @ X.T
    return paired((eye(n) * w + step * eta) @ q - W @ q, name="z")


def turned() -> sympy.Expr:
    """`(W − w)(η X Xᵀ − 1) s_t`, paired."""
    return paired((W - eye(n) * w) @ (X @ X.T * eta - eye(n)) @ q, name="z")


@claim(
    "vonoswald2023b/step-on-orthogonal-sequences",
    source=printed("linear self-attention as a step with learned W₀, on linear dynamics; the loss is our own"),
    parts=(
        Equality("missed", missed, turned()),
        Equality("two", lambda: on_orthogonal(2), TWO),
        Equality("three", lambda: on_orthogonal(3), THREE),
        Equality("step_two", lambda: best(on_orthogonal(2)), 1 / (d + 4)),
        Equality("step_three", lambda: best(on_orthogonal(3)), (d + 3) / ((d + 4) * (d + 6))),
        Equality("error_two", lambda: share(on_orthogonal(2)), 1 - (d + 2) / (d * (d + 4))),
        Equality("error_three", lambda: share(on_orthogonal(3)), 1 - 2 * (d + 3) ** 2 / (d * (d + 4) * (d + 6))),
        *(Equality(f"derived_{size}_{t}", partial(loss_at, size, t), stated(size, t)) for size, t in SIZES),
    ),
    uses=(one_step,),
    formal="steps_on_orthogonal",
    rests_on=("haar-characters",),
)
def step_on_orthogonal_sequences() -> Iterator[Chain]:
    """For W uniform in O(d) the best step from `W₀ = 0` is `1/(d + 4)` after two elements, and no other w I is better.

    The layer of `vonoswald2023b/one-step` with `W₀ = w I`, `D = η I`, `C = I`, w and η real, predicts `s_{t+1}` of
    `s_{i+1} = W s_i`, `s_1` of N(0, I). It misses `(W − w) g`, `g = (η Σ_{k<t} s_k s_kᵀ − 1) s_t`, for every W
    (`missed`), whose square is `(1 + w²)‖g‖² − 2w gᵀWg` for an orthogonal one. All of it is made of `⟨u, W^k u⟩`, u
    the unit vector of `s_1`, whose means are those of products of traces; the last term is odd in W and has mean 0.
    So the loss is `(1 + w²)` times `½ E‖g‖²`: `(1 + w²)[d/2 − η(d + 2) + η²(d + 2)(d + 4)/2]` at t = 2, all d, and
    `(1 + w²)[d/2 − 2η(d + 3) + η²(d + 4)(d + 6)]` at t = 3, `d >= 2`. It is least at w = 0, with step `1/(d + 4)`
    and `(d + 3)/((d + 4)(d + 6))`; of the loss of predicting 0 `1 − (d + 2)/(d(d + 4))` and
    `1 − 2(d + 3)²/(d(d + 4)(d + 6))` stay. The engine derives these losses at the sizes listed. A diagonal W with
    random signs has other losses (`vonoswald2023b/step-on-sequences`).
    """
    yield from ()


CASES = tuple(Case("gaussian", d=d, parameters=(("eta", 0.125), ("w", -0.5))) for d in (2, 3))


@crosscheck(step_on_orthogonal_sequences, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Losses of the layer over angles of the orthogonal group and a product of Gauss rules, and parabolas."""
    from proofs.vonoswald2023b.second_route import learned_steps as route

    found: dict[str, float] = {}
    for word, length in (("two", 2), ("three", 3)):
        source = route.Orthogonal(d, length)
        lowest = route.lowest(source)
        found |= {word: source.mean(parameters), f"step_{word}": lowest["step"], f"error_{word}": lowest["error"]}
    return found


@crosscheck(step_on_orthogonal_sequences, "sampled", cases=CASES[:1])
def by_sampling(law: Law, d: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Losses of random sequences."""
    from proofs.vonoswald2023b.second_route import learned_steps as route

    found = {}
    for word, length in (("two", 2), ("three", 3)):
        source = route.Orthogonal(d, length)
        mean = source.mean(parameters)
        found[word] = Sample(source.drawn(parameters, rng), source.mean(parameters, 2) - mean**2, mean)
    return found
