"""Where the loss of one layer of linear attention is least, for every covariance of the covariates."""

from __future__ import annotations

from proofs.ahn2023.formal.kept_samples import (
    DATA,
    GIVEN,
    MANY,
    NOT_ZERO,
    ONE,
    Σ,
    KeptSamples,
    n,
)
from proofs.mahankali2023.formal.designs import Design, DesignedLayer
from symbolic.core.certificates import Proof
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import assume
from symbolic.core.vocabulary import Number, conjunction, product, trace
from symbolic.goals.model_anywhere import ModelAnywhere
from symbolic.tactics.signs import positive
from symbolic.tactics.steps import under

GROWN = positive((n + 1) / n, (MANY,))
LAYER = DesignedLayer(
    ModelAnywhere("ahn2023"),
    ModelAnywhere("ahn2023-even"),
    DATA,
    (MANY, GROWN, assume(GIVEN)),
    design=Design(n, Σ, ONE, trace(Σ), trace(product(Σ, Σ)), scale=-1 / n),
)
LINEAR = KeptSamples(LAYER, (n + 1) / n, GROWN)
GAMMA, INVERSE, LEAST, OFF, EXISTS = LINEAR.gamma, LINEAR.inverse, LINEAR.least, LINEAR.off, LINEAR.exists
best = LINEAR.best


def proof() -> Proof:
    """The goal and its definedness."""
    solved = under(LINEAR.gamma_has_inverse(), *DATA, NOT_ZERO)
    return best().proof(LINEAR.of_step(), LINEAR.gap_sign(), GIVEN, INVERSE, beside=(solved,))


def goal(least: Expression = LEAST, at: Number = -1, inverse: Expression = INVERSE) -> Expression:
    """For all sizes, covariances and blocks: the loss, where it is least, and what it depends on."""
    return conjunction(LINEAR.solvable, best(least, at).stated(GIVEN, inverse))
