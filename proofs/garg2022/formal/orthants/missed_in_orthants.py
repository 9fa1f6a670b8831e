"""That long prompts of one orthant are answered after training with `Λ = I`: not in two dimensions."""

from __future__ import annotations

from proofs.garg2022.formal.first_unit import TWO, UNIT, length, shape_of_unit
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
from symbolic.core.vocabulary import FALSE, Number, at_most, conjunction, exists, integers_from, negation
from symbolic.tactics.signs import signed
from symbolic.tactics.steps import at, belonging, proved, quantified, rewritten

LEFT_OUT = "Which law with the mean, the second and the fourth moment of |z| the moduli have."


def goal(end: Number = 0) -> Expression:
    """For moduli of a law with the moments of those of N(0, 1): at all d the error tends to 0 for every task."""
    answered = quantified(quantified(at_equal_lengths(IN_ORTHANT, end), TASK), SIZES[0])
    some = exists(υ, parts(LAW, "member")[1], conjunction(AS_MODULI, answered))
    return conjunction(quantified(IS_INVERSE, *SIZES), some)


def refutation() -> Proof:
    """At `d = 2` and `w = e` it tends to m⁴."""
    some = part(1, assume(goal()))
    inside = assume(opened(parts(some.conclusion, "exists")[1], (υ,)))
    size, unit = belonging(2, integers_from(1)), shape_of_unit()
    there = at(apply(at(limit(), size, assume(LAW)), part(0, inside)), unit)
    wrong = at(part(1, inside), size, unit)
    term, end = (opened(bound(each, (d, w)), (TWO, UNIT)) for each in (IN_ORTHANT, LIMIT))
    none = one_limit(at_length_too(there, term, end), wrong)
    missed = apply(at(is_missed(2, 0), size), signed(at_most(2, 2)))
    false = choose(υ, some, signed(FALSE, (rewritten(length(), none), missed)))
    solve = meaningful(KEY, first=meant_moduli, more=(*apart(), *sizes(), one_is_semidefinite(), centred()))
    return Proof(negation(goal()), deny(goal(), false), proved(defined(negation(goal())), solve=solve))
