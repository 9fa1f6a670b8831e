"""Letters of a family become blocks."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from numeric_check.described import exact_loss, on_family
from symbolic.setting import (
    Family,
    Gaussian,
    Setting,
    Values,
    WrongValues,
    block,
    eye,
    given,
    ones,
    parameter,
    scalar,
    size,
)

d = size("d")
x, M, U = Gaussian("x", eye(d) * scalar("sigma")), given("M", [d]), given("U", [d])
A, b, u = parameter("A", [d, 1], [d]), parameter("b", [], []), scalar("u")
SETTING = Setting(
    "layers",
    sizes=(d,),
    draws=(x,),
    parameters=(A, b),
    prediction=lambda: b * (block(A @ M @ x, 1) + block(A @ x, 2) * ones(d)),
    target=lambda: x,
    families={
        "mixed": Family(
            A_11=scalar("u") * eye(d) + ones(d) @ ones(d).H / d + U.H, A_21=ones(d).H * 2, b=scalar("u") ** 2
        ),
        "shared": Family(A_11=M * scalar("sigma")),
    },
)
TWO = ((Fraction(1), Fraction(2)), (Fraction(3), Fraction(4)))
ONE = ((Fraction(1), Fraction(0)), (Fraction(0), Fraction(1)))
VALUES = Values({"d": 2}, scalars={"sigma": Fraction(3), "u": Fraction(1, 2)}, matrices={"M": ONE, "U": TWO})


def test_letters_become_blocks() -> None:
    found = on_family(SETTING, "mixed", VALUES)
    assert found.parameters == {
        "A_11": ((Fraction(2), Fraction(7, 2)), (Fraction(5, 2), Fraction(5))),
        "A_21": ((Fraction(2), Fraction(2)),),
        "b": ((Fraction(1, 4),),),
    }
    assert found.scalars == {"sigma": Fraction(3)}
    assert found.matrices == {"M": ONE}
    whole = ((2 + 2, Fraction(7, 2) + 2), (Fraction(5, 2) + 2, 5 + 2))
    rest = [whole[r][c] / 4 - (r == c) for r in range(2) for c in range(2)]
    assert exact_loss(SETTING, found) == Fraction(3, 2) * sum(x**2 for x in rest)


def test_letters_that_the_model_has_as_well_are_kept() -> None:
    given_ones = replace(VALUES, scalars={"sigma": Fraction(3)}, matrices={"M": TWO})
    found = on_family(SETTING, "shared", given_ones)
    assert found.parameters == {"A_11": tuple(tuple(3 * x for x in row) for row in TWO)}
    assert (found.scalars, found.matrices) == (given_ones.scalars, given_ones.matrices)


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(WrongValues, match="there is no family line; known: mixed, shared"):
        on_family(SETTING, "line", VALUES)
    with pytest.raises(WrongValues, match="a value is missing for the matrix U"):
        on_family(SETTING, "mixed", replace(VALUES, matrices={"M": ONE}))
    with pytest.raises(WrongValues, match="a value is missing for the scalar u"):
        on_family(SETTING, "mixed", replace(VALUES, scalars={}))
    with pytest.raises(WrongValues, match="the family mixed says what the blocks are, and b is given as well"):
        on_family(SETTING, "mixed", replace(VALUES, parameters={"b": ((Fraction(1),),)}))
