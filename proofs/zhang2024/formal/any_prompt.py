"""What attention predicts on a prompt of any length: that its mean squared difference from a formula is 0."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.attended import LIMIT, attended, attends, is_on_family, on_family
from proofs.zhang2024.formal.loss_in_traces import GAMMA, Λ, N
from proofs.zhang2024.formal.trained_point import DATA as TRAINING
from proofs.zhang2024.formal.trained_point import HIGH_INVERSE, SQUARE, R, count, definite_gamma
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, Sort, bound, fresh, opened
from symbolic.core.rules.logic import assume, conjoin, parts, rewrite, witness
from symbolic.core.rules.matrix_algebra import trace_of_identity
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    conjunction,
    equal,
    equal_matrices,
    exists,
    function,
    identity_matrix,
    implies,
    integers_from,
    matrix_letter,
    member,
    multiple,
    real,
    trace,
)
from symbolic.goals.engine import declared, derived_loss, derived_regularity
from symbolic.goals.stated import Stated
from symbolic.tactics.signs import Facts, positive
from symbolic.tactics.steps import assumed, at, belonging, modulo, other_than_0, proved, quantified, under
from symbolic.tactics.whole_matrices.matrix_letters import chained, of_matrices, shaped
from symbolic.tactics.whole_matrices.roots_and_inverses import with_inverse
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

KEY, FAMILY = "zhang2024-attention", "reduced"
s, M = map(real, ("s", "M"))


@cache
def stated() -> Stated:
    """Attention on the family, as formulas name it."""
    return Stated(declared(KEY), FAMILY)


LENGTH, LAWS = stated().domains[1], stated().domains[2:5]
PROMPTS = LENGTH, *LAWS, *stated().domains[6:]
"""A length, laws of covariates, labels and query, and a point of the family."""

V, U = (matrix_letter(name) for name in ("V", "U"))
u = real("u")


def difference(matrix: Expression) -> Expression:
    """`E (attention − (1/M) Σ y_i x_iᵀ V x_q)²` for a matrix V."""
    loss = stated().loss()
    return opened(bound(loss, (V,)), (matrix,))


def isotropic(eigenvalue: Expression) -> Expression:
    """Γ where `Λ = s² I`."""
    spread = multiple(s**2, identity_matrix(stated().given[0]))
    there = opened(bound(GAMMA, (Λ,)), (spread,))
    return quantified(equal_matrices(there, multiple(eigenvalue, identity_matrix(stated().given[0]))), member(s, REALS))


def goal(
    product_: Expression | None = None,
    limit: Expression = R,
    eigenvalue: Expression | None = None,
    supposed: Expression = LIMIT,
) -> Expression:
    """For all sizes, data and laws: what is predicted with `V = uU`, and with `V = Γ⁻¹` where that is uU.

    On every prompt, and as no difference in the mean for all laws of it; Γ for `Λ = s² I`.
    """
    d = stated().given[0]
    at_limit = implies(equal_matrices(R, multiple(u, U)), equal(difference(limit), 0))
    trained = exists(R, SQUARE, conjunction(HIGH_INVERSE[1], attends(supposed), quantified(at_limit, *PROMPTS)))
    found = conjunction(
        on_family(),
        quantified(equal(difference(product_ or multiple(u, U)), 0), *PROMPTS),
        quantified(trained, *TRAINING[1:]),
        quantified(isotropic(eigenvalue or (1 + (d + 1) / N) * s**2), TRAINING[1]),
    )
    return quantified(found, TRAINING[0])


@cache
def known() -> Facts:
    """What is known of sizes, laws and of the point."""
    return (*assumed(TRAINING[0], *PROMPTS[:1]), *assumed(*LAWS), *map(assume, PROMPTS[-2:]))


def vanishes(matrix: Expression, *equations: Theorem, more: Facts = ()) -> Theorem:
    """That there is no difference, where a matrix is uU by equations."""
    facts = (*known(), *more)
    data = map(assume, (TRAINING[0], *PROMPTS[:4]))
    derived = at(derived_loss(KEY, FAMILY), *data, shaped(matrix, facts), *map(assume, PROMPTS[-2:]))
    left, right = parts(derived.conclusion, "equal")
    length = other_than_0(positive(M, facts))
    return modulo(equal(left, 0), (derived, rewritten_traces(equal(right, 0), facts, equations, (length,))))


def after_training() -> Theorem:
    """That there is none with `V = Γ⁻¹`, where this is uU."""
    limit = equal_matrices(R, multiple(u, U))
    found = under(vanishes(R, assume(limit), more=(assume(HIGH_INVERSE[0]),)), *PROMPTS, limit)
    body = conjoin(assume(HIGH_INVERSE[1]), attended(TRAINING[0], HIGH_INVERSE[0]), found)
    there = exists(R, SQUARE, body.conclusion)
    return with_inverse(definite_gamma(), R, witness(there, assume(HIGH_INVERSE[0]), body))


def of_multiples() -> Theorem:
    """Γ where `Λ = s² I`: the trace of the identity is d."""
    d = stated().given[0]
    value = (1 + (d + 1) / N) * s**2
    equation = opened(parts(isotropic(value), "for_all")[1], (s,))
    size = trace_of_identity(belonging(d, integers_from(0), assumed(TRAINING[0])))
    left, right = parts(equation, "equal_matrices")
    apart = other_than_0(count())
    in_traces = multiple((1 + 1 / N) * s**2 + s**2 * trace(identity_matrix(d)) / N, identity_matrix(d))
    first = rewritten_words(equal_matrices(left, in_traces), (), (), (apart,))
    hole = fresh(Sort.REAL, equation, d)
    scale = multiple((1 + 1 / N) * s**2 + s**2 * hole / N, identity_matrix(d))
    second = rewrite(function(hole, body=equal_matrices(left, scale)), size, first)
    third = rewritten_words(equal_matrices(opened(bound(scale, (hole,)), (d,)), right), (), (), (apart,))
    return under(chained(assumed(TRAINING[0]), second, third), member(s, REALS))


def proof() -> Proof:
    """The goal and its definedness."""
    everywhere = under(vanishes(multiple(u, U)), *PROMPTS)
    of_training = under(after_training(), *TRAINING[1:])
    found = conjoin(is_on_family(TRAINING[0]), everywhere, of_training, under(of_multiples(), TRAINING[1]))
    return Proof(goal(), under(found, TRAINING[0]), proved(defined(goal()), solve=meaningful))


def meaningful(formula: Expression, facts: Facts) -> Theorem | None:
    """A solver: that the loss is a polynomial, shapes, and that N is not 0."""
    if isinstance(formula, Node) and formula.head == "regular":
        given = [shaped(formula.parts[6], (*known(), *facts))]
        data = (*map(assume, (TRAINING[0], *PROMPTS[:4])), *given, *map(assume, PROMPTS[-2:]))
        return at(derived_regularity(KEY, FAMILY), *data)
    return of_matrices(formula, facts)
