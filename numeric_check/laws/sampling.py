"""The sampled half of a law: random starts from NumPy's own samplers, never from moments.

Every generator is derived from a name and a seed, so a run can be repeated anywhere. Symbolic parameters of a law must
be numbers by the time they come here; otherwise `float` raises TypeError.
"""

from __future__ import annotations

from functools import singledispatch
from hashlib import sha256
from typing import Any

import numpy as np

from numeric_check.arrays import Complex, Real
from numeric_check.laws.coordinate_sampling import chosen, draw_coordinate
from symbolic.laws import IID, Atoms, FamilyLaw, Ones, Sparse
from symbolic.laws.composite import Comonotone, Equicorrelated, Mixture, ScaleMixture, Shifted, Sphere
from symbolic.laws.elliptical import Elliptical
from symbolic.laws.empirical import Empirical
from symbolic.laws.vectors import LinearImage, Product, VectorMixture


def generator(key: str, seed: int) -> np.random.Generator:
    """A generator that depends on the key and the seed alone, the same in every process; the key is any text.

    >>> key = "paper/theorem"
    >>> bool(generator(key, 0).random() == generator(key, 0).random())
    True
    """
    digest = sha256(f"{seed}:{key}".encode("utf-8", "surrogatepass")).digest()
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(int.from_bytes(digest, "big"))))


def draw_torus(rng: np.random.Generator, m: int, d: int) -> Complex:
    """Eigenvalues `(m, d)`, independent and uniform on the unit circle."""
    return np.asarray(np.exp(2j * np.pi * rng.random((m, d))), dtype=np.complex128)


def draw_roots(rng: np.random.Generator, m: int, d: int, order: int) -> Complex:
    """Eigenvalues `(m, d)`, independent and uniform on the roots of unity of an order."""
    return np.asarray(np.exp(2j * np.pi * rng.integers(order, size=(m, d)) / order), dtype=np.complex128)


def draw_haar(rng: np.random.Generator, m: int, d: int, group: str) -> Complex | Real:
    """Matrices `(m, d, d)`, uniform among orthogonal or unitary ones.

    Gaussian matrices are factored, with R of positive diagonal, which makes Q unique and its law that of Haar (Mezzadri
    2007, arXiv math-ph/0609050).
    """
    normal = rng.normal(size=(m, d, d)) + (1j * rng.normal(size=(m, d, d)) if group == "unitary" else 0)
    q, r = np.linalg.qr(normal)
    diagonal = np.einsum("mii->mi", r)
    return np.asarray(q * (diagonal / np.abs(diagonal))[:, None, :])


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


@draw.register
def _(law: Empirical, rng: np.random.Generator, m: int) -> Real:
    rows = rng.integers(law.rows, size=m)
    points = np.empty((m, law.d))
    for j, column in enumerate(law.columns):
        points[:, j] = [column[n] / law.denominator for n in rows.tolist()]
    return points


@draw.register
def _(law: Product, rng: np.random.Generator, m: int) -> Real:
    return np.concatenate([draw_coordinate(coordinate, rng, (m, 1)) for coordinate in law.coordinates], axis=1)


@draw.register
def _(law: VectorMixture, rng: np.random.Generator, m: int) -> Real:
    return _from_parts([draw(part, rng, m) for part, _ in law.parts], [weight for _, weight in law.parts], rng)


@draw.register
def _(law: LinearImage, rng: np.random.Generator, m: int) -> Real:
    matrix, offset = (np.array(part, dtype=np.float64) for part in (law.matrix, law.offset))
    return np.asarray(draw(law.base, rng, m) @ matrix.T + offset)


@draw.register
def _(law: Elliptical, rng: np.random.Generator, m: int) -> Real:
    lower, diagonal, mean = (np.array(part, dtype=np.float64) for part in (*law.factors, law.mean))
    directions = _directions(rng, m, law.d) if law.radial else rng.normal(size=(m, law.d))
    scales = draw_coordinate(law.mixing, rng, (m, 1))
    return np.asarray(scales * directions @ (lower * np.sqrt(diagonal)).T + mean)


@draw_family.register
def _(family: Comonotone, rng: np.random.Generator, m: int, d: int) -> Real:
    return np.repeat(draw_coordinate(family.coordinate, rng, (m, 1)), d, axis=1)


@draw_family.register
def _(family: Sphere, rng: np.random.Generator, m: int, d: int) -> Real:
    return float(family.radius) * _directions(rng, m, d)


@draw_family.register
def _(family: Equicorrelated, rng: np.random.Generator, m: int, d: int) -> Real:
    rho = float(family.rho)
    common, own = rng.normal(size=(m, 1)), rng.normal(size=(m, d))
    return np.asarray(float(family.sigma) * (np.sqrt(rho) * common + np.sqrt(1 - rho) * own))


@draw_family.register
def _(family: ScaleMixture, rng: np.random.Generator, m: int, d: int) -> Real:
    return draw_coordinate(family.mixing, rng, (m, 1)) * draw_family(family.base, rng, m, d)


@draw_family.register
def _(family: Mixture, rng: np.random.Generator, m: int, d: int) -> Real:
    drawn = [draw_family(part, rng, m, d) for part, _ in family.parts]
    return _from_parts(drawn, [weight for _, weight in family.parts], rng)


@draw_family.register
def _(family: Shifted, rng: np.random.Generator, m: int, d: int) -> Real:
    return draw_family(family.base, rng, m, d) + float(family.shift)


def _from_parts(drawn: list[Real], weights: list[Any], rng: np.random.Generator) -> Real:
    """Row by row from one of several samples."""
    which = chosen(weights, rng, len(drawn[0]))
    return np.asarray(np.stack(drawn)[which, np.arange(len(drawn[0]))])


def _directions(rng: np.random.Generator, m: int, d: int) -> Real:
    """Uniform on the unit sphere: Gaussian vectors divided by their length."""
    vectors = rng.normal(size=(m, d))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def _unknown(what: str, given: object) -> TypeError:
    return TypeError(f"no sampler is known for a {what} of class {type(given).__name__}: {given!r}")
