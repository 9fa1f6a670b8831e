"""Proposition 4.2 as printed, for every d: at d = 1 the whole hyperbola `ab = 1` is critical."""

from __future__ import annotations

from proofs.zheng2024.formal.on_line.line_formulas import a, b, d
from proofs.zheng2024.formal.ones.ones_gradient import critical
from proofs.zheng2024.formal.ones.proposition_4_2_repaired import definedness, everywhere, single
from symbolic.core.certificates import Proof
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import apply, assume, contradict, deny, either, one_way, part, parts
from symbolic.core.vocabulary import equal, for_all, implies, integers_from, negation
from symbolic.tactics.signs import signed
from symbolic.tactics.steps import at


def goal() -> Expression:
    """At every size no point of the line with `ab ≠ 0` is critical for the full loss."""
    rests = implies(negation(equal(a * b, 0)), negation(critical()))
    return for_all(d, integers_from(1), everywhere(rests))


def refutation() -> Proof:
    """The negation of the goal, by d = 1, T = 3, a = b = 1, and its definedness."""
    claimed = at(assume(goal()), 1, 3, 1, 1)
    (product,) = parts(parts(claimed.conclusion, "implies")[0], "not")
    rests = apply(claimed, signed(negation(product)))
    there = part(1, one_way(at(single(), 3, 1, 1)))
    exceptions, _ = parts(there.conclusion, "implies")
    hyperbola = parts(exceptions, "or")[1]
    found = apply(there, either(exceptions, signed(hyperbola)))
    return Proof(negation(goal()), deny(goal(), contradict(found, rests)), definedness(negation(goal())))
