"""The printed speed of an eigenvalue and its printed course: refuted, as `e^(−2λγ)` is 1/3 and not 1/5 at a time."""

from __future__ import annotations

from proofs.bordelon2025.formal.learned_eigenvalue import GIVEN, course, defined_for, solved
from proofs.bordelon2025.formal.learned_eigenvalue import LEFT_OUT as LEFT_OUT
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import assume, deny, part
from symbolic.core.vocabulary import FALSE, negation
from symbolic.tactics.signs import signed
from symbolic.tactics.steps import at, proved, under


def goal() -> Expression:
    """With the speed `ω λ² e^(−2λγ)` the course is `γ = ln(1 + 4ωλ³t)/(2λ)`."""
    return solved(1)


def refutation() -> Proof:
    """At `ω = λ = t = 1`."""
    claimed = part(0, at(part(1, at(assume(goal()), 1, 1)), 1))
    found = at(under(course(1), *GIVEN), 1, 1, 1)
    denied = negation(goal())
    return Proof(denied, deny(goal(), signed(FALSE, (claimed, found))), proved(defined(denied), solve=defined_for(1)))
