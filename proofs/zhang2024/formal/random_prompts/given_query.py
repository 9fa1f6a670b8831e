"""What the trained model predicts in the mean at a query and a task that are given."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from proofs.zhang2024.formal.long_prompts import (
    APART,
    EXPONENTIAL,
    LENGTH,
    LENGTHS,
    PRODUCT,
    aligned,
    at_each_length,
    at_exponential,
    known,
    scales,
)
from proofs.zhang2024.formal.random_prompts.random_law import MODEL, N, d, m1
from symbolic.core.expressions import Expression, Node, bound, opened, written
from symbolic.core.rules.convergence import continuity, eventually
from symbolic.core.rules.logic import apply, assume, conjoin, discharge, parts
from symbolic.core.rules.membership import lower_moments
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    at_most,
    cell,
    conjunction,
    equal,
    implies,
    matrices,
    matrix_letter,
    member,
    moments,
    product,
    real,
    semidefinite,
    tends,
    trace,
    transpose,
)
from symbolic.goals.engine import derived_regularity
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.tactics.signs import Facts, identity
from symbolic.tactics.steps import at, belonging, quantified, rewritten_limit, under

RANDOM = ModelOnFamily("zhang2024-given", "multiples")
"""The mean is over samples and over their covariance."""
GIVEN = ModelOnFamily("zhang2024-given-covariance", "multiples")
"""The covariance is given too."""
q, w, Λ = map(matrix_letter, "qwΛ")
a, u, M = map(real, ("a", "u", "M"))
COLUMNS = member(q, matrices(d, 1)), member(w, matrices(d, 1))
COVARIANCE = member(Λ, semidefinite(d))
PROMPT = member(M, LENGTHS)
"""The length of the prompt, which need not be that of the prompts of the training."""
POINT = member(a, REALS), member(u, REALS)
TRAINED = equal(u * a, PRODUCT)
"""`uU = p I`."""


def predicted(model: ModelOnFamily, a: Number, u: Number) -> Expression:
    """`E ŷ` for a given query and task: minus the slope of `E (c − ŷ)²/2` by c at 0."""
    letters, values = (*model.stated.letters, *map(matrix_letter, "pv")), (written(a), written(0), written(u), q, w)
    blocks = (opened(bound(block, letters), values) for block in model.stated.blocks)
    return -cell(model.stated.model.gradient("c", d, M, model.stated.given[2], *blocks), 1, 1)


TARGET = trace(product(transpose(q), w))
"""`qᵀ w`."""
SEEN = trace(product(transpose(q), Λ, w))
"""`qᵀ Λ w`."""


def goal(target: Expression = m1 * TARGET, seen: Expression = SEEN, third: Expression = TARGET / 3) -> Expression:
    """At every length, of a covariance that is given and of a random one; and for long prompts."""
    of_given, of_random = (
        quantified(implies(TRAINED, equal(predicted(model, a, u), PRODUCT * value)), *POINT)
        for model, value in ((GIVEN, seen), (RANDOM, target))
    )
    each = conjunction(quantified(of_given, COVARIANCE), of_random)
    long = tends(N, LENGTHS, predicted(RANDOM, PRODUCT, 1), third)
    return quantified(conjunction(quantified(each, LENGTH), implies(EXPONENTIAL, long)), PROMPT, *COLUMNS)


@cache
def derived(model: ModelOnFamily) -> Theorem:
    """The mean of the prediction, as it is derived."""
    data = assume(COVARIANCE) if model is GIVEN else lower_moments(moments(4), MODEL.given[2])
    slopes = at(
        model.slopes("c", (MODEL.given[0], assume(PROMPT), data)), a, 0, u, assume(COLUMNS[0]), assume(COLUMNS[1]), 1, 1
    )
    left, right = parts(slopes.conclusion, "equal")
    return identity(-left, -right, using=((slopes, -1),))


def at_trained(model: ModelOnFamily, value: Expression) -> Theorem:
    """The same for the trained model."""
    found = derived(model)
    return under(
        identity(predicted(model, a, u), PRODUCT * value, known(), ((found, 1), (assume(TRAINED), value))),
        *POINT,
        TRAINED,
    )


def theorem() -> Theorem:
    """The goal."""
    each = conjoin(under(at_trained(GIVEN, SEEN), COVARIANCE), at_trained(RANDOM, m1 * TARGET))
    return under(conjoin(under(each, LENGTH), under(third(), EXPONENTIAL)), PROMPT, *COLUMNS)


def third() -> Theorem:
    """A third of the target, for long prompts: p E λ is what `E ŷy` is beside `E y²` at every length."""
    share = aligned(APART)
    long = at_exponential(share, written(1) / 3)
    goes = continuity(tends(N, LENGTHS, share * TARGET, written(1) / 3 * TARGET), (long,), ())
    goes = rewritten_limit(identity(written(1) / 3 * TARGET, TARGET / 3), goes)
    now = predicted(RANDOM, PRODUCT, 1)
    here = apply(at(at_trained(RANDOM, m1 * TARGET), PRODUCT, 1), identity(1 * PRODUCT, PRODUCT, known()))
    same = identity(share * TARGET, now, (*known(), *scales()), ((at_each_length(share), TARGET), (here, -1)))
    return eventually(tends(N, LENGTHS, now, TARGET / 3), goes, under(discharge(at_most(1, N), same), LENGTH))


@dataclass(frozen=True)
class GivenQuery:
    """A model at a query and a task, by its key: that its loss is a polynomial at a point that a formula is about."""

    key: str

    def regular(self, formula: Node, facts: Facts) -> Theorem:
        """That it is; numbers and columns are read off the blocks."""
        stated = ModelOnFamily(self.key, "multiples").stated
        data, blocks = formula.parts[1:4], dict(zip(stated.setting.blocks, formula.parts[4:], strict=True))
        weight, scale, *columns = (_first(opened(parts(blocks[name], "matrix")[2], ONES)) for name in LETTERS)
        shapes = (belonging(parts(column, "cell")[0], matrices(d, 1), facts) for column in columns)
        domains = (membership.parts[1] for membership in stated.domains[:3])
        memberships = (belonging(*each, facts) for each in zip(data, domains, strict=True))
        return at(derived_regularity(self.key, "multiples"), *memberships, weight, 0, scale, *shapes)


def _first(value: Expression) -> Expression:
    """The first factor of a product; another term as it is."""
    return value.parts[0] if isinstance(value, Node) and value.head == "multiply" else value


LETTERS = ("W_KQ_11", "W_PV_22", "q", "w")
"""Blocks by which a point is told."""
ONES = written(1), written(1)
MODELS = {model.key: GivenQuery(model.key) for model in (RANDOM, GIVEN)}
