"""Whether training stays on the line where eigenvalues are roots of unity, for starts with symmetries."""

from __future__ import annotations

from proofs.variants.setting import on_roots
from symbolic.decide.conditions.symmetries import Permutations, SignFlips
from symbolic.decide.decision import Proof, decide
from symbolic.decide.family_invariance import stays_on
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.outcomes import Answer, Fails, Holds, Unknown
from symbolic.decide.refute import Refutation
from symbolic.model.derived_model import Derived
from symbolic.model.tangency import Tangency

SYMMETRIC = Hypotheses("changes of signs and permutations", (SignFlips(), Permutations()))


def invariant_for(orders: tuple[int, ...]) -> Answer:
    """Whether the line is invariant for all lengths and d >= 2, for every start with these symmetries, at every order.

    The requirements on moments are necessary and sufficient; a law that satisfies the symmetries and misses one of them
    refutes, for some length and some point of the line.
    """
    for order in orders:
        setting = on_roots(order)
        conclusion = stays_on(Tangency(Derived(setting).on(setting.families["line"])), "line")
        decision = None if conclusion is None else decide(SYMMETRIC, conclusion)
        if isinstance(decision, Refutation):
            said = f"order {order}: {decision.requirement.name} is violated by {decision.violation}"
            return Fails(said, decision.law.description, decision.law)
        if decision is not None and not isinstance(decision, Proof):
            return Unknown(f"order {order}: {decision.reason if hasattr(decision, 'reason') else 'not decided'}")
    return Holds(f"every moment that the gradient needs follows, at the orders {', '.join(map(str, orders))}")
