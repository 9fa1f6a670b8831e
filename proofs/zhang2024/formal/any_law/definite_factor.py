"""`S = Λ² + (F − Λ²)/N` is definite, since the loss is not negative."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.any_law.any_covariates import facts as of_laws
from proofs.zhang2024.formal.any_law.any_covariates import value
from proofs.zhang2024.formal.any_law.laws_of_covariates import (
    MODEL,
    C,
    Q,
    S,
    blocks_at,
    quadratic,
)
from proofs.zhang2024.formal.any_law.points_of_rest_stated import (
    DEFINITE,
)
from proofs.zhang2024.formal.loss_in_traces import d
from symbolic.core.expressions import Expression, Variable, written
from symbolic.core.rules.logic import (
    apply,
    assume,
    cases,
    deny,
    part,
    parts,
)
from symbolic.core.rules.membership import meant, trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    at_most,
    conjunction,
    definite,
    equal,
    equal_matrices,
    less,
    member,
    product,
    trace,
    transpose,
    zeros,
)
from symbolic.goals.model_anywhere import ModelAnywhere
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import at, whichever
from symbolic.tactics.whole_matrices.forms import form_at
from symbolic.tactics.whole_matrices.matrix_letters import shaped
from symbolic.tactics.whole_matrices.matrix_numbers import as_number
from symbolic.tactics.whole_matrices.roots_and_inverses import by_form
from symbolic.tactics.whole_matrices.sums_of_squares import semidefinite_too
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces


@cache
def spreads() -> Facts:
    """That both are definite."""
    return tuple(part(n, assume(conjunction(*DEFINITE))) for n in range(2))


@cache
def facts() -> Facts:
    """What is known of sizes and matrices of moments."""
    semidefinite = tuple(map(semidefinite_too, spreads()))
    return (*of_laws(), *semidefinite)


@cache
def definite_form() -> Theorem:
    """S is definite: else the loss, which is not negative, would be so along `u x (Λx)ᵀ`."""

    def sign(x: Variable, known: Facts) -> Theorem:
        inside = (*facts(), known[0])
        turned = product(C, x)
        apart = apply(at(_form(spreads()[0]), known[0]), known[1])
        ahead = _not_zero(turned, x, apart, inside)
        length = apply(at(_form(spreads()[1]), shaped(turned, inside)), ahead)
        q, s, h = form_at(Q, turned), form_at(S, x), trace(Q) / 2
        step, of = (h + 1) / q, product(x, transpose(turned))
        low = ModelAnywhere("zhang2024-any").not_negative(
            *MODEL.stated.given, *blocks_at(step, of), facts=(*MODEL.given, *inside)
        )
        there = at(value(), step, shaped(of, inside))
        number = as_number(product(transpose(turned), Q, turned), inside)
        bends = rewritten_traces(equal(quadratic(S, of), s * q), inside, (number,))
        slopes = rewritten_traces(equal(trace(product(C, of, Q)), q), inside)
        goal_ = less(0, s)
        found = identity(
            parts(there.conclusion, "equal")[0],
            step**2 * s * q / 2 - step * q + h,
            (length, *inside),
            ((there, 1), (bends, step**2 / 2), (slopes, -step)),
        )
        flat = identity(step * q, h + 1, (length,))

        def small(case: Facts) -> Theorem:
            none = signed(at_most(s, 0), case)
            wrong = signed(FALSE, (low, found, flat, length, none), products=((none, length),), squares=(step,))
            return cases(goal_, wrong)

        return whichever(goal_, trichotomy(written(0), s), lambda case: case[0], small, small)

    return by_form(member(S, definite(d)), facts(), sign)


def _form(membership: Theorem) -> Theorem:
    return part(2, meant(membership))


def _not_zero(turned: Expression, x: Expression, apart: Theorem, inside: Facts) -> Theorem:
    """`Λx ≠ 0`, since `xᵀΛx > 0`."""
    nothing_ = equal_matrices(turned, zeros(d, 1))
    none = rewritten_traces(equal(form_at(C, x), 0), inside, (assume(nothing_),))
    return deny(nothing_, signed(FALSE, (none, apart)))
