"""The sparse example with a constant other than 0: every prediction is exact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from proofs.zheng2024.assumptions import ASSUMPTION_4_1, printed
from proofs.zheng2024.capability.classification import SCALE, Scales
from proofs.zheng2024.capability.error_of_trained_model import error_of_trained_model
from proofs.zheng2024.capability.example_4_1 import (
    EXACT,
    FAMILY,
    OVER_SCALES,
    at_sparse,
    example_4_1,
    of_example,
    sampled_of_example,
)
from proofs.zheng2024.capability.prediction import own_exponent, target_exponent, terms_at
from proofs.zheng2024.flow.line_flow import reduced
from proofs.zheng2024.notation import kappa1, kappa2, kappa3
from symbolic.algebra.notation import d, t
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.outcomes import Answer, Fails, Holds, Unknown
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain, Line

i = sympy.Symbol("i", integer=True, positive=True)
"""A time of the context."""


def satisfied(assumption: Hypotheses) -> Answer:
    """Whether the example satisfies the assumption, for symbolic c and d."""
    found = assumption.of(FAMILY.at(d))
    if found.holds is None:
        return Unknown(found.because)
    return Holds(f"{assumption.name} holds") if found.holds else Fails(f"{assumption.name} fails", found.because)


@claim(
    "zheng2024/example-4.1-repaired",
    source=printed("Example 4.1, with a constant other than 0"),
    family=FAMILY,
    parts=(
        Equality("kappa1", lambda: at_sparse(kappa1), SCALE**4 / d),
        Equality("kappa2", lambda: at_sparse(kappa2), SCALE**6 / d),
        Equality("kappa3", lambda: at_sparse(kappa3), sympy.Integer(0)),
        Equality("own_exponent", lambda: own_exponent(i) - target_exponent(i), sympy.Integer(0)),
        *EXACT,
        Settled("assumption", ASSUMPTION_4_1, satisfied),
        Settled(
            "every_constant",
            Scales(sympy.Union(sympy.Interval.open(-sympy.oo, 0), sympy.Interval.open(0, sympy.oo)), sympy.Integer(1)),
            OVER_SCALES,
        ),
    ),
    uses=(error_of_trained_model,),
    repairs=example_4_1,
    formal="capability.example_4_1_repaired",
)
def example_4_1_repaired() -> Iterator[Chain]:
    """A start uniform on plus and minus c times the axes, `c ≠ 0`, is predicted without error at every T and time.

    It satisfies the conditions for an invariant line, and `κ1 = c^4/d`, `κ2 = c^6/d` and `κ3 = 0`, so the trained
    product is `1/c²` at every `T >= 3` and d. Each of the `t − 1` terms of a prediction is `c²` times the target, for
    every start in the support and every W, so `ŷ_t` equals `x_{t+1}` at every t: no limit is needed.
    """
    yield Chain(
        "product",
        r"\tilde a\tilde b",
        (
            Line(at_sparse(reduced().product), "the limit of the flow with the moments of the example"),
            Line(1 / SCALE**2, r"$\kappa_3 = 0$, whatever $T$"),
        ),
    )
    yield Chain(
        "prediction_over_target",
        r"\hat y_{t,k} / x_{t+1,k}",
        (
            Line(terms_at(t) / (t - 1) * SCALE**2 / SCALE**2, "each term is $c^2$ times the target"),
            Line(sympy.Integer(1), "exact"),
        ),
    )


@crosscheck(
    example_4_1_repaired,
    "quadrature",
    cases=(
        Case("sparse(c=1/2)", d=3, T=3),
        Case("sparse(c=1/2)", d=3, T=6),
        Case("sparse(c=-2)", d=2, T=5),
        Case("sparse(c=3)", d=1, T=4),
    ),
)
def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The best product times the square of the one coordinate that is not 0, and the error there."""
    return of_example(law, d, T)


@crosscheck(example_4_1_repaired, "sampled", cases=(Case("sparse(c=1/2)", d=3, T=5), Case("sparse(c=3)", d=2, T=4)))
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The loss of every sampled sequence at the best product, relative to the mean loss of predicting zero."""
    return sampled_of_example(law, T, rng)
