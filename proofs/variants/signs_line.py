"""Does training stay on the line where the eigenvalues of W are signs?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from proofs.variants.line_loss import a, b, of_terms
from proofs.variants.setting import on_roots
from proofs.variants.sources import ours
from proofs.variants.turned_line import invariant_for
from symbolic.algebra.notation import T
from symbolic.expectation.moments import MomentSymbol, Pattern, moment
from symbolic.laws import Law
from symbolic.model.derived_model import Derived
from symbolic.model.entry_means import Entries
from symbolic.typeset.derivation import Chain

K4, K6 = (moment(Pattern((), (power,))) for power in (4, 6))

SLOPE = b * (T - 1) * (a * b * K6 - K4) / (T - 2)


def slope() -> sympy.Expr:
    """`∂L/∂W_KQ_23` on the line for d = 1, of the last term of a sequence of signs."""
    setting = on_roots(2, last=True)
    derived = Derived(setting)
    gradient = derived.on(setting.families["line"]).gradient["W_KQ_23"]
    trace = of_terms(Entries(gradient, setting.blocks["W_KQ_23"], derived.population.domain.shifts).mean_on_diagonal())
    return sympy.expand(_in_one_dimension(trace))


def _in_one_dimension(expression: sympy.Expr) -> sympy.Expr:
    """Sums over two different coordinates vanish."""
    symbols = [s for s in expression.free_symbols if isinstance(s, MomentSymbol)]
    several = {s: 0 for s in symbols if len(s.pattern.summed) > 1}
    return expression.xreplace(several).subs(sympy.Symbol("d", integer=True, positive=True), 1)


@claim(
    "variants/signs-line",
    source=ours("eigenvalues that are signs"),
    parts=(Settled("line", (2,), invariant_for), Equality("slope", slope, SLOPE)),
    formal="signs_line",
)
def signs_line() -> Iterator[Chain]:
    """Where the eigenvalues of W are signs, the gradient flow stays on the line as it does on the circle.

    For starts whose law is unchanged by changes of signs and by permutations of coordinates, all d >= 2, all lengths.
    False: `x_{t+1} = x_{t-1}`, so that the target stands in the last token, and the block `W_KQ_23` that reads it gets
    a gradient, which `roots-line` tells in one dimension.
    """
    yield from ()


POINT = (("a", 0.5), ("b", -0.75))
CASES = tuple(Case(law, d=1, T=T, parameters=POINT) for law, T in (("gaussian", 4), ("sparse(c=1/2)", 5)))


def _slopes(step: float, T: int, parameters: Mapping[str, float]) -> Any:
    """The difference of losses on both sides of the line, in the direction of the block."""
    import numpy as np

    from proofs.variants.second_route import forward

    line = forward.on_line(1, (parameters["a"], parameters["b"]))

    def of(states: Any) -> Any:
        ends = (forward.losses({**line, "W_KQ_23": s * np.eye(1)}, states, range(T - 1, T)) for s in (step, -step))
        ahead, behind = ends
        return (ahead - behind) / (2 * step)

    return of


@crosscheck(signs_line, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The difference of two mean losses, a parabola in an entry."""
    from proofs.variants.second_route.state_sequences import Roots

    return {"slope": Roots(law, 2, T).mean(_slopes(0.5, T, parameters))}


@crosscheck(signs_line, "sampled", cases=CASES[:1])
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same of random sequences."""
    from proofs.variants.line_route import as_sample
    from proofs.variants.second_route.state_sequences import Roots

    return {"slope": as_sample(Roots(law, 2, T).drawn(_slopes(0.5, T, parameters), rng))}
