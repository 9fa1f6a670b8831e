"""The loss at all parameters: that on the family at one matrix, and half the mean square of what is even in w."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.loss_in_traces import LOSS, Λ, N, U, d, u
from proofs.zhang2024.formal.trained_point import (
    DATA,
    HIGH_INVERSE,
    HIGH_ROOT,
    LEAST,
    POINT,
    ROOT,
    B,
    H,
    K,
    R,
    above,
    at_point,
    count,
    divisors,
    facts,
    folded,
    form,
    loss,
    off,
    sizes,
    spread,
    square,
    there,
    without_letters,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, Variable, written
from symbolic.core.rules.logic import assume, conjoin, parts, witness
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.sorts import signature_of
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    Number,
    at_most,
    cell,
    conjunction,
    equal,
    equal_matrices,
    exists,
    implies,
    matrices,
    matrix_letter,
    member,
    multiple,
    product,
    sum_of_matrices,
    transpose,
)
from symbolic.goals.engine import derived_regularity, derived_sign_anywhere
from symbolic.goals.model_anywhere import ModelAnywhere
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import at, belonging, modulo, proved, quantified, under
from symbolic.tactics.whole_matrices.matrix_letters import known_letters, of_matrices, shaped
from symbolic.tactics.whole_matrices.matrix_numbers import as_number, not_negative
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

ANYWHERE, EVEN = ModelAnywhere("zhang2024"), ModelAnywhere("zhang2024-even")
P11, P12, P21, P22, K11, K12, K21, K22 = BLOCKS = ANYWHERE.stated.any_blocks
SHAPES = tuple(
    member(block, matrices(*ANYWHERE.stated.shape(name)))
    for block, name in zip(BLOCKS, ANYWHERE.stated.setting.blocks, strict=True)
)
JOINED = sum_of_matrices(multiple(cell(P22, 1, 1), K11), product(transpose(P21), K21))
"""`uU + p vᵀ`, of `W_PV_21 = pᵀ`, `W_PV_22 = u`, `W_KQ_11 = U` and `W_KQ_21 = vᵀ`."""

WITHOUT_EFFECT = (0, 1, 5, 7)
"""Places of the blocks that the prediction does not depend on."""

OTHERS = tuple(matrix_letter(f"{block.name}'") for block in BLOCKS)


def whole(blocks: tuple[Expression, ...] = BLOCKS) -> Expression:
    """The loss at all parameters."""
    return ANYWHERE.loss(d, N, Λ, *blocks)


def even(blocks: tuple[Expression, ...] = BLOCKS) -> Expression:
    """Half the mean square of the prediction's part that is even in the weights of the task."""
    return EVEN.loss(d, N, Λ, *blocks)


def changed(places: tuple[int, ...] = WITHOUT_EFFECT) -> tuple[Expression, ...]:
    """The blocks with others in some places."""
    return tuple(OTHERS[n] if n in places else block for n, block in enumerate(BLOCKS))


def independent(places: tuple[int, ...] = WITHOUT_EFFECT) -> Expression:
    """The loss does not depend on the blocks in some places."""
    others = (member(OTHERS[n], parts(SHAPES[n], "member")[1]) for n in places)
    return quantified(equal(whole(changed(places)), whole()), *others)


def lowest(best: Expression = R) -> Expression:
    """The loss at a point of the family whose product is Γ⁻¹ is nowhere undercut."""
    there = equal_matrices(multiple(u, U), best)
    return quantified(implies(there, quantified(at_most(loss(), whole()), *SHAPES)), *POINT)


def goal(
    gap: Number | None = None,
    sign: Number = 0,
    places: tuple[int, ...] = WITHOUT_EFFECT,
    best: Expression = R,
    definite: Expression = DATA[2],
) -> Expression:
    """For all sizes and definite covariances: the loss above its least value, and where it is least."""
    value = LEAST + form(off(1, JOINED)) / 2 + even() if gap is None else gap
    signs = at_most(sign, form(off(1, JOINED))), at_most(sign, even())
    found = conjunction(equal(whole(), value), *signs, independent(places))
    about = conjunction(HIGH_INVERSE[1], quantified(found, *SHAPES), lowest(best))
    return quantified(exists(R, HIGH_INVERSE[0].parts[1], about), *DATA[:2], definite)


