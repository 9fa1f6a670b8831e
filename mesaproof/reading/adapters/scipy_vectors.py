"""SciPy's frozen distributions of vectors that are exact laws: Gaussian and Student vectors, directions."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

from mesaproof.errors import InputError
from mesaproof.reading.adapters.distribution_functions import INSTEAD
from mesaproof.reading.adapters.named import named
from mesaproof.reading.adapters.numbers import exact_number
from numeric_check.arrays import Real
from symbolic.laws import Law
from symbolic.laws.composite import Sphere
from symbolic.laws.elliptical import elliptical

WELL_CONDITIONED = 1e6
"""Where the matrix is worse, two computations of a density need not agree."""


def is_vector(given: Any) -> bool:
    return type(given) in _classes()


@cache
def _classes() -> dict[type, str]:
    from scipy import stats

    found = {
        type(stats.multivariate_normal([0], [[1]])): "multivariate_normal",
        type(stats.multivariate_t([0], [[1]])): "multivariate_t",
    }
    if hasattr(stats, "uniform_direction"):
        found[type(stats.uniform_direction(2))] = "uniform_direction"
    return found


def from_vector(frozen: Any) -> Law:
    """A Gaussian or Student vector, or the sphere; SciPy's `shape` matrix of the second is the scatter."""
    name = _classes()[type(frozen)]
    if name == "uniform_direction":
        return Sphere().at(int(frozen.dim))
    student = name == "multivariate_t"
    matrix = frozen.shape if student else frozen.cov_object.covariance
    mean = frozen.loc if student else frozen.mean
    rows = [[exact_number(x, f"entry ({i}, {j})") for j, x in enumerate(row)] for i, row in enumerate(matrix.tolist())]
    centre = [exact_number(x, f"mean {j}") for j, x in enumerate(mean.tolist())]
    df = exact_number(frozen.df, "df") if student else None
    try:
        law = elliptical(rows, centre) if df is None else elliptical(rows, centre, named("student_scale", df=df))
    except ValueError as error:
        hint = f"{error}; floats may have made it indefinite: give the exact one in gaussian_vector(…)"
        raise InputError(f"the matrix of scipy's {name}", "a covariance", hint) from error
    _require_density(frozen, rows, centre, df, name)
    return law


def _require_density(
    frozen: Any, rows: list[list[Fraction]], centre: list[Fraction], df: Fraction | None, name: str
) -> None:
    """Raise InputError where the density at points around the centre is another than that of the parameters."""
    import numpy as np

    matrix, mean = np.array(rows, dtype=np.float64), np.array(centre, dtype=np.float64)
    if not np.linalg.cond(matrix) < WELL_CONDITIONED:
        return
    steps = np.vstack([np.zeros(len(mean)), np.diag(np.sqrt(np.diag(matrix)))])
    found = np.atleast_1d(frozen.logpdf(mean + steps))
    if not np.allclose(found, _log_density(steps, matrix, df), rtol=1e-6, atol=1e-6):
        raise InputError(f"an altered instance of scipy's {name}", "the density of its parameters", INSTEAD)


def _log_density(steps: Real, matrix: Real, df: Fraction | None) -> Real:
    """As textbooks write it, at `centre + steps`."""
    import numpy as np
    from scipy.special import gammaln

    d, log_size = len(matrix), np.linalg.slogdet(matrix)[1]
    squares = np.einsum("ij,ji->i", steps, np.linalg.solve(matrix, steps.T))
    if df is None:
        gaussian: Real = -(d * np.log(2 * np.pi) + log_size + squares) / 2
        return gaussian
    n = float(df)
    constant = gammaln((n + d) / 2) - gammaln(n / 2) - (d * np.log(n * np.pi) + log_size) / 2
    student: Real = constant - (n + d) / 2 * np.log1p(squares / n)
    return student
