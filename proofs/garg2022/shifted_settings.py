"""Models of the test: prompts with a shift, predicted by `x_qᵀ A (1/M) Σ y_i x_i`, where A is not trained.

That the trained model predicts so, with `A = Γ⁻¹`, is `zhang2024/prediction`. Labels are `w·x_i` of covariates as they
stand in the prompt, the target is `w·x_q`; covariates are normal unless it is said otherwise, and a query is
independent of the prompt unless it is made of its samples.
"""

from __future__ import annotations

from collections.abc import Callable

from proofs.zhang2024.prediction.prompts import A, M, n
from proofs.zhang2024.setting import d, i
from proofs.zhang2024.setting import q as query
from proofs.zhang2024.setting import x as kept
from symbolic.setting import (
    IID,
    AnyLaw,
    Array,
    Family,
    Gaussian,
    Setting,
    covariance,
    diagonal,
    eye,
    given,
    scalar,
    size,
    total,
)
from symbolic.setting.randomness import Source
from symbolic.setting.symbols import Size

moved = Gaussian("x", covariance("G", d)).each(i)
"""Covariates with the second moment G; `kept` have that of the training."""

anywhere = AnyLaw(d, "q")
"""A query of any law."""

standard, standard_query = Gaussian("x", eye(d)).each(i), Gaussian("z", eye(d))
w, c, sigma = given("w", [d], []), scalar("c"), scalar("sigma")
noise = Gaussian("eps", 1).each(i)

SOURCE = "Garg, Tsipras, Liang, Valiant 2022, prompts beyond the training distribution, arXiv 2208.01066"

TRAINED = Family(A=given("R", [d]))

Points = Callable[[], Array]


def predicted(points: Array, last: Array, weights: Array = w) -> Array:
    """`x_qᵀ A (1/M) Σ y_i x_i` with clean labels; `points` are the covariates by their label i."""
    return total((weights.H @ points) * points, i, 1, M).H @ A @ last / M


def shifted(
    key: str, draws: tuple[Source, ...], prediction: Points, target: Points, sizes: tuple[Size, ...] = (d, M)
) -> Setting:
    """A model whose loss is the mean squared error."""
    return Setting(
        f"garg2022-{key}",
        sizes=sizes,
        draws=draws,
        parameters=(A,),
        prediction=prediction,
        target=target,
        families={"trained": TRAINED},
        factor=1,
        source=SOURCE,
    )


NOISY = shifted(
    "noisy",
    (moved, anywhere, noise),
    lambda: total((w.H @ moved[i] + sigma * noise[i]) * moved[i], i, 1, M).H @ A @ anywhere / M,
    lambda: w.H @ anywhere,
)

task = AnyLaw(d, "w")

TASKS = shifted(
    "tasks", (moved, anywhere, task), lambda: predicted(moved[i], anywhere, task), lambda: task.H @ anywhere
)
"""The task is random as well, of any law."""

moved_query = Gaussian("z", covariance("G", d))

SKEWED = shifted("skewed", (moved, moved_query), lambda: predicted(moved[i], moved_query), lambda: w.H @ moved_query)
"""Samples and query are normal with one covariance."""

SCALED_INPUTS = shifted(
    "scaled-inputs", (kept, query), lambda: predicted(c * kept[i], c * query), lambda: w.H @ (c * query)
)

any_points = AnyLaw(d, "x").each(i)

ANY_SAMPLES = shifted(
    "any-samples",
    (any_points, anywhere, noise),
    lambda: total((w.H @ any_points[i] + sigma * noise[i]) * any_points[i], i, 1, M).H @ A @ anywhere / M,
    lambda: w.H @ anywhere,
)
"""As `NOISY`, for samples of any law."""

any_noise = IID("eps").each(i)

ANY_NOISE = shifted(
    "any-noise",
    (any_points, anywhere, any_noise),
    lambda: total((w.H @ any_points[i] + any_noise[i]) * any_points[i], i, 1, M).H @ A @ anywhere / M,
    lambda: w.H @ anywhere,
)
"""The same with noise of any law of mean 0."""

