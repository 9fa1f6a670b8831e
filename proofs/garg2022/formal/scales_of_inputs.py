"""Covariates on another scale: the error, its limit, on which scales that is 0, and the scale that is best."""

from __future__ import annotations

from proofs.garg2022.formal.best_scale import ALONE, BEST, LEAST, alone, divided, longer, relative
from proofs.garg2022.formal.errors_on_scales import (
    ERROR,
    LIMIT,
    TOLD,
    UNSCALED,
    distance,
    errors,
    exact_scales,
    limit,
    roots,
    scaled,
)
from proofs.garg2022.formal.isotropic import IS_INVERSE, apart, is_inverse, one_is_semidefinite, sizes
from proofs.garg2022.formal.limits.near_limits import LONG, TURNED, at_length, ever_nearer
from proofs.garg2022.formal.trained_model import QUERY, SIZES, SPREAD, c, exactly, is_exact, meaningful, of_training, w
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import conjoin
from symbolic.core.vocabulary import Number, at_most, conjunction, equal, iff
from symbolic.tactics.steps import proved, quantified, under
from symbolic.tactics.whole_matrices.bounded_products import norm


def goal(
    error_: Expression = ERROR, limit: Number = LIMIT, roots: tuple[int, ...] = (-1, 0, 1), best: Expression = BEST
) -> Expression:
    """For all sizes, definite Λ, tasks and scales: the error, its limit, where that is 0, and the best scale."""
    found = conjunction(equal(scaled(), error_), quantified(equal(distance(), c**4 * UNSCALED), QUERY))
    ends = conjunction(ever_nearer(scaled(), limit), exact_scales(*roots))
    ones = conjunction(
        equal(ALONE, c**2 * norm(w) * relative()),
        at_most(LEAST, relative()),
        iff(equal(relative(), LEAST), equal(c**2, BEST)),
        longer(best),
    )
    return conjunction(
        of_training(exactly(found, *TOLD), at_length(ends, *TOLD[1:])),
        quantified(conjunction(IS_INVERSE, quantified(ones, *TOLD)), *SIZES),
    )


def proof() -> Proof:
    """The goal and its definedness."""
    found = is_exact(errors(), *TOLD)
    ends = under(conjoin(limit(), roots()), TURNED, LONG, *TOLD[1:])
    ones = under(conjoin(is_inverse(), alone()), *SIZES)
    theorem = conjoin(under(conjoin(found, ends), SIZES[0], SPREAD), ones)
    keys = "garg2022-noisy", "garg2022-scaled-inputs", "garg2022-scaled-target"
    solve = meaningful(*keys, more=(*apart(), *sizes(), one_is_semidefinite(), *divided()))
    return Proof(goal(), theorem, proved(defined(goal()), solve=solve))
