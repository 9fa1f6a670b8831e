"""Roots of semidefinite matrices and inverses of definite ones, as letters that a proof may use; signs of forms."""

from __future__ import annotations

from collections.abc import Callable

from symbolic.core.expressions import Expression, Node, Sort, Variable, fresh, opened
from symbolic.core.rules.logic import assume, choose, conjoin, parts
from symbolic.core.rules.membership import belongs, meaning
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    conjunction,
    equal_matrices,
    identity_matrix,
    matrices,
    member,
    product,
    semidefinite,
)
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import under
from symbolic.tactics.whole_matrices.definite_matrices import inverse_of_definite, root_of_semidefinite
from symbolic.tactics.whole_matrices.matrix_letters import shaped
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

Form = Callable[[Variable, Facts], Theorem]
"""The sign of `tr(xᵀ A x)` for a column x, given what is known of it; for definite matrices that x is not 0 too."""


def of_root(matrix: Expression, size: Expression, letter: Variable) -> tuple[Node, Node]:
    """What a letter is supposed to be where it is a root of a matrix that is semidefinite."""
    return member(letter, semidefinite(size)), equal_matrices(product(letter, letter), matrix)


def of_inverse(matrix: Expression, size: Expression, letter: Variable) -> tuple[Node, Node]:
    """What a letter is supposed to be where it is the inverse of a matrix that is definite."""
    both = (equal_matrices(product(*each), identity_matrix(size)) for each in ((matrix, letter), (letter, matrix)))
    return member(letter, matrices(size, size)), conjunction(*both)


def with_root(theorem: Theorem, letter: Variable, found: Theorem) -> Theorem:
    """What is proved of a root, without supposing that there is one."""
    return choose(letter, root_of_semidefinite(theorem), found)


def with_inverse(theorem: Theorem, letter: Variable, found: Theorem) -> Theorem:
    """What is proved of an inverse, without supposing that there is one."""
    return choose(letter, inverse_of_definite(theorem), found)


def by_form(goal: Node, facts: Facts, form: Form, equations: Facts = ()) -> Theorem:
    """That a matrix is semidefinite or definite, from the signs of its form; equations tell that it is symmetric."""
    matrix, _ = parts(goal, "member")
    _, turned, forms = parts(meaning(goal), "and")
    x = fresh(Sort.MATRIX, goal, *(each for fact in facts for each in (fact.conclusion, *fact.hypotheses)))
    domain, body = parts(forms, "for_all")
    place, inside = member(x, domain), opened(body, (x,))
    premises = parts(inside, "implies")[:1] if isinstance(inside, Node) and inside.head == "implies" else ()
    sign = form(x, (assume(place), *map(assume, premises)))
    symmetric = rewritten_words(turned, facts, equations)
    return belongs(goal, conjoin(shaped(matrix, facts), symmetric, under(under(sign, *premises), place)))
