"""What `check` answers for the setting of the paper: Γ, where training ends, and the error in distribution and beyond.

Values: the sizes d and N, and M, the samples of a prompt of the test (N where it is left out); the covariance Λ, or the
law of the covariates, `laws: x`; a law of the weights, `laws: w`. How far the tests are shifted: the matrix A of the
skewed covariance, the projection P, the scale c and the noise sigma, each with a default.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from numeric_check.compare import FALSE_ALARM
from numeric_check.compare.agreement import Budget, Comparison, close, sampled
from proofs.garg2022.answers.eight_rows import Row, Shifts, floats, rows
from proofs.refusal import Refused
from proofs.zhang2024.answers.known_moments import Covariates, Matrix, matrix
from proofs.zhang2024.answers.law_needs import Condition, conditions
from proofs.zhang2024.answers.limit import Trained
from symbolic.laws import Law
from symbolic.setting import Values
from symbolic.views import Shown

ASKED = {
    "sizes": ("d", "N", "M"),
    "covariances": ("Λ",),
    "scalars": ("c", "sigma"),
    "matrices": ("A", "P"),
    "laws": ("x", "w"),
}
"""The names of values that are read; d and N are needed, and Λ or the law of x."""

SCALE, NOISE = Fraction(3), Fraction(1)
"""Of inputs and weights, and of labels, where they are not given; both occur in the experiments of Garg et al."""

PILOT = 4.0
"""Variances of samples are taken to be at most so many times those of as many others."""

ENUMERATED = 6
"""Numbers in the samples of a training prompt up to which its nodes are taken one by one."""


@dataclass(frozen=True, eq=False)
class Found:
    """A test, and the mean over random prompts beside its exact error; that is None where neither is there."""

    row: Row
    comparison: Comparison | None
    mean: float | None


@dataclass(frozen=True, eq=False)
class TrainedCheck(Shown):
    """Everything about the model that is trained at these values.

    `rest` compares derivatives of the loss at the limit with 0, over all prompts or random ones. Without the family
    there is no limit, and `found` is empty. `assumes` is what the false-alarm rate rests on.
    """

    key: str
    trained: Trained
    M: int
    weights: Law | None
    conditions: tuple[Condition, ...]
    found: tuple[Found, ...]
    rest: Mapping[str, Comparison]
    assumes: str
    samples: int
    seed: int

    @property
    def invariant(self) -> bool:
        """Whether the flow stays on the family."""
        return all(one.holds for one in self.conditions if one.of_family)

    @property
    def as_printed(self) -> bool:
        """Whether Γ and the limit are those that are printed."""
        return all(one.holds for one in self.conditions)

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        return *self.rest.values(), *(one.comparison for one in self.found if one.comparison)

    @property
    def agrees(self) -> bool:
        """Whether no comparison refuses its claim."""
        return all(one.agrees for one in self.comparisons)

    def __repr__(self) -> str:
        if not self.invariant:
            return f"{self.key}: the flow leaves the family"
        word = "agrees" if self.agrees else "DISAGREES"
        return f"{self.key}: W_PV_22 = {self.trained.scalar:.6g}, error {self.found[0].row.error}; {word}"


def trained_check(values: Values, samples: int, seed: int, told: Any = lambda _: None) -> TrainedCheck:
    """The answer at these values; raises Refused for what does not fit."""
    d, N = _size(values, "d"), _size(values, "N")
    M = _size(values, "M") if "M" in values.sizes else N
    _require_few(d, N, M, samples)
    trained = Trained(_covariates(values, d), N)
    assert trained.product.nrows() == d
    weights = values.laws.get("w")
    met = tuple(conditions(trained.covariates, weights))
    if not all(one.holds for one in met if one.of_family):
        return TrainedCheck("zhang2024", trained, M, weights, met, (), {}, "", samples, seed)
    second = _SecondRoute(trained, M, samples, seed)
    kept = tuple(rows(trained, _shifts(values, d), M))
    told("sampling prompts of the tests")
    share = Budget(FALSE_ALARM).share(len(kept) + 1)
    found = tuple(second.beside(row, share) for row in kept)
    told("comparing derivatives at the limit with 0")
    rest = second.at_rest(share)
    return TrainedCheck("zhang2024", trained, M, weights, met, found, rest, second.assumes, samples, seed)


MOST_NUMBERS = 4 * 10**8
"""In all prompts of one test."""


def _require_few(d: int, N: int, M: int, samples: int) -> None:
    numbers = (max(N, M) + 1) * (d + 1)
    if numbers * samples > MOST_NUMBERS:
        given = f"{samples} prompts of {numbers} numbers"
        raise Refused(given, f"at most {MOST_NUMBERS} numbers in all", "take shorter prompts, or fewer by --samples")


def _size(values: Values, name: str) -> int:
    if name not in values.sizes:
        raise Refused(f"no size {name}", "the sizes d and N", 'such as "sizes": {"d": 2, "N": 20}')
    if (size := values.sizes[name]) < 1:
        raise Refused(f"{name} = {size}", f"{name} >= 1")
    return size


LARGEST_D = 100
"""Exact matrices are printed and inverted up to this dimension."""


def _covariates(values: Values, d: int) -> Covariates:
    if d > LARGEST_D:
        raise Refused(f"d = {d}", f"d <= {LARGEST_D}", "every entry is an exact number")
    law, known = values.laws.get("x"), values.covariances.get("Λ")
    if law is None and known is None:
        raise Refused("no covariance", "Λ among the covariances, or the law of x", "for N(0, I) give Λ = I")
    if law is None:
        return Covariates.normal(matrix(_square("Λ", known or (), d)))
    found = Covariates.drawn(law)
    if known is not None and matrix(_square("Λ", known, d)) != found.second:
        raise Refused(
            f"Λ and the law {law.description}", "one of them", f"E x xᵀ of the law is {_printed(found.second)}"
        )
    return found


def _printed(given: Matrix) -> str:
    return "[" + ", ".join("[" + ", ".join(str(entry) for entry in row) + "]" for row in given.tolist()) + "]"


def _square(name: str, given: Any, d: int) -> Any:
    if len(given) != d or {len(row) for row in given} != {d}:
        shape = f"{len(given)} x {len(given[0]) if given else 0}"
        raise Refused(f"{name} with {shape} numbers", f"{name} with {d} x {d}, since d = {d}")
    return given


def _shifts(values: Values, d: int) -> Shifts:
    """Where they are not given: eigenvalues that fall as 1/k², and the first d/2 coordinates."""
    scale, noise = values.scalars.get("c", SCALE), values.scalars.get("sigma", NOISE)
    skew = matrix(_square("A", values.matrices["A"], d)) if "A" in values.matrices else _diagonal(d, _falling)
    half = max(1, d // 2)
    if "P" not in values.matrices:
        return Shifts(skew, _diagonal(d, lambda k: Fraction(int(k <= half))), scale, noise)
    projection = matrix(_square("P", values.matrices["P"], d))
    if projection * projection != projection or projection != projection.transpose():
        raise Refused("P", "an orthogonal projection, P P = P = Pᵀ", "such as a diagonal matrix of ones and zeros")
    return Shifts(skew, projection, scale, noise)


def _falling(k: int) -> Fraction:
    return Fraction(1, k)


def _diagonal(d: int, entry: Any) -> Matrix:
    return matrix([[entry(k + 1) if j == k else Fraction(0) for k in range(d)] for j in range(d)])


class _SecondRoute:
    """The transformer with the blocks of the limit, run on prompts."""

    def __init__(self, trained: Trained, M: int, samples: int, seed: int) -> None:
        from numeric_check.laws.sampling import draw
        from proofs.garg2022.second_route.eight_prompts import Drawing, normal_points

        law, d = trained.covariates.law, trained.covariates.d
        points = normal_points(floats(trained.covariates.second)) if law is None else lambda rng, n: draw(law, rng, n)
        self.trained, self.samples, self.seed = trained, samples, seed
        self.tests, self.training = Drawing(points, d, M), Drawing(points, d, trained.N)
        self.blocks = trained.blocks
        self.assumes = f"variances of at most {PILOT:g} times those of {samples} other prompts"

    def beside(self, row: Row, false_alarm: float) -> Found:
        """The errors on random prompts beside the exact one."""
        if row.drawn is None:
            return Found(row, None, None)
        errors, others = (self._errors(row, seed) for seed in (self.seed, -1 - self.seed))
        mean = float(errors.mean())
        if row.error is None:
            return Found(row, None, mean)
        claimed, variance = float(row.error), PILOT * float(others.var())
        return Found(row, sampled(claimed, variance, errors, false_alarm, self.seed, float(row.size)), mean)

    def _errors(self, row: Row, seed: int) -> Any:
        from numeric_check.laws.sampling import generator
        from proofs.garg2022.second_route.eight_prompts import squared_errors

        tests, drawn = self.tests, row.drawn
        assert drawn is not None
        numbers = (tests.M + 1) * (tests.d + 1)
        rng = generator(f"check zhang2024 {row.name}", seed)
        return squared_errors(self.blocks, lambda r, m: drawn(tests, r, m), rng, self.samples, numbers)

    def at_rest(self, false_alarm: float) -> dict[str, Comparison]:
        """Derivatives of the loss at the limit: 0 where all prompts are looked at, or where random ones are."""
        source = self._source()
        ways = list(self._ways())
        if source is not None:
            means = ((name, source.mean(f), source.mean(lambda *data, f=f: abs(f(*data)))) for name, f in ways)
            return {name: close(0.0, mean, size, "enumerated") for name, mean, size in means}
        return {name: self._sampled(name, f, false_alarm / len(ways)) for name, f in ways}

    def _ways(self) -> Iterator[tuple[str, Any]]:
        import numpy as np

        from proofs.zhang2024.second_route.fixed_letters import array
        from proofs.zhang2024.second_route.regression import along

        d = self.trained.covariates.d
        yield "along u", along(self.blocks, {"W_PV_22": np.ones((1, 1))})
        yield "along U = I", along(self.blocks, {"W_KQ_11": np.eye(d)})
        yield "along U = Z", along(self.blocks, {"W_KQ_11": array("Z", d)})

    def _source(self) -> Any:
        """All training prompts, where there are few enough nodes."""
        from proofs.zhang2024.second_route.prompts_of_laws import LawPrompts
        from proofs.zhang2024.second_route.regression import Regression

        here, N = self.trained.covariates, self.trained.N
        if N * here.d > ENUMERATED or self.trained.rank < here.d:
            return None
        return Regression(floats(here.second), N) if here.law is None else LawPrompts(here.law, N)

    def _sampled(self, name: str, f: Any, false_alarm: float) -> Comparison:
        import numpy as np

        from numeric_check.laws.sampling import generator

        tests, values = self.training, []
        numbers = max(1, 2_000_000 // ((tests.M + 1) * (tests.d + 1)))
        for seed in (self.seed, -1 - self.seed):
            rng = generator(f"check zhang2024 {name}", seed)
            sizes = [min(numbers, self.samples - start) for start in range(0, self.samples, numbers)]
            values.append(np.concatenate([f(*tests.numbers(rng, size)) for size in sizes]))
        scale = float(np.mean(np.abs(values[0])))
        return sampled(0.0, PILOT * float(values[1].var()), values[0], false_alarm, self.seed, scale)
