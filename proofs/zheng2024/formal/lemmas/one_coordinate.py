"""What is missed in one coordinate by the last prediction, in the mean, at a point of the line."""

from __future__ import annotations

from functools import cache
from typing import TypeGuard

from proofs.zheng2024.formal.on_line.line_flow import PLACES, SIZES
from proofs.zheng2024.formal.on_line.line_formulas import T, d, j, kappa1, kappa2, kappa3, moment, μ
from symbolic.core.expressions import Expression, Node, nodes, opened, written
from symbolic.core.rules.entries import cell_of_matrix
from symbolic.core.rules.integers import equal_sums
from symbolic.core.rules.logic import assume, excluded_middle, parts
from symbolic.core.sorts import signature_of
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    equal,
    indicator,
    integers_between,
    integers_from,
    less,
    matrix,
    member,
    real,
    total,
)
from symbolic.goals.model_anywhere import ModelAnywhere
from symbolic.tactics.finite_sums import separate_sums
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, belonging, indicated, modulo, under, whichever
from symbolic.tactics.sums.kronecker import selected

MODEL = ModelAnywhere("zheng2024-coordinate")
r, s, i = real("r"), real("s"), real("i")
step, share = real("w"), real("c")


def column(value: Expression) -> Expression:
    """The column with one number at the place j, and else 0."""
    return matrix(i, s, (d, 1), indicator(equal(i, j)) * value)


def missed(step: Number, share: Number = 1) -> Expression:
    """`E |ŷ_j − c x_{T,j}|²` at the step w, of the last prediction from T − 1 tokens."""
    return 2 * MODEL.loss(d, T, μ, column(written(share)), column(written(step)))


def value(step: Expression, share: Number = 1) -> Expression:
    """`w² (E x_j⁶ + Σ_r E x_j² x_r⁴/(T − 2)) − 2 c w E x_j⁴ + c² E x_j²`."""
    own = kappa2(j) + kappa3(j) / (T - 2)
    return step**2 * own - 2 * share * step * kappa1(j) + share**2 * moment((j, 2))


@cache
def exact() -> Theorem:
    """`∀w ∀c`: what is missed, in moments."""
    derived = MODEL.derived(d, T, μ, column(share), column(step), facts=assumed(*SIZES))
    _, terms = parts(derived.conclusion, "equal")
    sums = tuple(of_sum(node) for term in parts(terms, "add") for node in parts(term, "multiply") if _summed(node))
    length = signed(less(0, T - 2), assumed(SIZES[1]))
    half = modulo(
        equal(parts(derived.conclusion, "equal")[0], value(step, share) / 2),
        (derived, *sums),
        (length,),
    )
    found = identity(missed(step, share), value(step, share), (length,), ((half, 2),))
    return under(found, member(step, REALS), member(share, REALS))


def _summed(node: Expression) -> TypeGuard[Node]:
    return isinstance(node, Node) and node.head == "total"


def of_sum(whole: Node) -> Theorem:
    """`Σ_r f(r) = p f'(j)`, where f(r) is a moment of r times p, and p is 0 for all r but j."""
    term = opened(whole.parts[2], (r,))
    numbers = [node for node in nodes(term) if node.head == "cell" and not node.loose]
    left, equations = counted_once(term) if _summed(term) else (term, ())
    *factors, inside = parts(left, "multiply")
    cells = tuple(map(cell_of_matrix, dict.fromkeys(numbers)))
    scale = Node("multiply", tuple(map(number_in_column, factors)))
    goal = equal(term, indicator(equal(r, j)) * (scale * inside))

    def case(facts: Facts) -> Theorem:
        return modulo(goal, (*equations, *cells, *indicated(facts[0])))

    each = whichever(goal, excluded_middle(equal(r, j)), case, case)
    sums = equal_sums(under(each, member(r, integers_between(1, d))))
    count = belonging(d, integers_from(0), assumed(SIZES[0]))
    single = selected(count, assume(PLACES[0]), r, scale * inside)
    return modulo(equal(whole, parts(single.conclusion, "equal")[1]), (sums, single))


def number_in_column(cell_: Expression) -> Expression:
    """The number in the place j of a column, of which an entry is given."""
    column_, *_ = parts(cell_, "cell")
    return parts(parts(column_, "matrix")[2], "multiply")[1]


def counted_once(term: Expression) -> tuple[Node, Facts]:
    """`p² Σ_s f(s)`, from `Σ_s 1[s ≠ r] (p · p · f(s))`."""
    counts, product = parts(opened(parts(term, "total")[2], (s,)), "multiply")
    *numbers, inside = parts(product, "multiply")
    factor = Node("multiply", tuple(numbers))
    apart = identity(counts * product, Node("add", (factor * Node("multiply", (counts, inside)),)))
    same = equal_sums(under(apart, member(s, integers_between(1, d))))
    body = total(s, 1, d, Node("multiply", (counts, inside)))
    pulled = at(separate_sums((factor,), (body,)), belonging(d, integers_from(0), assumed(SIZES[0])))
    return Node("multiply", (*numbers, body)), (same, pulled)


def regular_there(formula: Expression, facts: Facts) -> Theorem | None:
    """That the loss of this model is a polynomial where a formula says so; None for another formula."""
    match formula:
        case Node(head="regular") if signature_of(formula).key == MODEL.key:
            return MODEL.regular(formula, facts)
    return None
