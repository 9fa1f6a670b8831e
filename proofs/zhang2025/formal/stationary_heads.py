"""Which functions heads of rank one compute at critical points: `W = Γ⁻¹P`, P on a span of eigenvectors; how many."""

from __future__ import annotations

from proofs.zhang2024.formal.loss_in_traces import gradient_shape
from proofs.zhang2024.formal.trained_point import DATA, HIGH_INVERSE, SQUARE, R, divisors, without_letters
from proofs.zhang2025.formal.many_heads import (
    CRITICAL,
    HEADS,
    POINT,
    SUM,
    exhibited,
    exhibited_proved,
    is_reached,
    level_sum,
    reached,
    regular,
    slopes,
    slopes_proved,
    within,
)
from proofs.zhang2025.formal.repeated_eigenvalues import b, c, numbers_proved, of_numbers, wide
from proofs.zhang2025.formal.spans_of_eigenvectors import basis, choices_proved, of_choices
from proofs.zhang2025.formal.stationary_sums import W, is_learned, level
from proofs.zhang2025.formal.sums_of_projections import theorem
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, opened
from symbolic.core.rules.logic import apply, assume, conjoin, one_way, part, parts, witness
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import conjunction, exists, iff, implies, member
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import at, other_than_0, proved, quantified, under
from symbolic.tactics.whole_matrices.matrix_letters import of_matrices, shaped


def of_heads(
    slopes_: Expression | None = None, heads: Expression | None = None, along: Expression | None = None
) -> Expression:
    """The slopes of any number of heads, their sum at critical points, and which heads are critical."""
    inside = conjunction(slopes_ or slopes(), implies(CRITICAL, heads or is_learned(SUM)), along or reached())
    return quantified(inside, HEADS, *POINT)


def spans(choices: Expression | None = None, numbers: Expression | None = None) -> Expression:
    """In a basis of eigenvectors: which projections there are, one for each choice, or one for every number."""
    says = conjunction(
        *(each.conclusion for each in basis().equations), choices or of_choices(), numbers or of_numbers()
    )
    return basis().exists(says)


def goal(
    heads: Expression | None = None,
    sums: Expression | None = None,
    shown: Expression | None = None,
    spans_: Expression | None = None,
) -> Expression:
    """For all sizes and definite Λ: what any number of heads are at critical points, which sums are so, how many."""
    of_sums = quantified(iff(level(W), sums or is_learned(W)), member(W, SQUARE))
    inside = conjunction(heads or of_heads(), of_sums, shown or exhibited(), spans_ or spans())
    return quantified(exists(R, SQUARE, conjunction(HIGH_INVERSE[1], inside)), *DATA)


def heads_proved() -> Theorem:
    """What is said of heads."""
    both = at(theorem(), shaped(SUM, within()))
    learned = apply(part(0, one_way(both)), level_sum())
    return under(conjoin(slopes_proved(), under(learned, CRITICAL), is_reached()), HEADS, *POINT)


def spans_proved() -> Theorem:
    """What is said of projections."""
    return basis().witnessed(conjoin(*basis().equations, choices_proved(), numbers_proved()))


def proof() -> Proof:
    """The goal and its definedness."""
    whole = goal()
    for membership in DATA:
        whole = opened(parts(whole, "for_all")[1], parts(membership, "member")[:1])
    inside = conjoin(heads_proved(), theorem(), exhibited_proved(), spans_proved())
    found = witness(whole, assume(HIGH_INVERSE[0]), conjoin(assume(HIGH_INVERSE[1]), inside))
    return Proof(goal(), under(without_letters(found), *DATA), proved(defined(goal()), solve=meaningful))


def meaningful(formula: Expression, known: Facts) -> Theorem | None:
    """A solver: that the loss is a polynomial, shapes, those of gradients too, and that N is not 0."""
    match formula:
        case Node(head="regular"):
            return regular(formula, known)
        case Node(head="not"):
            apart = *divisors(), *(other_than_0(wide(each)) for each in (c, b))
            return next((each for each in apart if each.conclusion == formula), None)
    stated = parts(slopes(), "and")
    shapes = (gradient_shape(each, known) for each in known if each.conclusion in stated)
    return of_matrices(formula, (*known, *shapes))
