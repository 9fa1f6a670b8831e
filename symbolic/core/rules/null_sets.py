"""The rules of what holds for almost every draw of a law: outside of a set of probability 0."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from symbolic.core.definedness import where
from symbolic.core.expressions import Expression, Node, Refused, Sort, Variable, bound, free, fresh, loose, opened
from symbolic.core.rules.derivatives import polynomial_in
from symbolic.core.rules.logic import parts, same
from symbolic.core.sorts import components, members, values
from symbolic.core.theorems import AnyLaw, Sequent, Theorem, rule, sequent
from symbolic.core.vocabulary import (
    REALS,
    almost_every,
    conjunction,
    entry,
    equal,
    exists,
    for_all,
    independent,
    integers_from,
    member,
    negation,
)

OF_INTEGERS = ("integers", "integers_from", "integers_between")
"""Domains with countably many elements."""


@rule
def follows_almost_surely(law: AnyLaw, theorem: Theorem, *given: Theorem) -> Sequent:
    """From `Γᵢ ⊢ Aᵢ(x) for almost every x ∼ μ`, i = 1, …, n, and `Δ ⊢ ∀x ∈ ℝ: A₁(x) ∧ … ∧ Aₙ(x) ⇒ B(x)`,
    `… ⊢ B(x) for almost every x ∼ μ`, also with n = 0; for a law of sequences the premise is for all of them.
    """
    domain, body = parts(theorem.conclusion, "for_all")
    same(domain, where(law))
    x = fresh(values(law), law, body, *(each.conclusion for each in given))
    premise, conclusion = parts(opened(body, (x,)), "implies")
    same(premise, conjunction(*(_held(each, law, x) for each in given)))
    return sequent(almost_every(x, law, conclusion), theorem, *given)


def _held(theorem: Theorem, law: Expression, draw: Expression) -> Expression:
    """What a theorem says of almost every draw of a law, of this one."""
    of, body = parts(theorem.conclusion, "almost_every")
    same(of, law)
    return opened(body, (draw,))


@rule
def all_almost_surely(theorem: Theorem) -> Sequent:
    """From `Γ ⊢ ∀n ∈ D: A(n, x) for almost every x ∼ μ`, D a set of integers and μ without n,
    `Γ ⊢ (∀n ∈ D: A(n, x)) for almost every x ∼ μ`, as countably many sets of probability 0 make one.
    """
    domain, body = parts(theorem.conclusion, "for_all")
    if getattr(domain, "head", "") not in OF_INTEGERS:
        raise Refused("sets of probability 0 for each element of an uncountable set need not make one")
    of, _ = parts(body, "almost_every")
    if loose(of):
        raise Refused("the law depends on what holds for all")
    n = fresh(members(domain), theorem.conclusion)
    law, inner = parts(opened(body, (n,)), "almost_every")
    x = fresh(values(law), theorem.conclusion, n)
    return sequent(almost_every(x, law, for_all(n, domain, opened(inner, (x,)))), theorem)


@rule
def some_draw(theorem: Theorem) -> Sequent:
    """From `Γ ⊢ A(x) for almost every x ∼ μ`, `Γ ⊢ ∃x ∈ ℝ: A(x)`, of sequences for a law of these."""
    law, body = parts(theorem.conclusion, "almost_every")
    x = fresh(values(law), theorem.conclusion)
    return sequent(exists(x, where(law), opened(body, (x,))), theorem)


@rule
def independent_draws(
    theorem: Theorem, places: tuple[Theorem, Theorem], apart: Theorem, existence: tuple[Theorem, ...]
) -> Sequent:
    """From `Γ ⊢ ∀y ∈ ℝ: A(y, z) for almost every z ∼ μ`, `j ∈ {1, 2, …}`, `k ∈ {1, 2, …}` and `¬ j = k`,
    `… ⊢ A(x[j], x[k]) for almost every x ∼ μ^ℕ`, for independent numbers with the law μ (Fubini's theorem).

    The pairs (y, z) with `A(y, z)` are a Borel set: A is made by connectives from =, ≤ and < between terms that are
    made by +, −, ·, powers and / of y, of z, of what depends on neither, and of solutions of systems of numbers at
    explicit times. These are continuous in y and z: velocities and starts are polynomials in state, y and z, or
    exponentials of such, and it is known for all y, or z, or both, that the solution exists on [0, ∞).
    """
    domain, body = parts(theorem.conclusion, "for_all")
    same(domain, REALS)
    y = fresh(Sort.REAL, theorem.conclusion)
    z = fresh(Sort.REAL, theorem.conclusion, y)
    law, inner = parts(opened(body, (y,)), "almost_every")
    if y in free(law) or values(law) is not Sort.REAL:
        raise Refused("one law of numbers is expected, the same for all of them")
    formula = opened(inner, (z,))
    Pairs((y, z), frozenset(each.conclusion for each in existence)).check_formula(formula)
    j, k = (parts(each.conclusion, "member")[0] for each in places)
    for place, each in zip((j, k), places, strict=True):
        same(each.conclusion, member(place, integers_from(1)))
    same(apart.conclusion, negation(equal(j, k)))
    x = fresh(Sort.VECTOR, theorem.conclusion, j, k)
    drawn = opened(bound(formula, (y, z)), (entry(x, j), entry(x, k)))
    return sequent(almost_every(x, independent(law), drawn), theorem, *places, apart, *existence)


CONNECTIVES = ("and", "or", "not", "implies", "iff")
RELATIONS = ("equal", "at_most", "less")
MADE = ("add", "negate", "multiply", "power", "divide")
"""By what terms are made of measurable ones; a quotient is measurable, whatever the inverse of 0 is."""


@dataclass(frozen=True)
class Pairs:
    """Two numbers, and the solutions that are known to exist for all times, for all values of these numbers."""

    numbers: tuple[Variable, Variable]
    existence: frozenset[Expression]

    def check_formula(self, formula: Expression) -> None:
        """Refuse a formula by which the set of pairs that satisfy it need not be a Borel set."""
        if not self._among(formula):
            return
        if not isinstance(formula, Node) or formula.head not in (*CONNECTIVES, *RELATIONS):
            raise Refused(f"the pairs with this need not be a Borel set: {formula}")
        for part in formula.parts:
            (self.check_formula if formula.head in CONNECTIVES else self.check_term)(part)

    def check_term(self, term: Expression) -> None:
        """Refuse a term that need not be a Borel function of the numbers."""
        if not self._among(term) or isinstance(term, Variable):
            return
        if isinstance(term, Node) and term.head == "flow":
            self._check_solution(term)
        elif isinstance(term, Node) and term.head in MADE:
            for part in term.parts:
                self.check_term(part)
        else:
            raise Refused(f"this need not be a Borel function: {term}")

    def _among(self, expression: Expression) -> tuple[Variable, ...]:
        """Which of the numbers occur."""
        return tuple(each for each in self.numbers if each in free(expression))

    def _check_solution(self, term: Node) -> None:
        """Refuse a solution that need not be continuous in the numbers, or need not exist."""
        *system, time = term.parts
        size = len(system) // 2
        if components(term) != (Sort.REAL,) * size:
            raise Refused("only solutions that are numbers are known to be continuous")
        match time:
            case Node(head="number", value=Fraction() as value) if value >= 0:
                pass
            case _:
                raise Refused("an explicit time is expected, that is not negative")
        state: tuple[Variable, ...] = ()
        for _ in range(size):
            state += (fresh(Sort.REAL, term, *self.numbers, *state),)
        for velocity in system[:size]:
            polynomial_in(opened(velocity, state), (*state, *self.numbers))
        for start in system[size:]:
            polynomial_in(start, self.numbers)
        exists: Expression = Node("global", tuple(system))
        for number in reversed(self._among(exists)):
            exists = for_all(number, REALS, exists)
        if exists not in self.existence:
            raise Refused("a solution is not known to exist for all times")
