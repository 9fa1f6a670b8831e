"""Is the optimal in-context map one step of gradient descent, from λ = 0 or from W = 0?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from proofs.sander2024.augmented.augmented_route import sampled
from proofs.sander2024.augmented.in_context_map import applied, attended
from proofs.sander2024.augmented.six_scalars import in_products
from proofs.sander2024.citation import printed
from proofs.sander2024.notation import a3, b1, p, power_sum
from proofs.zheng2024.capability.least_squares import descent, outer
from symbolic.algebra.notation import d
from symbolic.decide.outcomes import Answer, Fails, Holds
from symbolic.laws import Law, Ones
from symbolic.typeset.derivation import Chain


def step() -> sympy.Expr:
    """What attention applies over the entry of the descent, for one pair of neighbours."""
    (factor,) = {sympy.cancel(ours / theirs) for ours, theirs in zip(outer(), descent(), strict=True)}
    return attended().weight * factor


def same_map(statement: tuple[int, ...]) -> Answer:
    """Whether attention and the step in a diagonal W give the same, for a prompt of one pair, in these dimensions."""
    for size in statement:
        ours, theirs = applied(size, diagonal=False), applied(size, diagonal=True)
        for j, (one, other) in enumerate(zip(ours, theirs, strict=True), start=1):
            if sympy.expand(one - other) != 0:
                values = {symbol: sympy.Integer(1) for symbol in one.free_symbols}
                because = f"coordinate {j} is {one.subs(values)} times the step, and {other.subs(values)} times with λ"
                return Fails(because, f"d = {size}, one pair, all states 1_{size}", Ones().at(size))
    return Holds("both matrices agree")


def overlap() -> sympy.Expr:
    """`Σ_t E Re ⟨s_{t+1}, ŷ_t⟩`, minus half of what is linear in the loss."""
    return -in_products().coeff_monomial(p) / 2 * attended().weight


STEP = Equality("step", step, a3 * b1)
OVERLAP = Equality("overlap", overlap, d * a3 * b1 * power_sum(1))


@claim(
    "sander2024/gradient-step",
    source=printed("Proposition 2, the in-context map"),
    family=Ones(),
    parts=(STEP, OVERLAP, Settled("diagonal", (1, 2), same_map)),
    formal="gradient_step",
)
def gradient_step() -> Iterator[Chain]:
    """The optimal in-context map is one step of gradient descent from λ = 0, `W = diag(λ)`, with step `a_3 b_1`.

    The inner objective is `½ Σ ‖s_i − λ ⊙ s_{i-1}‖²` over the pairs of the prompt. False for `d >= 2`: attention
    applies `a_3 b_1 Σ s_i s_{i-1}^*`, which has entries off its diagonal, and the step in λ gives its diagonal alone.
    """
    yield from ()


POINT = (("a_3", 0.5), ("b_1", -0.75))
CASES = tuple(Case("ones", d=d, T=T, parameters=POINT) for d, T in ((1, 3), (2, 3), (3, 2)))
SAMPLED = CASES[1:2]


def compared(T: int, parameters: Mapping[str, float]) -> Any:
    """Of each sequence: how far predictions are from those of the step over W, and how far along the target."""
    from proofs.sander2024.second_route import descent, forward

    size = parameters["a_3"] * parameters["b_1"]

    def of(start: Any, lam: Any) -> tuple[Any, Any]:
        blocks = forward.on_six(start.shape[1], a_3=parameters["a_3"], b_1=parameters["b_1"])
        return descent.compared(blocks, start, lam, T, size)

    return of


@crosscheck(gradient_step, "quadrature", cases=CASES)
def by_enumeration(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The predictions along the targets, over roots of unity."""
    from proofs.sander2024.second_route import enumerated

    return {"overlap": enumerated.mean(law, T, lambda start, lam: compared(T, parameters)(start, lam)[1])}


@crosscheck(gradient_step, "sampled", cases=SAMPLED)
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same of random sequences."""
    return {"overlap": sampled(law, T, lambda start, lam: compared(T, parameters)(start, lam)[1], rng)}
