"""Sums of a definite matrix and a semidefinite one are definite, and so are inverses; both have inverses then."""

from __future__ import annotations

from collections.abc import Callable

from symbolic.core.expressions import Expression, Node, Sort, Variable, fresh, written
from symbolic.core.rules.logic import apply, assume, conjoin, part, parts, witness
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.rules.membership import belongs, meaning, meant
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    at_most,
    definite,
    equal,
    less,
    member,
    product,
    semidefinite,
    trace,
    transpose,
)
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import at, conjuncts, under
from symbolic.tactics.whole_matrices.matrix_letters import divisors, known_letters, shaped
from symbolic.tactics.whole_matrices.roots_and_inverses import by_form, of_inverse, with_inverse
from symbolic.tactics.whole_matrices.sums_of_squares import semidefinite_too
from symbolic.tactics.whole_matrices.word_equations import rewritten_words


def sum_is_definite(
    whole: Expression, definite_: tuple[Theorem, Theorem], other: tuple[Theorem, Theorem], facts: Facts
) -> Theorem:
    """`aY + bZ` is definite, from that Y is with `0 < a`, and that Z is semidefinite with `0 ≤ b` or `0 < b`."""
    (of_first, first), (of_other, second) = definite_, other
    (size,) = parts(parts(of_first.conclusion, "member")[1], "definite")

    def form(x: Variable, known: Facts) -> Theorem:
        place, apart = known
        far, near = apply(at(part(2, meant(of_first)), place), apart), at(part(2, meant(of_other)), place)
        above, below = parts(far.conclusion, "less")[1], parts(near.conclusion, "at_most")[1]
        a, b = (each.conclusion.parts[1] for each in (first, second) if isinstance(each.conclusion, Node))
        value = trace(product(transpose(x), whole, x))
        sides, within = equal(value, a * above + b * below), (*facts, place)
        letters = known_letters(within, *(node for node in (parts(of_first.conclusion, "member")[0],)), x, whole)
        same = traces(sides, (), (), letters, divisors(within, sides))
        return signed(less(0, value), (same, far, near, first, second, *facts), products=((first, far), (second, near)))

    return by_form(member(whole, definite(size)), facts, form)


def has_semidefinite_inverse(theorem: Theorem, goal: Node, facts: Facts) -> Theorem:
    """`∃X semidefinite: M X = I ∧ X M = I`, from that M is definite: `xᵀ X x = (X x)ᵀ M (X x)`."""
    of, domain = parts(theorem.conclusion, "member")
    (size,) = parts(domain, "definite")
    letter = fresh(Sort.MATRIX, theorem.conclusion, goal)
    place, equations = of_inverse(of, size, letter)
    inside, (first, _) = (*facts, theorem, assume(place)), conjuncts(assume(equations))

    def form(x: Variable, column: Theorem) -> Theorem:
        moved, within = product(letter, x), (*inside, column)
        square = at(part(2, meant(semidefinite_too(theorem))), shaped(moved, within))
        sides = equal(parts(square.conclusion, "at_most")[1], trace(product(transpose(x), letter, x)))
        taken = ((0, written(1), transpose(moved), x),)
        same = traces(sides, (first,), taken, known_letters(within, of, letter, x), ())
        return signed(at_most(0, parts(sides, "equal")[1]), (square, same))

    within = belongs_by(member(letter, semidefinite(size)), inside, conjuncts(assume(equations)), form)
    return with_inverse(theorem, letter, witness(goal, within, assume(equations)))


def belongs_by(goal: Node, facts: Facts, equations: Facts, form: Callable[[Variable, Theorem], Theorem]) -> Theorem:
    """That a matrix is semidefinite, from equations for its transpose and the signs of its form."""
    matrix, _ = parts(goal, "member")
    _, turned, forms = parts(meaning(goal), "and")
    x = fresh(Sort.MATRIX, goal, *(each for fact in facts for each in (fact.conclusion, *fact.hypotheses)))
    place = member(x, parts(forms, "for_all")[0])
    symmetric = rewritten_words(turned, facts, equations)
    return belongs(goal, conjoin(shaped(matrix, facts), symmetric, under(form(x, assume(place)), place)))
