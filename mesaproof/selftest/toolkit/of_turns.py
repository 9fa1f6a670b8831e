"""Altered eigenvalues and seeds: not uniform on the circle, not independent, not of modulus 1, one stream for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from mesaproof.selftest.altering import Patch
from mesaproof.selftest.mutant import DomainMutant, Kind, Reading, compared
from mesaproof.selftest.toolkit.of_samplers import SAMPLES
from mesaproof.selftest.toolkit.of_second_route import NOT_EXACT
from numeric_check.compare import FALSE_ALARM
from numeric_check.laws import sampling

CHARACTERS = (
    *((n, 0, 0) for n in (1, 2, 3, 4, 5, 6)),
    *((n, m, 0) for n, m in ((1, 1), (1, -1), (2, -1), (2, -2), (3, -1))),
    *((1, 0, p) for p in (1, 2)),
)
"""`(n, m, p)`: the mean of `Re λ_1^n λ_2^m u^p` is 0, u being the sequence's first uniform number."""


@dataclass(frozen=True)
class SampledTurns:
    """Characters of sampled eigenvalues, alone and together with a start, and their modulus."""

    def __call__(self) -> tuple[Reading, ...]:
        from numeric_check.compare.agreement import sampled

        u = sampling.generator(KEY_OF_STARTS, 0).uniform(-1, 1, size=(SAMPLES, 2))[:, 0]
        turns = sampling.draw_torus(sampling.generator(KEY_OF_TURNS, 0), SAMPLES, 2)
        found = []
        for n, m, p in CHARACTERS:
            values = np.asarray((turns[:, 0] ** n * turns[:, 1] ** m).real * u**p, dtype=np.float64)
            variance = 1 / (2 * (2 * p + 1))
            name = f"E Re λ_1^{n} λ_2^{m} u^{p}"
            found.append(compared(name, sampled(0.0, variance, values, FALSE_ALARM, 0, 1.0)))
        modulus = sampled(1.0, 0.0, np.asarray(abs(turns).ravel() ** 2, dtype=np.float64), FALSE_ALARM, 0)
        return (*found, compared("E |λ|^2", modulus))


@dataclass(frozen=True)
class SampledSeeds:
    """Streams of two keys, and of two seeds, are uncorrelated."""

    def __call__(self) -> tuple[Reading, ...]:
        from numeric_check.compare.agreement import sampled

        def stream(key: str, seed: int) -> Any:
            return sampling.generator(key, seed).random(SAMPLES) - 0.5

        first = stream("paper/first", 0)
        others = {
            "another key": ("paper/other", 0),
            "another seed": ("paper/first", 1),
            "a longer key": ("paper/first ", 0),
        }
        return tuple(
            compared(f"correlation with {name}", sampled(0.0, 1 / 144, first * stream(*at), FALSE_ALARM, 0, 1.0))
            for name, at in others.items()
        )


KEY_OF_STARTS, KEY_OF_TURNS = "selftest starts", "selftest turns"

Angles = Callable[[np.random.Generator, int], Any]
"""Eigenvalues `(m, 2)`."""


def turn_mutants() -> Iterator[DomainMutant]:
    """Altered eigenvalues, then altered seeds."""
    for change, turns in TURNS.items():
        reason = HARMLESS.get(change, "")
        yield _mutant(
            f"torus/{change}",
            f"eigenvalues: {change}",
            "draw_torus",
            lambda rng, m, d, f=turns: f(rng, m),
            SampledTurns(),
            reason,
        )
    for change, made in SEEDS.items():
        yield _mutant(f"seed/{change}", f"generators: {change}", "generator", made, SampledSeeds())


def _mutant(id: str, change: str, name: str, value: Any, check: Any, harmless: str = "") -> DomainMutant:
    return DomainMutant(
        f"sampler/{id}".replace(" ", "-"),
        Kind.SAMPLER,
        change,
        NOT_EXACT,
        check,
        lambda: (Patch(sampling, name, value),),
        excluded=harmless,
        equivalent=bool(harmless),
    )


