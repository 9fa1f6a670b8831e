"""The optimal in-context map as one step of gradient descent over all matrices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import crosscheck
from proofs.parts import Equality
from proofs.sander2024.augmented.augmented_route import sampled
from proofs.sander2024.augmented.gradient_step import CASES, OVERLAP, SAMPLED, STEP, compared, gradient_step, step
from proofs.sander2024.augmented.in_context_map import attended
from proofs.sander2024.citation import printed
from proofs.zheng2024.capability.corollary_4_1 import IMAGINARY, REAL
from proofs.zheng2024.capability.least_squares import descent, outer
from symbolic.algebra.notation import t
from symbolic.laws import Law, Ones
from symbolic.setting.affine import Affine
from symbolic.typeset.derivation import Chain, Line


def unexplained() -> sympy.Expr:
    """An entry of attention's matrix less that of the descent step, summand by summand (real part)."""
    return sympy.expand(attended().weight * outer()[0] - step() * descent()[0])


def told(affine: Affine) -> sympy.Expr:
    """A place in the sequence, t being the time."""
    return affine.constant + sympy.Add(*(slope * {"t": t}[name] for name, slope in affine.slopes))


@claim(
    "sander2024/gradient-step-repaired",
    source=printed("Proposition 2, the in-context map"),
    family=Ones(),
    parts=(
        Equality("descent_real", lambda: descent()[0], REAL),
        Equality("descent_imaginary", lambda: descent()[1], IMAGINARY),
        Equality("lag", lambda: sympy.Integer(attended().lag), sympy.Integer(1)),
        Equality("first", lambda: told(attended().first), sympy.Integer(0)),
        Equality("last", lambda: told(attended().last), t - 1),
        Equality("query", lambda: told(attended().query), t),
        STEP,
        OVERLAP,
        Equality("difference", unexplained, sympy.Integer(0)),
    ),
    repairs=gradient_step,
    formal="gradient_step_repaired",
)
def gradient_step_repaired() -> Iterator[Chain]:
    """At the minimisers attention applies one gradient step from W = 0 over all matrices, with step `a_3 b_1`.

    The prediction at time t is `V s_t`, V the matrix after one step of steepest descent from 0 on the objective
    `½ Σ_{i=1}^{t} ‖s_i − W s_{i-1}‖²` over complex d × d matrices W, in real and imaginary parts of the entries. It is
    an identity for any sequence of complex vectors, any d and t, at any `a_3` and `b_1` where the other blocks are
    zero. The minimisers of Proposition 2 may have `a_1 = −a_4` other than 0: there it holds for all sequences
    `s_i = W s_{i-1}` with W diagonal and unitary. At `−a_3` the loss is above that at `a_3` by
    `4 d a_3 b_1 Σ t`, from the start of ones.
    """
    yield Chain(
        "step", r"\eta", (Line(step(), "attention over descent, entry by entry"), Line(STEP.right, "the weight"))
    )


@crosscheck(gradient_step_repaired, "quadrature", cases=CASES)
def by_enumeration(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """One step of descent on each prompt, by differences of the objective, beside the model's predictions."""
    from proofs.sander2024.second_route import enumerated

    both = compared(T, parameters)
    return {
        "difference": enumerated.mean(law, T, lambda start, lam: both(start, lam)[0]),
        "overlap": enumerated.mean(law, T, lambda start, lam: both(start, lam)[1]),
    }


@crosscheck(gradient_step_repaired, "sampled", cases=SAMPLED)
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Predictions along the target, of random sequences."""
    return {"overlap": sampled(law, T, lambda start, lam: compared(T, parameters)(start, lam)[1], rng)}
