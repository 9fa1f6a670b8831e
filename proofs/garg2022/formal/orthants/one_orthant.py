"""Samples of one orthant: the error and its limit, which is worse than predicting 0; what given signs make of it."""

from __future__ import annotations

from proofs.garg2022.formal.isotropic import IS_INVERSE, apart, is_inverse, one_is_semidefinite, sizes
from proofs.garg2022.formal.limits.limits_of_ones import as_near
from proofs.garg2022.formal.orthants.error_in_orthants import (
    DATA,
    FLOOR,
    IN_ORTHANT,
    KEY,
    centred,
    in_orthant,
    relative,
)
from proofs.garg2022.formal.orthants.given_signs import GIVEN, SAME, both_limits, with_signs
from proofs.garg2022.formal.orthants.limit_in_orthants import LIMIT, is_missed, limit
from proofs.garg2022.formal.orthants.moduli import AS_MODULI, LAW, meant_moduli
from proofs.garg2022.formal.orthants.moments_of_signs import of_moduli, with_moduli
from proofs.garg2022.formal.trained_model import SIZES, TASK, d, meaningful, w
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import assume, conjoin
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import at_most, conjunction, equal, implies, less
from symbolic.tactics.steps import at, proved, quantified, under
from symbolic.tactics.whole_matrices.bounded_products import norm


def goal(
    shares: Expression | None = None,
    end: Expression = LIMIT,
    from_: tuple[int, int] = (2, 4),
    given: Expression = GIVEN,
    same: Expression = SAME,
) -> Expression:
    """For all sizes, laws with the moments of moduli and tasks: the error, its limit and its size, and given signs."""
    error = implies(AS_MODULI, equal(IN_ORTHANT, norm(w) * (shares or relative())))
    exact = quantified(conjunction(IS_INVERSE, quantified(error, *DATA)), *SIZES)
    ends = quantified(implies(AS_MODULI, quantified(as_near(IN_ORTHANT, end), TASK)), LAW)
    missed = (implies(at_most(size, d), less(least, FLOOR)) for least, size in enumerate(from_))
    return conjunction(exact, quantified(conjunction(ends, *missed), SIZES[0]), with_moduli(), with_signs(given, same))


def proof() -> Proof:
    """The goal and its definedness."""
    exact = under(conjoin(is_inverse(), at(in_orthant(), *map(assume, SIZES))), *SIZES)
    size = assume(SIZES[0])
    ends = under(conjoin(*(at(each, size) for each in (limit(), is_missed(2, 0), is_missed(4, 1)))), SIZES[0])
    theorem: Theorem = conjoin(exact, ends, of_moduli(), both_limits())
    more = (*apart(), *sizes(), one_is_semidefinite(), centred())
    solve = meaningful(KEY, "garg2022-any-samples", first=meant_moduli, more=more)
    return Proof(goal(), theorem, proved(defined(goal()), solve=solve))
