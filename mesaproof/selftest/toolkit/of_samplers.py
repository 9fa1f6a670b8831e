"""Altered samplers of starts: another parametrisation, another law, dependent coordinates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import Any

import numpy as np

from mesaproof.selftest.altering import Patch
from mesaproof.selftest.mutant import DomainMutant, Kind, Reading, compared
from mesaproof.selftest.toolkit.of_second_route import NOT_EXACT
from mesaproof.selftest.toolkit.places import law_named
from mesaproof.selftest.toolkit.starts import expectation
from numeric_check.compare import FALSE_ALARM
from numeric_check.laws import sampling
from symbolic.laws import Law

SAMPLES = 60_000
POWERS = ((1, 0), (0, 1), (2, 0), (0, 2), (1, 1), (3, 0), (1, 2), (4, 0), (2, 2))
"""Exponents of the first two coordinates in the moments that are compared."""

Alter = Callable[[Any, np.random.Generator], Any]
"""Starts `(m, d)` and a generator to altered starts."""


@dataclass(frozen=True)
class SampledMoments:
    """Moments of sampled starts against exact ones, with exact variances.

    `instead` and `factor` describe the altered sampler where it draws from a known law, multiplied by a number.
    """

    law: str
    instead: str = ""
    factor: float = 1.0

    def __call__(self) -> tuple[Reading, ...]:
        law = law_named(self.law, size(self.law))
        starts = sampling.draw(law, sampling.generator(f"selftest {self.law}", 0), SAMPLES)
        return tuple(self._reading(law, starts, powers) for powers in POWERS)

    def _reading(self, law: Law, starts: Any, powers: tuple[int, int]) -> Reading:
        from numeric_check.compare.agreement import sampled

        claimed, square = _moment(law, powers), _moment(law, (2 * powers[0], 2 * powers[1]))
        values = np.prod(starts[:, :2] ** np.array(powers), axis=1)
        variance, scale = float(square - claimed**2), sqrt(square)
        comparison = sampled(float(claimed), variance, values, FALSE_ALARM, 0, scale)
        return compared(f"E x^{powers}", comparison, self._shift(law, powers) if self.instead else None)

    def _shift(self, law: Law, powers: tuple[int, int]) -> float:
        altered = float(_moment(law_named(self.instead, law.d), powers)) * self.factor ** sum(powers)
        return abs(altered - float(_moment(law, powers)))


def size(law: str) -> int:
    """Two coordinates, three for the table."""
    return 3 if law == "table" else 2


def _moment(law: Law, powers: tuple[int, int]) -> Fraction:
    return expectation(law, (*powers, *(0,) * (law.d - 2)))


def sampler_mutants() -> Iterator[DomainMutant]:
    """Every law drawn as another law, drawn with its coordinates dependent, and drawn in ways that no law describes."""
    for law, rows in OTHER_LAWS.items():
        for change, (instead, factor) in rows.items():
            yield _of_starts(law, change, _drawn_from(law, instead, factor), SampledMoments(law, instead, factor))
    for law in OTHER_LAWS:
        for change, alter in DEPENDENT.items():
            if reason := HARMLESS.get((law, change), ""):
                yield _of_starts(law, change, alter, SampledMoments(law), reason)
            else:
                yield _of_starts(law, change, alter, SampledMoments(law))


def _of_starts(law: str, change: str, alter: Alter, check: SampledMoments, harmless: str = "") -> DomainMutant:
    drawn = sampling.draw

    def draw(given: Law, rng: np.random.Generator, m: int) -> Any:
        return alter(drawn(given, rng, m), rng)

    return DomainMutant(
        f"sampler/{law.replace(' ', '')}/{change.replace(' ', '-')}",
        Kind.SAMPLER,
        f"starts of {law}: {change}",
        NOT_EXACT,
        check,
        lambda: (Patch(sampling, "draw", draw),),
        numeric_control=SampledMoments(law),
        excluded=harmless,
        equivalent=bool(harmless),
    )


def _drawn_from(law: str, instead: str, factor: float) -> Alter:
    drawn = sampling.draw
    return lambda starts, rng: factor * drawn(law_named(instead, size(law)), rng, len(starts))


GAUSSIAN, LAPLACE, UNIFORM, STUDENT = (
    "gaussian(sigma=1/2)",
    "laplace(scale=1/2)",
    "uniform(half_width=2)",
    "student(df=12)",
)
SKEW, SIGNS, SPARSE = "twopoint(2:1/3, -3:2/3)", "rademacher(scale=3/2)", "sparse(c=2)"

OTHER_LAWS: dict[str, dict[str, tuple[str, float]]] = {
    GAUSSIAN: {
        "sigma read as a variance": (GAUSSIAN, sqrt(2)),
        "variance in the place of sigma": ("gaussian(sigma=1/4)", 1),
        "sigma forgotten": ("gaussian(sigma=1)", 1),
        "sigma inverted (a precision)": ("gaussian(sigma=2)", 1),
        "laplace of that scale": (LAPLACE, 1),
        "uniform of that half width": ("uniform(half_width=1/2)", 1),
        "two points of the same variance": ("rademacher(scale=1/2)", 1),
        "student with 9 degrees of freedom": ("student(df=9)", 0.5),
    },
    LAPLACE: {
        "scale read as a standard deviation": (LAPLACE, sqrt(1 / 2)),
        "scale read as a variance": (LAPLACE, sqrt(2)),
        "scale squared": ("laplace(scale=1/4)", 1),
        "scale inverted (a rate)": ("laplace(scale=2)", 1),
        "scale forgotten": ("laplace(scale=1)", 1),
        "gaussian of that sigma": (GAUSSIAN, 1),
        "gaussian of the same variance": (GAUSSIAN, sqrt(2)),
    },
    UNIFORM: {
        "half width read as width": ("uniform(half_width=1)", 1),
        "half width squared": ("uniform(half_width=4)", 1),
        "half width read as a standard deviation": (UNIFORM, sqrt(3)),
        "gaussian of that sigma": ("gaussian(sigma=2)", 1),
        "end points only": ("rademacher(scale=2)", 1),
        "gaussian of the same variance": ("gaussian(sigma=2)", sqrt(1 / 3)),
    },
    STUDENT: {
        "scaled to unit variance": (STUDENT, sqrt(10 / 12)),
        "gaussian limit": ("gaussian(sigma=1)", 1),
        "half the degrees of freedom": ("student(df=6)", 1),
        "uniform": ("uniform(half_width=1)", 1),
    },
    SKEW: {
        "probabilities exchanged": ("twopoint(2:2/3, -3:1/3)", 1),
        "probabilities ignored": ("twopoint(2:1/2, -3:1/2)", 1),
        "probabilities squared": ("twopoint(2:1/5, -3:4/5)", 1),
        "values exchanged in sign": ("twopoint(-2:1/3, 3:2/3)", 1),
        "first value without its partner": ("twopoint(2:1/3, 0:2/3)", 1),
        "values halved": (SKEW, 1 / 2),
        "centred": ("twopoint(10/3:1/3, -5/3:2/3)", 1),
    },
    SIGNS: {
        "values 0 and 1 (Bernoulli)": ("twopoint(1:1/2, 0:1/2)", 1),
        "scale forgotten": ("rademacher", 1),
        "scale squared": ("rademacher(scale=9/4)", 1),
        "probabilities 2/3 and 1/3": ("twopoint(3/2:2/3, -3/2:1/3)", 1),
    },
    SPARSE: {
        "c squared": ("sparse(c=4)", 1),
        "c forgotten": ("sparse(c=1)", 1),
        "c read as a variance": (SPARSE, sqrt(1 / 2)),
        "every coordinate present": ("rademacher(scale=2)", 1),
        "times the square root of d": (SPARSE, sqrt(2)),
    },
    "ones": {
        "random signs": ("rademacher", 1),
        "length 1": ("ones", sqrt(1 / 2)),
        "one unit vector": ("sparse(c=1)", 1),
        "noise of sigma 1/10 for the constant": ("gaussian(sigma=1/10)", 1),
    },
    "table": {"halved": ("table", 1 / 2), "a start of ones": ("ones", 1), "random signs": ("rademacher", 1)},
}
"""What a sampler draws from instead, and the factor on it."""

DEPENDENT: dict[str, Alter] = {
    "all coordinates equal": lambda x, rng: np.repeat(x[:, :1], x.shape[1], axis=1),
    "second coordinate minus the first": lambda x, rng: x[:, [0, 0, *range(2, x.shape[1])]] * _sign_of_second(x),
    "second coordinate zero": lambda x, rng: x * np.array([1, 0, *[1] * (x.shape[1] - 2)]),
    "absolute values": lambda x, rng: abs(x),
    "squares": lambda x, rng: x**2,
    "moved by one": lambda x, rng: x + 1,
    "every sequence the same": lambda x, rng: np.repeat(x[:1], len(x), axis=0),
    "sorted coordinates": lambda x, rng: np.sort(x, axis=1),
    "clipped at the mean size": lambda x, rng: np.clip(x, -np.mean(abs(x)), np.mean(abs(x))),
    "divided by the length": lambda x, rng: x / np.linalg.norm(x, axis=1, keepdims=True),
    "half of the sequences zero": lambda x, rng: x * rng.integers(2, size=(len(x), 1)),
    "coordinates exchanged": lambda x, rng: x[:, ::-1],
    "signs flipped": lambda x, rng: -x,
}
"""Alterations of starts that any law may suffer."""


def _sign_of_second(x: Any) -> Any:
    return np.array([1, -1, *[1] * (x.shape[1] - 2)])


SYMMETRIC = (GAUSSIAN, LAPLACE, UNIFORM, STUDENT, SIGNS, SPARSE)
HARMLESS = {(law, "signs flipped"): "the law does not change when every sign does" for law in SYMMETRIC}
HARMLESS |= {
    (law, "coordinates exchanged"): "the law does not change when coordinates are exchanged"
    for law in (*SYMMETRIC, SKEW, "ones")
}
HARMLESS |= {
    ("ones", change): "the start 1_d itself does not change"
    for change in (
        "all coordinates equal",
        "absolute values",
        "squares",
        "every sequence the same",
        "sorted coordinates",
        "clipped at the mean size",
    )
}
HARMLESS |= {(SIGNS, "clipped at the mean size"): "every coordinate has the mean size"}
"""Alterations that draw from the same law."""