SCALED_SAMPLES = shifted(
    "scaled-samples",
    (any_points, anywhere),
    lambda: predicted(c * any_points[i], anywhere),
    lambda: c * c * predicted(any_points[i], anywhere),
)
"""The target is c² times what is predicted from the samples on their old scale."""

SCALED_TARGET = shifted(
    "scaled-target", (kept, anywhere), lambda: predicted(c * kept[i], anywhere), lambda: c * c * (w.H @ anywhere)
)

SCALED_WEIGHTS = shifted(
    "scaled-weights",
    (moved, anywhere),
    lambda: predicted(moved[i], anywhere, c * w),
    lambda: (c * w).H @ anywhere,
)

SCALED_TASK = shifted(
    "scaled-task",
    (any_points, anywhere),
    lambda: predicted(any_points[i], anywhere, c * w),
    lambda: c * predicted(any_points[i], anywhere),
)
"""The target is c times what is predicted for the task on its old scale."""

P = given("P", [d])

SUBSPACE = shifted(
    "subspace",
    (standard, standard_query),
    lambda: predicted(c * (P @ standard[i]), c * (P @ standard_query)),
    lambda: w.H @ (c * (P @ standard_query)),
)

coordinates, coordinates_query = IID("x", d, symmetric=True).each(i), IID("z", d, symmetric=True)

COORDINATES = shifted(
    "coordinates",
    (coordinates, coordinates_query),
    lambda: predicted(coordinates[i], coordinates_query),
    lambda: w.H @ coordinates_query,
)
"""Independent coordinates of one symmetric law."""

WORST = shifted("worst", (moved,), lambda: A @ total((w.H @ moved[i]) * moved[i], i, 1, M) / M, lambda: w)
"""What the prediction and the target multiply the query with; a vector, whose squared length is the loss."""

k, l = size("k"), size("l", at_least=0)

MATCHING = shifted(
    "matching",
    (moved,),
    lambda: (
        (total((w.H @ moved[i]) * moved[i], i, 1, k) + total((w.H @ moved[i]) * moved[i], i, k + 1, k + l)).H
        @ A
        @ moved[k]
        / (k + l)
    ),
    lambda: w.H @ moved[k],
    sizes=(d, k, l),
)
"""The query is the k-th sample of the prompt, which goes on with l others."""

turn = given("S", [d])

ACROSS = Setting(
    "garg2022-across",
    sizes=(d,),
    draws=(standard, task),
    parameters=(A,),
    prediction=lambda: (task.H @ standard[1]) * (standard[1].H @ A @ (turn @ standard[1])),
    target=lambda: task.H @ (turn @ standard[1]),
    families={"trained": TRAINED},
    factor=1,
    source=SOURCE,
)
"""One sample x and the query `S x`, which is orthogonal to x where S is antisymmetric."""

points, labels = given("X", [d], [M]), given("y", [M], [])
directions, last_label, z = given("Z", [d], [n]), given("v", [n], []), AnyLaw(n, "z")

PROMPT = Setting(
    "garg2022-prompt",
    sizes=(d, n, M),
    draws=(z,),
    parameters=(A,),
    prediction=lambda: (points @ labels).H @ A @ directions @ z / M,
    target=lambda: last_label.H @ z,
    families={"trained": TRAINED},
    factor=1,
    source=SOURCE,
)
"""One prompt, whose samples are the columns of X; the query and its label are linear images of a vector of any law."""

signs, folded = IID("s", d, symmetric=True), IID("u", d, centred=False).each(i)

ORTHANTS = shifted(
    "orthants",
    (signs, folded, standard_query),
    lambda: predicted(diagonal(signs) @ folded[i], standard_query),
    lambda: w.H @ standard_query,
)
"""All samples of a prompt have the same random signs; u are the moduli."""
