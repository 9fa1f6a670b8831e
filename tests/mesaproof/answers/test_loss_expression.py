"""The derived loss in SymPy: it has the exact values of the loss, and is refused where its letters are matrices."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy

from mesaproof.errors import InputError
from mesaproof.settings import Family, Gaussian, Setting, eye, loss, parameter, scalar, size, time, total
from symbolic.setting import Array

d, N, i = size("d"), size("N"), time("i")
x, q, w = Gaussian("x", eye(d)).each(i), Gaussian("q", eye(d)), Gaussian("w", eye(d))
U = parameter("U", [d])


def _prediction() -> Array:
    return total((w.H @ x[i]) * x[i], i, 1, N).H @ U @ q / N


STEP = Setting(
    "step",
    sizes=(d, N),
    draws=(x, q, w),
    parameters=(U,),
    prediction=_prediction,
    target=lambda: w.H @ q,
    families={"multiples": Family(U=scalar("a") * eye(d))},
)


@pytest.mark.parametrize(("sizes", "a"), [((1, 2), Fraction(1, 3)), ((3, 4), Fraction(-2))])
def test_it_has_the_exact_values(sizes: tuple[int, int], a: Fraction) -> None:
    values = {"sizes": dict(zip("dN", sizes, strict=True)), "scalars": {"a": str(a)}}
    exact = loss(STEP, "multiples", at=values).value
    letters = {symbol.name: symbol for symbol in loss(STEP, "multiples").expression.free_symbols}
    assert {name: symbol.is_integer for name, symbol in letters.items()} == {"d": True, "N": True, "a": None}
    at = {letters["d"]: sizes[0], letters["N"]: sizes[1], letters["a"]: sympy.Rational(a.numerator, a.denominator)}
    assert exact == loss(STEP, "multiples").expression.subs(at)
    assert exact != loss(STEP, "multiples").expression.subs(at | {letters["N"]: sizes[1] + 1})


@pytest.mark.parametrize("family", ["reduced", None])
def test_a_loss_of_matrices_has_none(family: str | None) -> None:
    with pytest.raises(InputError, match="a family whose letters are numbers"):
        _ = loss("zhang2024", family).expression
