"""That long prompts of one orthant are answered after training with `Λ = I`: in no dimension from 2 on."""

from __future__ import annotations

from proofs.garg2022.formal.first_unit import AXIS, SEVERAL, positive_axis
from proofs.garg2022.formal.isotropic import IS_INVERSE, apart, one_is_semidefinite, sizes
from proofs.garg2022.formal.limits.limits_of_ones import at_equal_lengths, at_length_too
from proofs.garg2022.formal.orthants.error_in_orthants import IN_ORTHANT, KEY, centred
from proofs.garg2022.formal.orthants.limit_in_orthants import LIMIT, is_missed, limit
from proofs.garg2022.formal.orthants.moduli import AS_MODULI, LAW, meant_moduli, υ
from proofs.garg2022.formal.trained_model import SIZES, TASK, d, meaningful, w
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, bound, opened
from symbolic.core.rules.convergence import one_limit
from symbolic.core.rules.logic import apply, assume, choose, deny, part, parts
from symbolic.core.vocabulary import FALSE, Number, conjunction, exists, integers_from, negation
from symbolic.tactics.signs import signed
from symbolic.tactics.steps import assumed, at, proved, quantified
from symbolic.tactics.whole_matrices.matrix_letters import shaped


def goal(end: Number = 0, several: Expression = SEVERAL) -> Expression:
    """For moduli with the moments of those of N(0, 1): at some d from 2 on the error tends to 0 for every task."""
    answered = conjunction(several, quantified(at_equal_lengths(IN_ORTHANT, end), TASK))
    some = conjunction(AS_MODULI, exists(d, integers_from(1), answered))
    return conjunction(quantified(IS_INVERSE, *SIZES), exists(υ, parts(LAW, "member")[1], some))


def refutation() -> Proof:
    """At the first unit vector it tends to m⁴ (d − 1)."""
    law = part(1, assume(goal()))
    of_law = assume(opened(parts(law.conclusion, "exists")[1], (υ,)))
    size = part(1, of_law)
    of_size = assume(opened(parts(size.conclusion, "exists")[1], (d,)))
    within, unit = assume(SIZES[0]), shaped(AXIS, assumed(SIZES[0]))
    there = at(apply(at(limit(), within, assume(LAW)), part(0, of_law)), unit)
    term, end = (opened(bound(each, (w,)), (AXIS,)) for each in (IN_ORTHANT, LIMIT))
    none = one_limit(at_length_too(there, term, end), at(part(1, of_size), unit))
    missed = apply(at(is_missed(2, 0), within), part(0, of_size))
    long = positive_axis()
    false = signed(FALSE, (none, missed, long), products=((long, missed),))
    found = choose(υ, law, choose(d, size, false))
    solve = meaningful(KEY, first=meant_moduli, more=(*apart(), *sizes(), one_is_semidefinite(), centred()))
    return Proof(negation(goal()), deny(goal(), found), proved(defined(negation(goal())), solve=solve))