@cache
def known() -> Facts:
    """What is known of everything, divisors apart."""
    return (*facts(), *map(assume, SHAPES))


@cache
def split() -> Theorem:
    """`L = least + ½ tr(ΓΛ X Λ Xᵀ) + L_even` with `X = uU + p vᵀ − Γ⁻¹`."""
    joined = shaped(JOINED, known())
    on_family = there(LOSS, 1, JOINED)
    above_there = at(under(identity_of_loss(), *POINT), 1, joined)
    derived = tuple(each.derived(d, N, Λ, *BLOCKS, facts=known()) for each in (ANYWHERE, EVEN))
    (left, right), (_, rest) = (parts(each.conclusion, "equal") for each in derived)
    one = as_number(product(K21, Λ, transpose(K21)), known())
    same = rewritten_traces(equal(right, on_family + rest), known(), (one,), (*divisors(), positive(N**2, (count(),))))
    value = LEAST + form(off(1, JOINED)) / 2 + even()
    using = (derived[0], 1), (derived[1], -1), (same, 1), (above_there, 1)
    return identity(left, value, (*divisors(), count()), using)


@cache
def identity_of_loss() -> Theorem:
    """What the loss on the family is in traces, and that in the square."""
    return identity(LOSS, LEAST + form(off()) / 2, divisors(), ((at_point()[0], -1), (above(), 1)))


@cache
def signs() -> Facts:
    """That both parts are not negative."""
    root, high = assume(ROOT[1]), assume(HIGH_ROOT[1])
    scaled = product(H, off(1, JOINED), B)
    inside = (*folded()[1], *map(assume, SHAPES))
    same = rewritten_traces(equal(square(scaled), form(off(1, JOINED))), inside, (root, high), divisors(), (K,))
    odd_part = signed(at_most(0, form(off(1, JOINED))), (same, not_negative(scaled, known())))
    even_part = derived_sign_anywhere("zhang2024-even")
    for each in (d, N, Λ, *BLOCKS):
        even_part = at(even_part, belonging(each, parts(even_part.conclusion, "for_all")[0], known()))
    return odd_part, even_part


def without_effect() -> Theorem:
    """The loss does not depend on four of the blocks."""
    others = tuple(member(OTHERS[n], parts(SHAPES[n], "member")[1]) for n in WITHOUT_EFFECT)
    here = ANYWHERE.derived(d, N, Λ, *BLOCKS, facts=known())
    elsewhere = ANYWHERE.derived(d, N, Λ, *changed(), facts=(*known(), *map(assume, others)))
    goal_ = equal(whole(changed()), whole())
    return under(modulo(goal_, (elsewhere, here), (*divisors(), count())), *others)


def least_there() -> Theorem:
    """The loss where `uU = Γ⁻¹` is nowhere undercut."""
    best = equal_matrices(multiple(u, U), R)
    letters = known_letters(folded()[1], K, Λ, U, R, whole=(K,))
    taken = ((0, written(1), K, product(Λ, transpose(off()))),)
    none = traces(equal(form(off()), 0), (assume(best),), taken, letters, divisors())
    low = signed(at_most(loss(), whole()), (above(), none, split(), *signs()))
    return under(under(low, *SHAPES), *POINT, best)


def proof() -> Proof:
    """The goal and its definedness."""
    point = under(conjoin(split(), *signs(), without_effect()), *SHAPES)
    body = conjoin(assume(HIGH_INVERSE[1]), point, least_there())
    found = witness(exists(R, HIGH_INVERSE[0].parts[1], body.conclusion), assume(HIGH_INVERSE[0]), body)
    return Proof(goal(), under(without_letters(found), *DATA), proved(defined(goal()), solve=meaningful))


def meaningful(formula: Expression, more: Facts) -> Theorem | None:
    """A solver: that both losses are polynomials, shapes, and that nothing is divided by 0."""
    if isinstance(formula, Node) and formula.head == "regular":
        if all(isinstance(block, Variable) for block in formula.parts[-8:]):
            return {each.key: each for each in (ANYWHERE, EVEN)}[signature_of(formula).key].regular(
                formula, (*more, *sizes())
            )
        return at(derived_regularity("zhang2024", "reduced"), *map(assume, DATA[:2]), spread(), *map(assume, POINT))
    return of_matrices(formula, (*more, *sizes()))
