"""Covariates in a subspace on any scale, after training with `Λ = I`: the error, and its limit."""

from __future__ import annotations

from functools import cache

from proofs.garg2022.formal.isotropic import ENDED, isotropic, γ
from proofs.garg2022.formal.limits.limits_of_ones import (
    AT_ENDED,
    LIMIT_OF_ONES,
    as_near,
    near_of_ones,
    of_term,
)
from proofs.garg2022.formal.limits.nearing import Nearing
from proofs.garg2022.formal.trained_model import SCALE, SIZES, TASK, TESTED, M, c, d, form, loss, w
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.logic import apply, assume, conjoin, deny
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    Number,
    conjunction,
    equal,
    equal_matrices,
    implies,
    matrix_letter,
    member,
    multiple,
    product,
    symmetric,
    trace,
    transpose,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, quantified, rewritten, under
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

KEY, OTHER = "garg2022-subspace", "garg2022-skewed"
P = matrix_letter("P")
PROJECTION = member(P, symmetric(d))
PROJECTS = equal_matrices(product(P, P), P)
DATA = PROJECTION, TASK, SCALE


def after(scale: Number = c) -> Node:
    """The error where samples and query are c times standard normal vectors of the subspace."""
    return loss(KEY, d, M, P, w, written(scale), ENDED)


def value_of_subspace(scale: Number, count_: Expression) -> Expression:
    """`c² ‖Pw‖² ((c²/γ − 1)² + c⁴ (k + 1)/(γ² M))`."""
    square = written(scale) ** 2
    return square * form(w, P) * ((square / γ - 1) ** 2 + square**2 * (count_ + 1) / (γ**2 * M))


FLOOR = c**2 * (c**2 - 1) ** 2 * form(w, P)
AS_LARGE = equal(c**2 * trace(P), d)
"""`E ‖x‖² = d`, as in training."""
OF_DIMENSION = c**2 * (d / trace(P) - 1) ** 2 * form(w, P)
"""What the error tends to where that is so."""


def on_scales(error_: Expression | None = None, of_dimension: Expression = OF_DIMENSION) -> Expression:
    """For all d, projections P, tasks and c: the error, its limit, and this as a number of the dimension."""
    exact = equal(after(), error_ or value_of_subspace(c, trace(P)))
    ends = conjunction(as_near(after(), FLOOR), implies(AS_LARGE, as_near(after(), of_dimension)))
    found = implies(PROJECTS, conjunction(quantified(exact, SIZES[1], TESTED), ends))
    return quantified(quantified(found, *DATA), SIZES[0])


@cache
def known_of_subspace() -> Facts:
    """What is known of d, P, the task and c."""
    return assumed(SIZES[0], *DATA)


@cache
def seen() -> Theorem:
    """`wᵀ P Pᵀ w = wᵀ P w`."""
    left = trace(product(transpose(w), P, transpose(P), w))
    return rewritten_traces(equal(left, form(w, P)), known_of_subspace(), [assume(PROJECTS)])


@cache
def limit() -> Theorem:
    """For all d, projections P, tasks and c: the error tends to `c² (c² − 1)² ‖Pw‖²`."""
    inside, projects = known_of_subspace(), assume(PROJECTS)
    shape = multiple(c**2, P)
    near = Nearing.normal(shape, product(w, transpose(w)), shape, 0, inside)
    found = at(near_of_ones(), assume(SIZES[0]), *near.symmetric)
    same = isotropic(after(), near.of(AT_ENDED), inside, projects, first=(seen(),))
    ending = rewritten_traces(equal(near.of(LIMIT_OF_ONES), FLOOR), inside, [projects])
    return under(of_term(after(), FLOOR, found, same, ending), SIZES[0], *DATA, PROJECTS)


@cache
def of_scales() -> Theorem:
    """All of this."""
    inside, projects = known_of_subspace(), assume(PROJECTS)
    error = isotropic(after(), value_of_subspace(c, trace(P)), inside, projects, first=(seen(),))
    near = apply(at(limit(), *map(assume, (SIZES[0], *DATA))), projects)
    large, some = assume(AS_LARGE), has_dimension()
    scale = identity(c**2, d / trace(P), (some,), ((large, 1 / trace(P)),))
    apart = c**2 * form(w, P) * (c**2 + d / trace(P) - 2)
    there = rewritten(identity(FLOOR, OF_DIMENSION, (some,), ((scale, apart),)), near)
    ends = conjoin(near, under(there, AS_LARGE))
    return under(conjoin(under(error, SIZES[1], TESTED), ends), SIZES[0], *DATA, PROJECTS)


@cache
def has_dimension() -> Theorem:
    """`tr P` is not 0 where `c² tr P = d`."""
    none = equal(trace(P), 0)
    false = signed(FALSE, (assume(AS_LARGE), assume(none), *known_of_subspace()), scales=(1, c**2))
    return deny(none, false)
