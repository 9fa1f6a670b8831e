"""That long prompts of a subspace of half the dimension, scaled to the size of the training, are answered: not so."""

from __future__ import annotations

from proofs.garg2022.formal.first_unit import ON_UNIT, TWO, UNIT, count_of_one, shape_of_unit, unit_square
from proofs.garg2022.formal.isotropic import IS_INVERSE, apart, one_is_semidefinite, sizes
from proofs.garg2022.formal.limits.limits_of_ones import at_equal_lengths, at_length_too
from proofs.garg2022.formal.subspaces import AS_LARGE, DATA, FLOOR, KEY, PROJECTS, P, after, limit
from proofs.garg2022.formal.trained_model import SIZES, c, d, meaningful, w
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, bound, opened
from symbolic.core.rules.arithmetic import square_root
from symbolic.core.rules.convergence import one_limit
from symbolic.core.rules.logic import apply, assume, conjoin, deny, part, parts
from symbolic.core.rules.membership import belongs
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    Number,
    at_most,
    conjunction,
    equal,
    equal_matrices,
    identity_matrix,
    implies,
    integers_from,
    member,
    negation,
    product,
    root,
    symmetric,
    trace,
    transpose,
)
from symbolic.tactics.signs import identity, signed
from symbolic.tactics.steps import at, belonging, modulo, proved, quantified
from symbolic.tactics.whole_matrices.matrix_letters import shaped
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

HALF = equal(2 * trace(P), d)
"""The dimension of the subspace is d/2."""


def goal(end: Number = 0) -> Expression:
    """For all d, subspaces of half the dimension and tasks: the error tends to 0 where `E ‖x‖² = d`."""
    answered = implies(conjunction(PROJECTS, HALF, AS_LARGE), at_equal_lengths(after(), end))
    return conjunction(quantified(IS_INVERSE, *SIZES), quantified(answered, SIZES[0], *DATA))


def refutation() -> Proof:
    """At `d = 2`, `P = e eᵀ`, `w = e` and `c = √2` it tends to 2."""
    shape, size = shape_of_unit(), belonging(2, integers_from(1))
    scale = root(2)
    twice = part(1, square_root(signed(at_most(0, 2))))
    turned = rewritten_words(equal_matrices(transpose(ON_UNIT), ON_UNIT), (shape,))
    subspace = belongs(member(ON_UNIT, symmetric(2)), conjoin(shaped(ON_UNIT, (shape,)), turned))
    projects = rewritten_words(equal_matrices(product(ON_UNIT, ON_UNIT), ON_UNIT), (shape,), [unit_square()])
    there = apply(at(limit(), size, subspace, shape, scale), projects)
    one = rewritten_traces(equal(trace(ON_UNIT), trace(identity_matrix(1))), (shape,), [unit_square()])
    count_ = chained_number(one, count_of_one())
    half = signed(equal(2 * trace(ON_UNIT), 2), (count_,))
    large = identity(scale**2 * trace(ON_UNIT), 2, using=((count_, scale**2), (twice, 1)))
    wrong = apply(at(part(1, assume(goal())), size, subspace, shape, scale), conjoin(projects, half, large))
    term, floor = (opened(bound(each, (d, P, w, c)), (TWO, ON_UNIT, UNIT, scale)) for each in (after(), FLOOR))
    none = one_limit(at_length_too(there, term, floor), wrong)
    square = trace(product(transpose(UNIT), ON_UNIT, UNIT))
    value_ = rewritten_traces(equal(square, trace(identity_matrix(1))), (shape,), [unit_square()])
    two = modulo(equal(floor, 2), (twice, value_, count_of_one()))
    false = signed(FALSE, (none, two))
    solve = meaningful(KEY, more=(*apart(), *sizes(), one_is_semidefinite()))
    return Proof(negation(goal()), deny(goal(), false), proved(defined(negation(goal())), solve=solve))


def chained_number(one: Theorem, other: Theorem) -> Theorem:
    """`s = u` from `s = t` and `t = u`."""
    left, _ = parts(one.conclusion, "equal")
    _, right = parts(other.conclusion, "equal")
    return modulo(equal(left, right), (one, other))
