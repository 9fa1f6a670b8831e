"""Attention is one step of descent over all matrices, at all minimisers, and the slope of the objective is known."""

from __future__ import annotations

from proofs.sander2024.formal.gradient_step import POINT, a, b
from proofs.sander2024.formal.lemmas.attention_of_pairs import statement as applied
from proofs.sander2024.formal.lemmas.attention_of_pairs import theorem as any_prompt
from proofs.sander2024.formal.six_products import SIZES
from proofs.sander2024.formal.starts_of_ones import T, at_ones, d, loss, power_sum, summed
from proofs.sander2024.formal.step_of_descent import COUNTS, OUTER, statement
from proofs.sander2024.formal.step_of_descent import theorem as slope_at_0
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import assume, conjoin
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import REALS, conjunction, equal, member, real
from symbolic.goals.family_statements import ModelOnFamily, defined_on
from symbolic.tactics.signs import identity
from symbolic.tactics.steps import belonging, modulo, proved, quantified, under

STEP, LINE = ModelOnFamily("sander2024-step", "opposed"), ModelOnFamily("sander2024-paired", "line")
LAW = STEP.data[2]
c = real("c")
OPPOSED = member(c, REALS)
"""`A_22 = cI` and `A_33 = −cI`, as the minimisers over six scalars have them."""
OVERLAP = d * a * b * power_sum(1)


def apart(size: Expression) -> Expression:
    """How far attention is from the step of a size."""
    sizes, law = STEP.stated.given[:2], STEP.stated.given[2]
    return STEP.loss(a, b, c, given=(*sizes, law, size))


def goal(size: Expression = a * b, overlap: Expression = OVERLAP, outer: tuple[Expression, ...] = OUTER) -> Expression:
    """For all sizes, laws of the start and scalars: attention is the step, on any prompt; its slope; its losses."""
    same = quantified(equal(apart(size), 0), *SIZES, LAW, *POINT, OPPOSED)
    along = quantified(equal(loss(LINE, -a, b) - loss(LINE, a, b), 4 * overlap), *SIZES, *POINT)
    return conjunction(same, applied(size, outer), quantified(statement(outer), *COUNTS), along)


def no_difference() -> Theorem:
    """Attention is the step of the size ab."""
    given = *map(assume, SIZES), assume(LAW), belonging(a * b, REALS)
    derived = STEP.derived(a, b, c, given=given)
    return under(modulo(equal(apart(a * b), 0), (derived,)), *SIZES, LAW, *POINT, OPPOSED)


def overlap() -> Theorem:
    """What predictions have along the targets, from the start of ones."""
    sums = summed(1, SIZES[1]), summed(2, SIZES[1])

    def value(product: Expression) -> Expression:
        squares = power_sum(2) + (d - 1) * power_sum(1)
        return d * (T - 1 - 2 * product * power_sum(1) + product**2 * squares)

    ahead, behind = (at_ones(LINE, value(x * b), x, b, equations=sums) for x in (a, -a))
    left = loss(LINE, -a, b) - loss(LINE, a, b)
    return under(identity(left, 4 * OVERLAP, using=((behind, 1), (ahead, -1))), *SIZES, *POINT)


def proof() -> Proof:
    """The goal and its definedness."""
    found = conjoin(no_difference(), any_prompt(), under(slope_at_0(), *COUNTS), overlap())
    return Proof(goal(), found, proved(defined(goal()), solve=defined_on(STEP, LINE)))
