"""A linear layer of attention on tokens of a sequence is a preconditioned step from learned weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality
from proofs.vonoswald2023b.notation import n, t
from proofs.vonoswald2023b.sources import printed
from symbolic.algebra.block_words import Blocks, stacked
from symbolic.algebra.rectangular import Rectangular, as_rules, eye, paired, rectangular, word_of, zero
from symbolic.algebra.traces import Rules, derivative, trace
from symbolic.typeset.derivation import Chain

PREVIOUS, CURRENT, OUTPUTS = (rectangular(name, n, t) for name in ("X", "Y", "F"))
"""The elements before, the elements, and what the tokens hold of a prediction: the columns are tokens `(f, y, x)`."""

own, before = rectangular("q", n, 1), rectangular("p", n, 1)
"""The last element, and the one before it."""

B, D, E, C, W0 = (rectangular(name, n, n) for name in ("B", "D", "E", "C", "W_0"))
"""Values read `Bx + Dy`, E is the inverse of D, and the match of keys and queries is C."""

INVERTED: Rules = as_rules({word_of(D @ E): eye(n), word_of(E @ D): eye(n)})

eta = sympy.Symbol("eta", real=True)
O = zero(n, n)


def after(reads: Rectangular, carries: Rectangular, matches: Rectangular, start: Rectangular) -> Blocks:
    """The last token `(start q, q, p)` after a layer: values into f, keys are x, queries are y."""
    context, token = stacked(OUTPUTS, CURRENT, PREVIOUS), stacked(start @ own, own, before)
    values = Blocks(((O, carries, reads), (O, O, O), (O, O, O)))
    match = Blocks(((O, O, O), (O, O, O), (O, matches, O)))
    return token + values @ context @ context.T @ match @ token


def slope(weights: Rectangular) -> Rectangular:
    """The printed gradient `(WX − Y) Xᵀ`."""
    return (weights @ PREVIOUS - CURRENT) @ PREVIOUS.T


def derived_slope() -> sympy.Expr:
    """The derivative of `½ Σ ‖W s_(i−1) − s_i‖²`, paired."""
    off = (W0 @ PREVIOUS - CURRENT).words
    return derivative(trace(off.T @ off) / 2, "W_0", rectangular("G", n, n).words)


def predicted(reads: Rectangular, carries: Rectangular, matches: Rectangular, start: Rectangular) -> sympy.Expr:
    return paired(after(reads, carries, matches, start).rows[0][0], INVERTED, "z")


LEARNED = -(E @ B)
"""The weights that a layer starts from."""


@claim(
    "vonoswald2023b/one-step",
    source=printed("linear self-attention as a step with learned W₀"),
    parts=(
        Equality("slope", derived_slope, paired(slope(W0), name="G")),
        Equality("step", lambda: predicted(-(D @ W0), D, C, W0), paired((W0 - D @ slope(W0) @ C) @ own, INVERTED, "z")),
        Equality(
            "every_layer",
            lambda: predicted(B, D, C, LEARNED),
            paired((LEARNED - D @ slope(LEARNED) @ C) @ own, INVERTED, "z"),
        ),
        Equality(
            "plain",
            lambda: predicted(W0 * -eta, eye(n) * eta, eye(n), W0),
            paired((W0 - slope(W0) * eta) @ own, name="z"),
        ),
        Equality("from_zero", lambda: predicted(O, D, C, O), paired(D @ CURRENT @ PREVIOUS.T @ C @ own, name="z")),
        Equality("element", lambda: paired(after(B, D, C, W0).rows[1][0], name="z"), paired(own, name="z")),
        Equality("element_before", lambda: paired(after(B, D, C, W0).rows[2][0], name="z"), paired(before, name="z")),
    ),
    formal="step_from_learned_weights",
)
def one_step() -> Iterator[Chain]:
    """A linear layer predicts `(W₀ − D ∇L(W₀) C) s_t`: a preconditioned step on `½ Σ ‖W s_(i−1) − s_i‖²` from W₀.

    Tokens are `(f_i, s_i, s_(i−1))` with `f_t = W₀ s_t`; the keys read `s_(i−1)`, the query reads `s_t` and matches by
    C, the values are `D (s_i − W₀ s_(i−1))` and go to f. For all dimensions, every length, all sequences and all
    matrices W₀, C and D, no symmetry needed; the sum may run over i up to t, the query's own token included, since keys
    and queries read different elements. Every layer whose values are `B s_(i−1) + D s_i` with an invertible D is one of
    these, with `W₀ = −D⁻¹B`. `D = η`, `C = 1` is plain gradient descent with step η; without B and f, `W₀ = 0`. The
    other blocks of the token stay as they are.
    """
    yield from ()


CASES = tuple(Case(None, n=p, t=r, parameters=(("eta", 0.5),)) for p, r in ((1, 1), (2, 3), (3, 2)))


@crosscheck(one_step, "exact", cases=CASES)
def by_attention(law: None, n: int, t: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Fraction]:
    """Attention token by token with whole weight matrices; the gradient by exact differences."""
    from proofs.vonoswald2023b.second_route.sequences import after_a_layer

    return after_a_layer(n, t, Fraction(parameters["eta"]))
