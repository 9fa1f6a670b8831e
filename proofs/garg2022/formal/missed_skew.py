"""That long prompts of a skewed covariance are answered after training with `Λ = I`: in no dimension from 2 on."""

from __future__ import annotations

from functools import cache

from proofs.garg2022.formal.errors_of_shifts import POINTS
from proofs.garg2022.formal.first_unit import AXIS, SEVERAL, positive_axis
from proofs.garg2022.formal.isotropic import ENDED, IS_INVERSE, apart, isotropic, one_is_semidefinite, sizes
from proofs.garg2022.formal.limits.limits_of_ones import (
    AT_ENDED,
    LIMIT_OF_ONES,
    at_equal_lengths,
    at_length_too,
    near_of_ones,
    of_term,
)
from proofs.garg2022.formal.limits.nearing import Nearing
from proofs.garg2022.formal.skewed_eigenvalues import (
    MEAN,
    SCALE,
    SKEW,
    at_mean,
    is_semidefinite,
    is_skewed,
    more_than_1,
    spread,
    κ,
)
from proofs.garg2022.formal.trained_model import ONE, SIZES, TASK, G, M, d, form, loss, meaningful, minus, w
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, bound, opened
from symbolic.core.rules.convergence import one_limit
from symbolic.core.rules.logic import apply, assume, choose, deny, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    Number,
    conjunction,
    equal,
    exists,
    implies,
    integers_from,
    negation,
    product,
    transpose,
)
from symbolic.tactics.signs import signed
from symbolic.tactics.steps import assumed, at, proved, quantified, under
from symbolic.tactics.whole_matrices.bounded_products import norm
from symbolic.tactics.whole_matrices.matrix_letters import shaped
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

KEY = "garg2022-skewed"
AFTER = loss(KEY, d, M, G, w, ENDED)
"""The error on samples and queries of another covariance."""
OF_SKEW = opened(bound(AFTER, (G,)), (SKEW,))
DATA = POINTS, TASK


def goal(limit: Number = 0, several: Expression = SEVERAL) -> Expression:
    """In some dimension from 2 on, where eigenvalues are `κ/i²` of mean 1, the error tends to 0 for every task."""
    tends_ = quantified(at_equal_lengths(OF_SKEW, limit), TASK)
    answered = quantified(implies(MEAN, tends_), SCALE)
    some = exists(d, integers_from(1), conjunction(several, answered))
    return conjunction(quantified(IS_INVERSE, *SIZES), some)


@cache
def limit() -> Theorem:
    """For all d, G and tasks: the error tends to `‖(G − 1) w‖²_G`."""
    inside = (*assumed(SIZES[0], *DATA),)
    near = Nearing.normal(G, product(w, transpose(w)), G, 0, inside)
    found = at(near_of_ones(), assume(SIZES[0]), *near.symmetric)
    same = isotropic(AFTER, near.of(AT_ENDED), inside)
    end = near.of(LIMIT_OF_ONES)
    ending = rewritten_traces(equal(end, FLOOR), inside)
    return under(of_term(AFTER, FLOOR, found, same, ending), SIZES[0], *DATA)


FLOOR = form(product(minus(G, ONE), w), G)


def refutation() -> Proof:
    """The first unit vector is missed by `κ (κ − 1)²`, and κ is more than 1."""
    some = part(1, assume(goal()))
    inside = assume(opened(parts(some.conclusion, "exists")[1], (d,)))
    facts = (*assumed(SIZES[0], SCALE), assume(MEAN))
    unit, skew = shaped(AXIS, facts), is_semidefinite()
    there = at(limit(), assume(SIZES[0]), skew, unit)
    wrong = at(apply(at(part(1, inside), assume(SCALE)), assume(MEAN)), unit)
    term, floor = (opened(bound(each, (G, w)), (SKEW, AXIS)) for each in (AFTER, FLOOR))
    none = one_limit(at_length_too(there, term, floor), wrong)
    value = rewritten_traces(equal(floor, κ * (κ - 1) ** 2 * norm(AXIS)), (*facts, unit, skew), [is_skewed()])
    large, long, wide = more_than_1(part(0, inside)), positive_axis(), spread()
    signs = none, value, large, long, *wide
    false = signed(FALSE, signs, products=((wide[-1], large, large, long),))
    solve = meaningful(KEY, more=(*apart(), *sizes(), one_is_semidefinite(), skew))
    found = deny(goal(), choose(d, some, at_mean(under(false, SCALE, MEAN))))
    return Proof(negation(goal()), found, proved(defined(negation(goal())), solve=solve))
