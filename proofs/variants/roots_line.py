"""Does training stay on the line where the eigenvalues of W are roots of unity of order 3 to 6?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from proofs.variants.line_loss import of_terms
from proofs.variants.second_route import forward
from proofs.variants.setting import on_roots
from proofs.variants.signs_line import POINT, signs_line
from proofs.variants.sources import ours
from proofs.variants.turned_line import invariant_for
from symbolic.laws import Law
from symbolic.model.derived_model import Derived
from symbolic.typeset.derivation import Chain

ORDERS = (3, 4, 5, 6)


def slope(order: int) -> sympy.Expr:
    """`∂L/∂W_KQ_23` on the line."""
    setting = on_roots(order)
    return of_terms(Derived(setting).on(setting.families["line"]).derivative("W_KQ_23"))


@claim(
    "variants/roots-line",
    source=ours("eigenvalues on roots of unity"),
    parts=(
        Settled("line", ORDERS, invariant_for),
        *(Equality(f"slope_{order}", partial(slope, order), sympy.Integer(0)) for order in ORDERS),
    ),
    repairs=signs_line,
    rests_on=("ode-uniqueness",),
    formal="roots_line",
)
def roots_line() -> Iterator[Chain]:
    """Where the eigenvalues are roots of unity of order 3, 4, 5 or 6, the gradient flow stays on the line.

    For starts whose law is unchanged by changes of signs and by permutations of coordinates, with finite moments of
    order 6, all d >= 2, all `T >= 3`, and the flow of all entries of all blocks. The gradient by `W_KQ_23`, which for
    signs takes it off the line, is zero for every law: the prediction through that block has two turns by W less than
    the target, and a turn of W by one root of unity changes no law. For signs that gradient is
    `b (T−1)/(T−2) (ab E x⁶ − E x⁴)` in one dimension, for the last term of a sequence: for starts that are not zero it
    is zero just where `b = 0` or ab is the best product, `E x⁴/E x⁶`.
    """
    yield from ()


CASES = tuple(Case(law, d=2, T=T, parameters=POINT) for law, T in (("gaussian", 4), ("twopoint(2:1/3, -1:2/3)", 5)))


def _at(law: Law, order: int, T: int, parameters: Mapping[str, float]) -> tuple[Any, Any]:
    import numpy as np

    from proofs.variants.second_route.state_sequences import Roots

    line = forward.on_line(law.d, (parameters["a"], parameters["b"]))
    direction = np.array([[1.0, -0.5], [2.0, 0.25]])

    def of(states: Any) -> Any:
        ahead, behind = (forward.losses({**line, "W_KQ_23": s * direction}, states, range(2, T)) for s in (0.5, -0.5))
        return ahead - behind

    return Roots(law, order, T), of


@crosscheck(roots_line, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The difference of mean losses on both sides of the line, in a direction of the block with four entries."""
    from proofs.crosschecks import Computed

    found = {}
    for order in ORDERS:
        draws, of = _at(law, order, T, parameters)
        found[f"slope_{order}"] = Computed(draws.mean(of), draws.mean(of, 2) ** 0.5)
    return found


@crosscheck(roots_line, "sampled", cases=CASES[:1])
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same of random sequences."""
    from proofs.variants.line_route import as_sample

    draws, of = _at(law, 3, T, parameters)
    return {"slope_3": as_sample(draws.drawn(of, rng))}
