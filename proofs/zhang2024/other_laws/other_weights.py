"""The family where weights are not normal: which of their moments keep the flow on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from proofs.zhang2024.notation import N, u
from proofs.zhang2024.other_laws.joined_moments import on_family
from proofs.zhang2024.other_laws.other_route import prompts
from proofs.zhang2024.other_laws.unusual_draws import WEIGHTS
from proofs.zhang2024.reduced.on_family import MATRIX, SCALAR
from proofs.zhang2024.reduced.reduced_route import sampled
from proofs.zhang2024.sources import printed
from symbolic.decide.outcomes import Answer, Fails, Holds
from symbolic.laws import Law
from symbolic.model.derived_model import Derived, OnFamily
from symbolic.typeset.derivation import Chain

a, m3 = sympy.symbols("a m_3", real=True)
"""U is a times the identity; the third moment of a weight."""

ROW = "W_KQ_21"
"""The block that third moments of the weights move."""


def on_multiples() -> OnFamily:
    """Where U is a multiple of the identity."""
    return Derived(WEIGHTS).on(WEIGHTS.families["multiples"])


def left_over() -> sympy.Expr:
    """An entry of the gradient by `W_KQ_21`, for centred weights and covariates with `E x_j² = 1` and `E x_j⁴ = 3`."""
    terms = on_multiples().derivative(ROW)
    none, one, three = map(sympy.Integer, (0, 1, 3))
    values = {"m1(w)": none, "m3(w)": m3, "m2(x)": one, "m4(x)": three, "m2(q)": one}
    known = {sympy.Symbol(name, real=True): value for name, value in values.items()}
    return sympy.expand(sympy.Add(*(c.expression() for c in terms.values())).xreplace(known))


def coefficients() -> list[sympy.Expr]:
    """What words in U are multiplied with in the gradient by all blocks that are zero on the family."""
    gradient = on_family(WEIGHTS).gradient
    return [
        c.expression() for block, terms in gradient.items() if block not in (SCALAR, MATRIX) for c in terms.values()
    ]


def needed(statement: tuple[str, ...]) -> Answer:
    """Whether the flow stays on the family iff these moments vanish, second moments being positive.

    Enough: every coefficient vanishes with them. Needed: where the ones before it vanish, some coefficient is the
    moment times what has one sign.
    """
    known = {name: sympy.Symbol(name, real=True) for name in statement}
    left = [c for c in map(sympy.expand, coefficients()) if c != 0]
    for name, moment in known.items():
        if not any(_one_sign(sympy.cancel(c / moment), moment) for c in left):
            return Fails(f"no coefficient says that {name} vanishes", f"the moment {name}")
        left = [c for one in left if (c := sympy.expand(one.xreplace({moment: sympy.Integer(0)}))) != 0]
    if left:
        return Fails(f"{left[0]} is left over", ", ".join(statement))
    return Holds("every coefficient off the family vanishes with them, and one is each of them times a number not zero")


def _one_sign(factor: sympy.Expr, moment: sympy.Symbol) -> bool:
    """For u, sizes and second moments that are positive."""
    positive = {s: sympy.Symbol(s.name, positive=True) for s in factor.free_symbols if s.name in POSITIVE}
    found = factor.xreplace(positive)
    return moment not in factor.free_symbols and bool(found.is_positive or found.is_negative)


POSITIVE = ("u", "N", "d", "m2(x)", "m2(q)", "m2(w)")


@claim(
    "zhang2024/other-weights",
    source=printed("Theorem 4.1, with weights of any law"),
    parts=(
        Settled("needed", ("m1(w)", "m3(w)"), needed),
        Equality("left_over", left_over, u * m3 * (u * a * (1 + 2 / N) - 1)),
    ),
    rests_on=("ode-uniqueness",),
    formal="weights.moments_of_weights",
)
def other_weights() -> Iterator[Chain]:
    """For weights with independent coordinates the flow stays on the family iff `E w_j = 0` and `E w_j³ = 0`.

    Coordinates of the weights have one law, those of covariates and query another centred one, `E w_j² > 0` and
    `E x_j² > 0`; for all d, N >= 1. That normal weights have both is all that the invariance uses of them, and of the
    covariates it uses nothing (`zhang2024/other-covariates`). With a third moment the block `W_KQ_21` is moved: for
    `E w_j = 0`, `E x_j² = 1`, `E x_j⁴ = 3` and `U = aI` each entry of its gradient is `u E w_j³ (u a (1 + 2/N) − 1)`:
    squares of labels are then of use to the prediction. Fourth moments of the weights are in no gradient on the family.
    """
    yield from ()


CASES = tuple(
    Case("iid(twopoint(2:1/3, -1:2/3))", d=2, N=N_, parameters=(("u", 0.75), ("a", 0.5), ("m_3", 2.0))) for N_ in (1, 2)
)


def _moved(law: Law, N: int, parameters: Mapping[str, float]) -> tuple[Any, Any]:
    """Normal covariates with these weights, and the derivative of a loss by the first entry of the block."""
    from dataclasses import replace

    import numpy as np

    from proofs.zhang2024.second_route.regression import Degrees, along
    from symbolic.laws import IID
    from symbolic.laws.coordinates import Gaussian

    source = replace(prompts(IID(Gaussian()).at(law.d), N, law), degrees=Degrees(4, 2, 4))
    point = {"W_PV_22": np.array([[parameters["u"]]]), "W_KQ_11": parameters["a"] * np.eye(law.d)}
    return source, along(point, {ROW: np.eye(law.d)[:1]})


@crosscheck(other_weights, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The difference of the mean loss along the first entry of `W_KQ_21`."""
    source, f = _moved(law, N, parameters)
    return {"left_over": source.mean(f)}


@crosscheck(other_weights, "sampled", cases=CASES[:1])
def by_sampling(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same of random prompts."""
    return {"left_over": sampled(*_moved(law, N, parameters), rng)}
