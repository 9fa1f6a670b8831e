"""Which moments of the weights keep the flow on the family, where U is a multiple of the identity."""

from __future__ import annotations

from functools import cache

from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.entries import indicator_of_false
from symbolic.core.rules.facts import cauchy_schwarz
from symbolic.core.rules.logic import apply, assume, both_ways, conjoin, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    cell,
    conjunction,
    equal,
    function,
    iff,
    implies,
    integers_between,
    less,
    mean,
    member,
    negation,
    real,
)
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.goals.written_blocks import ENTRY
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import at, belonging, conjuncts, modulo, other_than_0, proved, quantified, under

LEFT_OUT = (
    "That both moments suffice where U is no multiple of the identity, and that fourth moments of the weights are in "
    "no gradient on the family; that gradient flow stays where the gradient has no other parts, and leaves the family "
    "elsewhere."
)
MODEL = ModelOnFamily("zhang2024-weights", "multiples")
d, N, a, u, x = map(real, ("d", "N", "a", "u", "x"))
COVARIATES, QUERY, WEIGHTS = (parts(membership, "member")[0] for membership in MODEL.data[2:5])
POINT = member(a, REALS), member(u, REALS)
ROW, KEYS = "W_PV_21", "W_KQ_21"
MATRIX, SCALAR = "W_KQ_11", "W_PV_22"


def moment(law_: Expression, power: int) -> Expression:
    """`E x^power`."""
    return mean(x, law_, x**power)


CENTRED = conjunction(equal(moment(COVARIATES, 1), 0), equal(moment(QUERY, 1), 0))
VARY = conjunction(*(less(0, moment(each, 2)) for each in (COVARIATES, QUERY, WEIGHTS)))
FIRST, THIRD = moment(WEIGHTS, 1), moment(WEIGHTS, 3)
BOTH = conjunction(equal(FIRST, 0), equal(THIRD, 0))


def gradient(block: str, scale: Number = a, scalar: Number = u) -> Expression:
    """The gradient by a block at a point of the family."""
    return MODEL.stated.model.gradient(
        block, *MODEL.stated.given, *MODEL.stated.blocks_at(written(scale), written(scalar))
    )


def entry(block: str, scale: Number = a, scalar: Number = u) -> Expression:
    """The entry `j, k` of it."""
    return cell(gradient(block, scale, scalar), *ENTRY)


OTHERS = tuple(block for block in MODEL.stated.setting.blocks if block not in (MATRIX, SCALAR))


def stays() -> Expression:
    """The gradient by other blocks vanishes, and so do entries off the diagonal of that by U, at all points."""
    off = implies(negation(equal(*ENTRY)), equal(entry(MATRIX), 0))
    blocks = (MODEL.stated.entries(block, equal(entry(block), 0)) for block in OTHERS)
    return quantified(conjunction(*blocks, MODEL.stated.entries(MATRIX, off)), *POINT)


SCALES = conjunction(
    equal(FIRST, 0), equal(moment(COVARIATES, 2), 1), equal(moment(COVARIATES, 4), 3), equal(moment(QUERY, 2), 1)
)
"""The weights are centred, and covariates and query have the moments of a standard normal number."""

SLOPE = u * THIRD * (u * a * (1 + 2 / N) - 1)


def moved(slope: Expression = SLOPE) -> Expression:
    """Each entry of the gradient by `W_KQ_21` at all points, with these moments."""
    return implies(SCALES, quantified(MODEL.stated.entries(KEYS, equal(entry(KEYS), slope)), *POINT))


def goal(
    needed: Expression = BOTH, vary: Expression = VARY, centred: Expression = CENTRED, slope: Expression = SLOPE
) -> Expression:
    """For all sizes and laws of coordinates: the flow stays on multiples of the identity just where moments vanish.

    Else a block is moved by the third one.
    """
    found = conjunction(iff(stays(), needed), moved(slope))
    return quantified(implies(conjunction(centred, vary), found), *MODEL.data)


@cache
def premise(number: int) -> Theorem:
    """What is supposed: that covariates are centred, and that all vary."""
    return part(number, assume(conjunction(CENTRED, VARY)))


@cache
def derived(block: str, scale: Number = a, scalar: Number = u) -> Theorem:
    """An entry of a gradient as it is derived."""
    everywhere = apply(at(MODEL.slopes(block), scale, scalar), premise(0))
    return at(everywhere, *map(assume, places(block)))


