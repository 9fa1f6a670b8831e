"""Independent coordinates with mean zero need not have an invariant line: two coordinates that are 2 or −1."""

from __future__ import annotations

from fractions import Fraction

from proofs.zheng2024.formal.line import gradient
from proofs.zheng2024.formal.on_line.independent_line import CENTRED, for_all_laws
from proofs.zheng2024.formal.on_line.line_flow import SIZES
from proofs.zheng2024.formal.on_line.line_statements import BLOCKS, VALUE_BLOCK, regular
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.entries import independent_mean, independent_moments, indicator_of_false
from symbolic.core.rules.logic import apply, assume, deny, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import FALSE, equal, independent, integers_from, negation
from symbolic.goals.usual_terms import mixed_moment, power_sum
from symbolic.tactics.evaluated import equations
from symbolic.tactics.explicit_laws import table
from symbolic.tactics.signs import signed
from symbolic.tactics.steps import at, belonging, conjuncts, finite, modulo, proved, rewritten, under

COIN = table((Fraction(1, 3), written(2)), (Fraction(2, 3), written(-1)))
"""2 with probability 1/3, else −1: its mean is 0, its third moment 2."""

LENGTHS = power_sum(written(3) - 2)
"""`H(T − 2)` at T = 3."""


LEFT_OUT = "the remarks on Assumption 4.1 and on single entries of the gradient"


def goal(hypotheses: Expression = CENTRED) -> Expression:
    """For all sizes and such laws of a coordinate the line is invariant."""
    return for_all_laws(hypotheses)


def entry_of_gradient() -> Theorem:
    """The entry 1, 2 of the gradient by `W_PV_12` at `a = b = 1` is `4 H(1)`."""
    finite_moments = finite(COIN, 6)
    entries = conjuncts(at(under(gradient.entries(), *SIZES), 2, 3, independent_moments(finite_moments), 1, 1))
    different = signed(negation(equal(1, 2)))
    found = apply(at(entries[2 * BLOCKS.index(VALUE_BLOCK) + 1], 1, 2), different)
    term = mixed_moment(independent(COIN), (written(1), 3), (written(2), 3))
    places = tuple(belonging(place, integers_from(1)) for place in (1, 2))
    product = independent_mean(term, finite_moments, places, (different,))
    value = parts(product.conclusion, "equal")[1]
    return modulo(equal(parts(found.conclusion, "equal")[0], 4 * LENGTHS), (found, product, *equations(value)))


def refutation() -> Proof:
    """The denied goal and its definedness."""
    instance = at(assume(goal()), 2, 3, finite(COIN, 6))
    mean, _ = parts(parts(instance.conclusion, "implies")[0], "equal")
    on_line = conjuncts(at(apply(instance, modulo(equal(mean, 0), equations(mean))), 1, 1))
    along = at(on_line[BLOCKS.index(VALUE_BLOCK)], 1, 2)
    zero = rewritten(indicator_of_false(signed(negation(equal(1, 2)))), along)
    positive = at(under(gradient.overlap_positive(), SIZES[1]), 3)
    wrong = signed(FALSE, (zero, entry_of_gradient(), positive))
    return Proof(negation(goal()), deny(goal(), wrong), proved(defined(negation(goal())), solve=regular))
