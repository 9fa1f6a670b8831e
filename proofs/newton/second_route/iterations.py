"""Newton's iteration and gradient descent on rational matrices of any size."""

from __future__ import annotations

from fractions import Fraction

from numeric_check.model.rational_matrices import (
    Rational,
    diagonal,
    fixed,
    identity,
    orthonormal,
    paired,
    product,
    trace,
)

HALF = Fraction(1, 2)


def letters(m: int, n: int, r: int = 0) -> dict[str, Rational]:
    """By name: fixed matrices, and where a rank is given the parts of a matrix of that rank."""
    found = {name: fixed(name, n, m) for name in ("X", "Y", "W", "Z")} | {
        name: fixed(name, m, n) for name in ("A", "C")
    }
    found |= {"G": fixed("G", m, m), "H": fixed("H", n, n)}
    return found | (_of_rank(m, n, r) if r else {})


def _of_rank(m: int, n: int, r: int) -> dict[str, Rational]:
    singular = [Fraction(2 * place + 1, 3) for place in range(r)]
    return {
        "U": orthonormal("U", m, r),
        "V": orthonormal("V", n, r),
        "D": diagonal(singular),
        "Q": diagonal([1 / value for value in singular]),
        "F": diagonal([Fraction(place - 2, 5) for place in range(r)]),
        "E": fixed("E", r, r),
    }


def newton(A: Rational, X: Rational) -> Rational:
    """One step, as it is printed."""
    found: Rational = X @ (2 * identity(len(A)) - A @ X)
    return found


def descended(A: Rational, X: Rational, Y: Rational) -> Rational:
    """One step of preconditioned descent."""
    found: Rational = Y + X @ (identity(len(A)) - A @ Y)
    return found


def residuals_after(m: int, n: int) -> dict[str, Fraction]:
    """Both residuals after a step."""
    at = letters(m, n)
    A, X = at["A"], newton(at["A"], at["X"])
    return {"right": paired(at["G"], identity(m) - A @ X), "left": paired(at["H"], identity(n) - X @ A)}


def after_steps(m: int, n: int, alpha: Fraction) -> dict[str, Fraction]:
    """Three Newton steps; a step of descent; the slope of the quadratic loss, by a difference that is exact."""
    at = letters(m, n)
    A, X, Y, Z = (at[name] for name in "AXYZ")
    x = X
    for _ in range(3):
        x = newton(A, x)

    def loss(y: Rational) -> Fraction:
        off = A @ y - identity(m)
        return HALF * trace(off.T @ off)

    return {
        "third": paired(Z, x),
        "doubled": paired(Z, newton(A, Y)),
        "residual": paired(at["G"], identity(m) - A @ descended(A, X, Y)),
        "gradient": -alpha * HALF * (loss(Y + Z) - loss(Y - Z)),
    }


def of_low_rank(m: int, n: int, r: int, alpha: Fraction) -> dict[str, Fraction]:
    """A step at a matrix of rank r, its residual, and what the pseudoinverse does."""
    at = letters(m, n, r)
    U, V, D, F, Q = (at[name] for name in "UVDFQ")
    S, M, inverse = product(U, D, V.T), product(V, F, U.T), product(V, Q, U.T)
    return {
        "inner": paired(at["C"], product(S, inverse, S)),
        "outer": paired(at["Z"], product(inverse, S, inverse)),
        "start": paired(at["Z"], alpha * S.T),
        "step": paired(at["Z"], newton(S, M)),
        "residual": paired(at["E"], identity(r) - product(U.T, S, newton(S, M), U)),
        "distance": paired(at["Z"], M - inverse),
    }
