"""Where the loss of a layer of which a fair coin keeps each sample is least, and what ReLU keeps of samples."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from proofs.ahn2023.formal.kept_of_samples import keeps, kept, square_sign
from proofs.ahn2023.formal.kept_samples import DATA, GIVEN, MANY, NOT_ZERO, ONE, SIZES, Σ, KeptSamples, d, n
from proofs.mahankali2023.formal.best_layers import one_entry
from proofs.mahankali2023.formal.designs import Design, DesignedLayer, Scalar
from proofs.mahankali2023.formal.layers import Layer, derived, value_of
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, nodes
from symbolic.core.rules.logic import apply, assume, conjoin, part, parts
from symbolic.core.rules.matrix_algebra import trace_of_identity
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    at_most,
    conjunction,
    equal,
    integers_from,
    less,
    member,
    mixture,
    multiple,
    point,
    product,
    real,
    trace,
)
from symbolic.goals.model_anywhere import ModelAnywhere
from symbolic.tactics.explicit_means import mean_of_points
from symbolic.tactics.signs import Facts, positive, signed
from symbolic.tactics.steps import assumed, at, belonging, modulo, proved, quantified, rewritten, under
from symbolic.tactics.whole_matrices.matrix_letters import by_words, divisors, shaped
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.weighted_squares import identity_is_semidefinite, weighted

LEFT_OUT = (
    "That the loss with ReLU is that of the coin: stated are what is kept of a sample and its reflection, and where "
    "the loss with the coin is least."
)
HALF = Fraction(1, 2)
COIN = mixture(HALF, point(1), point(0))
"""1 or 0, each as probable as the other."""

β = real("β")
SHARE = positive(1 / n, (MANY,))
GROWTH = (n - 1) / (2 * n) + 2 / n
GROWN = signed(less(0, GROWTH), (SHARE, MANY, *assumed(SIZES[1])))


class Fair(ModelAnywhere):
    """A model of which one law is that of the coin, whose moments are known."""

    def derived(self, *given: Expression, facts: Facts = ()) -> Theorem:
        """The loss there, with numbers for the moments of the coin."""
        found = super().derived(*given, facts=facts)
        means = (each for each in nodes(found.conclusion) if each.head == "mean")
        for each in dict.fromkeys(means):
            found = rewritten(mean_of_points(each), found)
        return found


@dataclass(frozen=True)
class Kept(Design):
    """Samples each of which is kept with the probability ½."""

    def of_step(self, of: Expression) -> Expression:
        """The loss of the step `Σ b y xᵀ A q` times the scale."""
        (first, *one), (second, *other) = self.scalars
        linear = -self.samples * self.scale * trace(product(of, self.spread, self.spread))
        return self.trace + linear + first * weighted(of, *one) + second * weighted(of, *other)

    @property
    def scalars(self) -> tuple[Scalar, ...]:
        """`(c, Y, Z)` for `c tr(AᵀYAZ)` in it."""
        s, N, Λ = self.scale, self.samples, self.spread
        return (s**2 * (N**2 + 3 * N) / 4, product(Λ, Λ), Λ), (s**2 * N * self.trace / 2, Λ, Λ)


@dataclass(frozen=True, kw_only=True)
class CoinLayer(DesignedLayer):
    """A layer whose samples a coin keeps."""

    even_sign = Layer.even_sign

    @property
    def given(self) -> tuple[Expression, ...]:
        """Sizes, the law of the coin and the covariance."""
        size, count, spread = (parts(each, "member")[0] for each in self.data)
        return size, count, COIN, spread


LAYER = CoinLayer(
    Fair("ahn2023-coin"),
    Fair("ahn2023-coin-even"),
    DATA,
    (MANY, GROWN, assume(GIVEN)),
    design=Kept(n, Σ, ONE, trace(Σ), trace(product(Σ, Σ)), scale=-1 / n),
)
HALVES = KeptSamples(LAYER, GROWTH, GROWN, HALF)
SLOPE = GROWTH + d / n
"""Γ where Σ is the identity, by which it is a multiple of it."""


def line(scale: Number) -> tuple[Expression, ...]:
    """The blocks where `u = 1` and U is a multiple of the identity."""
    return LAYER.sparse(multiple(scale, ONE))


def isotropic(*blocks: Expression) -> Expression:
    """The loss where covariates have the covariance I."""
    return LAYER.model.loss(d, n, COIN, ONE, *(blocks or LAYER.blocks))


BEST = LAYER.sparse(multiple(-1, multiple(1 / SLOPE, ONE)))
"""Where `Q_11 = −(½ (n − 1)/n + (d + 2)/n)⁻¹ I`."""


def standard(slope: Number = SLOPE, best: tuple[Expression, ...] = BEST) -> Expression:
    """The loss on the line at `Σ = I`, and where the loss is least there."""
    on_line = equal(isotropic(*line(-β)), d * slope * β**2 / 2 - d * β + d)
    least = quantified(at_most(isotropic(*best), isotropic()), *LAYER.places)
    return quantified(conjunction(quantified(on_line, member(β, REALS)), least), *SIZES)


def goal(
    least: Expression | None = None,
    at: Number = -1,
    inverse: Expression = HALVES.inverse,
    samples: Expression | None = None,
    at_identity: Expression | None = None,
) -> Expression:
    """What is kept; for all sizes, covariances and blocks the loss, and where it is least; and that at `Σ = I`."""
    of_all = HALVES.best(least, at).stated(GIVEN, inverse)
    return conjunction(samples or kept(), HALVES.solvable, of_all, at_identity or standard())


@cache
def grown_slope() -> Theorem:
    """`0 < ½ (n − 1)/n + 2/n + d/n`."""
    return signed(less(0, SLOPE), (GROWN, positive(d / n, (MANY, *assumed(SIZES[0]))), MANY))


@cache
def of_identity() -> Theorem:
    """`tr I = d`."""
    return trace_of_identity(belonging(d, integers_from(0), LAYER.facts))


def on_line() -> Theorem:
    """The loss on the line."""
    left = isotropic(*line(-β))
    found = rewritten(one_entry(), derived(LAYER.model, left, (*LAYER.facts, identity_spread())))
    value = value_of(found)
    polynomial = trace(ONE) * (GROWTH + trace(ONE) / n) * β**2 / 2 - trace(ONE) * β + trace(ONE)
    same = rewritten_traces(equal(value, polynomial), LAYER.facts, (), divisors(LAYER.facts, value, polynomial))
    return under(
        modulo(equal(left, d * SLOPE * β**2 / 2 - d * β + d), (found, same, of_identity()), (MANY,)), member(β, REALS)
    )


@cache
def identity_spread() -> Theorem:
    """I is semidefinite."""
    return identity_is_semidefinite(d, LAYER.facts)


def least_there(everywhere: Theorem) -> Theorem:
    """What is stated of all covariances, at I."""
    slope = GROWTH + trace(ONE) / n
    above = signed(less(0, slope), (grown_slope(), of_identity(), MANY), scales=(1, 1 / n))
    inverse = multiple(1 / slope, ONE)
    there = at(everywhere, *map(assume, SIZES), identity_spread(), shaped(inverse, LAYER.facts))
    premise, _ = parts(there.conclusion, "implies")
    solved = conjoin(*(by_words(each, LAYER.facts, known=(above, MANY)) for each in parts(premise, "and")))
    found = part(2, at(apply(there, solved), *map(assume, LAYER.places)))
    return under(rewritten(of_identity(), found), *LAYER.places)


def proof() -> Proof:
    """The goal and its definedness."""
    solved = under(HALVES.gamma_has_inverse(), *DATA, NOT_ZERO)
    best = HALVES.best()
    everywhere = best.proof(HALVES.of_step(), HALVES.gap_sign(), GIVEN, HALVES.inverse).theorem
    at_identity = under(conjoin(on_line(), least_there(everywhere)), *SIZES)
    whole = conjoin(keeps(), solved, everywhere, at_identity)
    return Proof(goal(), whole, proved(defined(goal()), solve=meaningful))


def meaningful(formula: Expression, known: Facts) -> Theorem | None:
    """A solver: radicands, and what is asked of losses, shapes and divisors."""
    match formula:
        case Node(head="at_most", parts=(_, Node(head="power", parts=(score,)))):
            return square_sign(score)
    return HALVES.best().meaningful(formula, (*known, identity_spread(), grown_slope()))
