"""The model of the paper with other draws: covariates of any law, independent coordinates, weights that are not normal.

`ANY` has a law of the covariates and one of the query, of which nothing is known; in `COORDINATES` these are
independent coordinates of one law, each on its own scale `b_j`, so that `Λ = diag(b_j²)`; in `WEIGHTS` the weights are
independent coordinates of one law too, covariates are independent coordinates of one centred law.
"""

from __future__ import annotations

from collections.abc import Callable

from proofs.zhang2024.setting import K, N, P, d, i, w
from symbolic.setting import (
    IID,
    AnyLaw,
    Array,
    Family,
    Setting,
    block,
    diagonal,
    eye,
    given,
    scalar,
    stack,
    total,
    zero,
)
from symbolic.setting.randomness import Sample, Samples

FAMILY = Family(W_PV_22=scalar("u"), W_KQ_11=given("U", [d]))
MULTIPLES = Family(W_PV_22=scalar("u"), W_KQ_11=scalar("a") * eye(d))


def _setting(key: str, x: Samples, q: Sample, weights: Sample, placed: Callable[[Array], Array]) -> Setting:
    """The model, with what is drawn placed among the covariates by a linear map."""

    def prediction() -> Array:
        tokens = [stack(placed(x[i]), weights.H @ placed(x[i])), stack(placed(q), zero(1))]
        context = total(tokens[0] @ tokens[0].H, i, 1, N) + tokens[1] @ tokens[1].H
        return block(P @ context @ K @ tokens[1] / N, 2)

    return Setting(
        key,
        sizes=(d, N),
        draws=(x, q, weights),
        parameters=(P, K),
        prediction=prediction,
        target=lambda: weights.H @ placed(q),
        families={"reduced": FAMILY, "multiples": MULTIPLES},
        source="Zhang, Frei, Bartlett 2024, Section 2, arXiv 2306.09927, with other draws",
    )


ANY = _setting("zhang2024-any", AnyLaw(d, "x").each(i), AnyLaw(d, "q"), w, lambda drawn: drawn)

_scales = given("b", [d], [])

COORDINATES = _setting(
    "zhang2024-coordinates", IID("x", d).each(i), IID("q", d), w, lambda drawn: diagonal(_scales) @ drawn
)

WEIGHTS = _setting(
    "zhang2024-weights", IID("x", d).each(i), IID("q", d), IID("w", d, centred=False), lambda drawn: drawn
)
