"""`tr(Aᵀ Y A Z)` for semidefinite Y and Z: it is not negative; and the identity is semidefinite."""

from __future__ import annotations

from functools import cache

from symbolic.core.expressions import Expression, Node, Variable
from symbolic.core.rules.logic import assume, parts
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    at_most,
    equal,
    identity_matrix,
    integers_from,
    matrices,
    matrix_letter,
    member,
    product,
    real,
    semidefinite,
    trace,
    transpose,
)
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import assumed, at, belonging, under
from symbolic.tactics.whole_matrices.matrix_letters import known_letters, shaped
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.roots import by_form, of_root, with_root
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

m, n = real("m"), real("n")
A, Y, Z, B, C = map(matrix_letter, ("A", "Y", "Z", "B", "C"))
GIVEN = (
    *(member(size, integers_from(1)) for size in (m, n)),
    *(member(of, semidefinite(size)) for of, size in ((Y, m), (Z, n))),
    member(A, matrices(m, n)),
)


def norm(of: Expression) -> Node:
    """The sum of the squares of all entries, `tr(Aᵀ A)`."""
    return trace(product(transpose(of), of))


def weighted(of: Expression, before: Expression, behind: Expression) -> Node:
    """`tr(AᵀYAZ)`, the squared norm of `Y^½ A Z^½`."""
    return trace(product(transpose(of), before, of, behind))


@cache
def weighted_not_negative() -> Theorem:
    """`∀m ∀n ∀Y ∀Z ∀A: 0 ≤ tr(AᵀYAZ)`, by roots of Y and Z."""
    roots = of_root(Y, m, B), of_root(Z, n, C)
    facts = (*assumed(*GIVEN), *(assume(each) for each, _ in roots))
    scaled = product(B, A, C)
    same = rewritten_traces(equal(norm(scaled), weighted(A, Y, Z)), facts, [assume(each) for _, each in roots])
    found = signed(at_most(0, weighted(A, Y, Z)), (same, not_negative(scaled, facts)))
    return under(with_root(assume(GIVEN[2]), B, with_root(assume(GIVEN[3]), C, found)), *GIVEN)


def weighted_sign(of: Expression, before: Theorem, behind: Theorem, facts: Facts) -> Theorem:
    """`0 ≤ tr(AᵀYAZ)`, from that Y and Z are semidefinite."""
    shape = shaped(of, facts)
    sizes = (parts(parts(each.conclusion, "member")[1], "semidefinite")[0] for each in (before, behind))
    counts = (belonging(size, integers_from(1), facts) for size in sizes)
    return at(weighted_not_negative(), *counts, before, behind, shape)


def identity_is_semidefinite(size: Expression, facts: Facts) -> Theorem:
    """`I` is semidefinite."""
    one = identity_matrix(size)

    def form(x: Variable, known: Facts) -> Theorem:
        value = trace(product(transpose(x), one, x))
        same = traces(equal(norm(x), value), (), (), known_letters((*facts, *known), x, one), ())
        return signed(at_most(0, value), (same, not_negative(x, (*facts, *known))))

    return by_form(member(one, semidefinite(size)), facts, form)