def places(block: str) -> tuple[Expression, ...]:
    """Where an entry is."""
    sides = zip(ENTRY, MODEL.stated.shape(block), strict=True)
    return tuple(member(place, integers_between(1, length)) for place, length in sides)


@cache
def known() -> Facts:
    """That sizes are positive, and of which laws there are moments."""
    return (positive(N, MODEL.facts), positive(d, MODEL.facts), *MODEL.given[2:5])


def enough() -> Theorem:
    """Where both moments vanish the flow stays."""
    zeros = part(0, assume(BOTH)), part(1, assume(BOTH))

    def vanishing(block: str) -> Theorem:
        return under(modulo(equal(entry(block), 0), (derived(block), *zeros), known()), *places(block))

    apart = assume(negation(equal(*ENTRY)))
    outside = modulo(equal(entry(MATRIX), 0), (derived(MATRIX), *zeros, indicator_of_false(apart)), known())
    off = under(outside, *places(MATRIX), apart.conclusion)
    return under(conjoin(*map(vanishing, OTHERS), off), *POINT)


SPREAD = (
    moment(QUERY, 2) * moment(COVARIATES, 2)
    + (moment(QUERY, 4) - moment(QUERY, 2) ** 2 + d * moment(QUERY, 2) ** 2) / N
)
"""What `E w` is multiplied by at `a = 1`, `u = 0`, but for the sign."""


@cache
def spread() -> Theorem:
    """It is positive, as `(E q²)² ≤ E q⁴`."""
    fourth = cauchy_schwarz(function(x, body=written(1)), function(x, body=x**2), MODEL.given[3])
    one, query, _ = conjuncts(premise(1))
    share = positive(1 / N, known()[:1])
    signs = fourth, one, query, share, known()[0], known()[1]
    products = (one, query), (fourth, share), (query, query, known()[1], share)
    return signed(less(0, SPREAD), (*signs, *MODEL.given[2:5]), products=products)


def needed() -> Theorem:
    """Where it stays both moments vanish: at `a = 1`, `u = 0`, and at `a = 0`, `u = 1`."""
    first = _entry(ROW, 1, 0), _derived_there(ROW, 1, 0)
    third = _entry(KEYS, 0, 1), _derived_there(KEYS, 0, 1)
    one, query, _ = conjuncts(premise(1))
    apart = other_than_0(spread()), *known()
    none = identity(FIRST, 0, apart, ((first[0], -1 / SPREAD), (first[1], 1 / SPREAD)))
    scale = moment(QUERY, 2) * moment(COVARIATES, 2)
    positive_scale = signed(less(0, scale), (one, query), products=((one, query),))
    value = modulo(equal(parts(third[0].conclusion, "equal")[0], -scale * THIRD), (third[1], none), known())
    other = identity(THIRD, 0, (positive_scale, *known()), ((third[0], -1 / scale), (value, 1 / scale)))
    return conjoin(none, other)


def _first() -> tuple[Theorem, Theorem]:
    return belonging(1, integers_between(1, 1)), belonging(1, integers_between(1, d), MODEL.facts)


def _entry(block: str, scale: int, scalar: int) -> Theorem:
    """The first entry of the gradient by a block is 0 at a point, where the flow stays."""
    return at(part(OTHERS.index(block), at(assume(stays()), scale, scalar)), *_first())


def _derived_there(block: str, scale: int, scalar: int) -> Theorem:
    """What it is there, as it is derived."""
    return at(apply(at(MODEL.slopes(block), scale, scalar), premise(0)), *_first())


def is_moved() -> Theorem:
    """The gradient by `W_KQ_21`."""
    equations = conjuncts(assume(SCALES))
    found = modulo(equal(entry(KEYS), SLOPE), (derived(KEYS), *equations), known())
    return under(under(found, *places(KEYS)), SCALES, *POINT)


def proof() -> Proof:
    """The goal and its definedness."""
    both = both_ways(under(needed(), stays()), under(enough(), BOTH))
    theorem = under(conjoin(both, is_moved()), *MODEL.data, conjunction(CENTRED, VARY))
    return Proof(goal(), theorem, proved(defined(goal()), solve=meaningful))


def meaningful(formula: Expression, facts: Facts) -> Theorem | None:
    """A solver: that the loss is a polynomial at a point, covariates being centred."""
    if isinstance(formula, Node) and formula.head == "regular":
        found = MODEL.regular(formula, facts)
        return found if found.conclusion == formula else apply(found, premise(0))
    return None
