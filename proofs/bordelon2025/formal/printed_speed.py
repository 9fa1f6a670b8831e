"""The printed speed of an eigenvalue and its printed course: refuted, as `2λγ` is ln 3 and not ln 5 at a time."""

from __future__ import annotations

from proofs.bordelon2025.formal.learned_eigenvalue import (
    ANY,
    GIVEN,
    TIME,
    at_time,
    course,
    defined_for,
    slows,
    system,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import assume, deny, part, parts
from symbolic.core.rules.powers import exponential_of_logarithm
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import FALSE, Number, conjunction, less, negation
from symbolic.tactics.signs import identity, signed
from symbolic.tactics.steps import at, proved, quantified, rewritten, under


def goal(factor: Number = 1) -> Expression:
    """The limit of the speed `ω λ² (1 − λγ/L)^(2L−1)`, and the course `γ = ln(1 + 4ωλ³t)/(2λ)` of the flow with it."""
    flow = conjunction(system(factor).is_global, quantified(course(factor), TIME))
    return quantified(conjunction(quantified(slows(factor), ANY), flow), *GIVEN)


def value(said: Theorem) -> Theorem:
    """`ln s` at `ω = λ = t = 1`, where γ is said to be `ln s/2`."""
    now, curve = parts(said.conclusion, "equal")
    of_logarithm, _ = parts(curve, "divide")
    return identity(of_logarithm, 2 * now, using=((said, -2),))


def refutation() -> Proof:
    """At `ω = λ = t = 1`."""
    claimed = at(part(1, part(1, at(assume(goal()), 1, 1))), 1)
    found = at(under(at_time(1), TIME, *GIVEN), 1, 1, 1)
    one, other = (value(each) for each in (claimed, found))
    five, three = (parts(each.conclusion, "equal")[0] for each in (one, other))
    same = identity(five, three, using=((one, 1), (other, -1)))
    above = [signed(less(0, parts(each, "logarithm")[0])) for each in (five, three)]
    is_five, is_three = (exponential_of_logarithm(each) for each in above)
    wrong = signed(FALSE, (rewritten(same, is_five), is_three))
    denied = negation(goal())
    return Proof(denied, deny(goal(), wrong), proved(defined(denied), solve=defined_for))
