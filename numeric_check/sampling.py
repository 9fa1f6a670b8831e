"""The sampled half of a law: random starts from NumPy's own samplers, never from moments.

Every generator is derived from a name and a seed, so a run can be repeated anywhere. Symbolic parameters of a law must
be numbers by the time they come here; otherwise `float` raises TypeError.
"""

from __future__ import annotations

from functools import singledispatch
from hashlib import sha256
from typing import Any

import numpy as np

from numeric_check.forward import Complex, Real
from symbolic.coordinates import Finite, Gaussian, Laplace, Student, Uniform
from symbolic.laws import IID, Atoms, FamilyLaw, Ones, Sparse


def generator(key: str, seed: int) -> np.random.Generator:
    """A generator that depends on the key and the seed alone, the same in every process.

    >>> key = "zheng2024/theorem-4.1"
    >>> bool(generator(key, 0).random() == generator(key, 0).random())
    True
    """
    digest = sha256(f"{seed}:{key}".encode()).digest()
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(int.from_bytes(digest, "big"))))


def draw_torus(rng: np.random.Generator, m: int, d: int) -> Complex:
    """Eigenvalues `(m, d)`, independent and uniform on the unit circle."""
    return np.asarray(np.exp(2j * np.pi * rng.random((m, d))), dtype=np.complex128)


@singledispatch
def draw(law: Any, rng: np.random.Generator, m: int) -> Real:
    """Independent starts `(m, d)` with the given law.

    Raises TypeError for a law of an unknown class, ValueError where NumPy refuses a parameter.
    """
    raise _unknown("law", law)


@draw.register
def _(law: Atoms, rng: np.random.Generator, m: int) -> Real:
    points = np.array([[float(entry) for entry in point] for point, _ in law.atoms])
    return points[rng.choice(len(points), size=m, p=[float(weight) for _, weight in law.atoms])]


@draw.register
def _(law: FamilyLaw, rng: np.random.Generator, m: int) -> Real:
    return draw_family(law.family, rng, m, law.d)


@singledispatch
def draw_family(family: Any, rng: np.random.Generator, m: int, d: int) -> Real:
    """`draw` from the member of a family at d."""
    raise _unknown("family of laws", family)


@draw_family.register
def _(family: IID, rng: np.random.Generator, m: int, d: int) -> Real:
    return draw_coordinate(family.coordinate, rng, (m, d))


@draw_family.register
def _(family: Sparse, rng: np.random.Generator, m: int, d: int) -> Real:
    starts = np.zeros((m, d))
    starts[np.arange(m), rng.integers(d, size=m)] = float(family.c) * rng.choice([-1.0, 1.0], size=m)
    return starts


@draw_family.register
def _(family: Ones, rng: np.random.Generator, m: int, d: int) -> Real:
    return np.ones((m, d))


@singledispatch
def draw_coordinate(coordinate: Any, rng: np.random.Generator, shape: tuple[int, int]) -> Real:
    """Independent coordinates of the given shape."""
    raise _unknown("coordinate law", coordinate)


@draw_coordinate.register
def _(coordinate: Gaussian, rng: np.random.Generator, shape: tuple[int, int]) -> Real:
    return rng.normal(scale=float(coordinate.sigma), size=shape)


@draw_coordinate.register
def _(coordinate: Laplace, rng: np.random.Generator, shape: tuple[int, int]) -> Real:
    return rng.laplace(scale=float(coordinate.scale), size=shape)


@draw_coordinate.register
def _(coordinate: Uniform, rng: np.random.Generator, shape: tuple[int, int]) -> Real:
    half_width = float(coordinate.half_width)
    return rng.uniform(-half_width, half_width, size=shape)


@draw_coordinate.register
def _(coordinate: Student, rng: np.random.Generator, shape: tuple[int, int]) -> Real:
    return rng.standard_t(float(coordinate.df), size=shape)


@draw_coordinate.register
def _(coordinate: Finite, rng: np.random.Generator, shape: tuple[int, int]) -> Real:
    values, weights = zip(*coordinate.atoms, strict=True)
    return rng.choice(np.array(values, dtype=np.float64), size=shape, p=[float(weight) for weight in weights])


def _unknown(what: str, given: object) -> TypeError:
    return TypeError(f"no sampler is known for a {what} of class {type(given).__name__}: {given!r}")