def _circle(angle: Any) -> Any:
    return np.exp(2j * np.pi * angle)


def _pair(first: Any, second: Callable[[Any], Any]) -> Any:
    return np.stack([first, second(first)], axis=1)


def _roots(n: int) -> Angles:
    return lambda rng, m: _circle(rng.integers(n, size=(m, 2)) / n)


TURNS: dict[str, Angles] = {
    "half of the circle": lambda rng, m: _circle(rng.random((m, 2)) / 2),
    "a quarter of the circle": lambda rng, m: _circle(rng.random((m, 2)) / 4),
    "angles in radians": lambda rng, m: np.exp(1j * rng.random((m, 2))),
    "angles in degrees": lambda rng, m: np.exp(1j * np.deg2rad(90 * rng.random((m, 2)))),
    "normal angles": lambda rng, m: np.exp(1j * rng.normal(size=(m, 2))),
    "squared uniform angles": lambda rng, m: _circle(rng.random((m, 2)) ** 2),
    "real, on the interval from 0 to 1": lambda rng, m: rng.random((m, 2)) + 0j,
    "real, on the interval from -1 to 1": lambda rng, m: rng.uniform(-1, 1, (m, 2)) + 0j,
    "real signs": _roots(2),
    "third roots of unity": _roots(3),
    "fourth roots of unity": _roots(4),
    "fifth roots of unity": _roots(5),
    "sixth roots of unity": _roots(6),
    "uniform in the disc": lambda rng, m: np.sqrt(rng.random((m, 2))) * _circle(rng.random((m, 2))),
    "radius 99/100": lambda rng, m: 0.99 * _circle(rng.random((m, 2))),
    "radius 101/100": lambda rng, m: 1.01 * _circle(rng.random((m, 2))),
    "complex gaussian": lambda rng, m: (rng.normal(size=(m, 2)) + 1j * rng.normal(size=(m, 2))) / np.sqrt(2),
    "all one": lambda rng, m: np.ones((m, 2), dtype=complex),
    "the same for all coordinates": lambda rng, m: _pair(_circle(rng.random(m)), lambda z: z),
    "conjugate pairs": lambda rng, m: _pair(_circle(rng.random(m)), np.conj),
    "opposite pairs": lambda rng, m: _pair(_circle(rng.random(m)), lambda z: -z),
    "quarter turns apart": lambda rng, m: _pair(_circle(rng.random(m)), lambda z: 1j * z),
    "second the square of the first": lambda rng, m: _pair(_circle(rng.random(m)), lambda z: z**2),
    "second the cube of the first": lambda rng, m: _pair(_circle(rng.random(m)), lambda z: z**3),
    "the same for all sequences": lambda rng, m: np.repeat(_circle(rng.random((1, 2))), m, axis=0),
    "drawn from the seed of the starts": lambda rng, m: _circle(sampling.generator(KEY_OF_STARTS, 0).random((m, 2))),
    "angles with the other sign": lambda rng, m: _circle(-rng.random((m, 2))),
    "angles doubled": lambda rng, m: _circle(2 * rng.random((m, 2))),
    "angles moved by a quarter turn": lambda rng, m: _circle(rng.random((m, 2)) + 0.25),
}
"""Other eigenvalues."""

UNIFORM = "the angle modulo a turn is uniform all the same"
HARMLESS = dict.fromkeys(("angles with the other sign", "angles doubled", "angles moved by a quarter turn"), UNIFORM)

_made = sampling.generator

SEEDS: dict[str, Callable[[str, int], np.random.Generator]] = {
    "the seed is ignored": lambda key, seed: _made(key, 0),
    "the key is ignored": lambda key, seed: _made("", seed),
    "only the paper of the key counts": lambda key, seed: _made(key.split("/")[0], seed),
    "only the first letters of the key count": lambda key, seed: _made(key[:6], seed),
    "spaces in the key are ignored": lambda key, seed: _made(key.strip(), seed),
    "always the same stream": lambda key, seed: np.random.Generator(np.random.PCG64(0)),
}
"""Other ways to make a generator."""
