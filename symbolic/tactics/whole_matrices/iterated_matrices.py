"""Matrices after a number of steps: their shapes, and what they are, by induction over the steps."""

from __future__ import annotations

from collections.abc import Callable

from symbolic.core.expressions import Expression, Node, Sort, Variable, fresh, opened, written
from symbolic.core.rules.integers import induction
from symbolic.core.rules.logic import assume, discharge, generalise, instantiate, parts, rewrite
from symbolic.core.rules.matrix_algebra import next_iteration, shape_of_equal, start_of_iteration
from symbolic.core.rules.membership import integral
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import Number, function, integers_from, member
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import assumed, belonging

At = Callable[[Expression], Expression]
"""What depends on a number of steps."""


def over_steps(statement: At, variable: Variable, base: Theorem, step: Callable[[Theorem, Facts], Theorem]) -> Theorem:
    """`∀n ∈ {0, 1, …}: A[n]`, from `A[0]` and `A[n + 1]` from `A[n]`, which is given with what is known of n."""
    membership = member(variable, integers_from(0))
    before = assume(statement(variable))
    after = step(before, assumed(membership))
    inductive = generalise(membership, discharge(before.conclusion, after))
    return induction(function(variable, body=statement(variable)), integral(written(0)), base, inductive)


def recounted(statement: At, equation: Theorem, theorem: Theorem) -> Theorem:
    """From `s = t` and `A[s]`, `A[t]`."""
    hole = fresh(Sort.REAL, theorem.conclusion, equation.conclusion)
    return rewrite(function(hole, body=statement(hole)), equation, theorem)


def after(matrix: Expression, count: Number) -> Node:
    """The same iteration after another number of steps."""
    body, start, _ = parts(matrix, "iterated")
    assert isinstance(matrix, Node)
    return Node("iterated", (body, start, written(count)), None, matrix.hints)


def step_made(matrix: Expression, before: Expression, number: Expression) -> Expression:
    """What the step with a number makes of a matrix."""
    return opened(parts(matrix, "iterated")[0], (before, number))


def start(matrix: Expression) -> Theorem:
    """`S after 0 steps = S`."""
    return start_of_iteration(after(matrix, 0))


def next_step(matrix: Expression, count: Expression, facts: Facts) -> Theorem:
    """`S after n + 1 steps = F(S after n steps, n + 1)`."""
    return next_iteration(after(matrix, count + 1), belonging(count, integers_from(0), facts))


def shape_of_iteration(matrix: Expression, facts: Facts, shaped: Callable[[Expression, Facts], Theorem]) -> Theorem:
    """`(S after n steps) ∈ ℝᵐˣⁿ` where S is and every step keeps the shape; `shaped` finds shapes of words."""
    _, begin, count = parts(matrix, "iterated")
    known = shaped(begin, facts)
    domain = parts(known.conclusion, "member")[1]
    variable = fresh(Sort.REAL, matrix, *(each for fact in facts for each in (fact.conclusion, *fact.hypotheses)))

    def step(before: Theorem, of_count: Facts) -> Theorem:
        inside = (*facts, *of_count, before)
        made = next_step(matrix, variable, inside)
        return shape_of_equal(made, shaped(parts(made.conclusion, "equal_matrices")[1], inside))

    base = shape_of_equal(start(matrix), known)
    of_all = over_steps(lambda n: member(after(matrix, n), domain), variable, base, step)
    return instantiate(of_all, belonging(count, integers_from(0), facts))
