"""Blocks on families as formulas write them: vectors, products, weights of sizes, against the numbers of a family."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from numeric_check.described.family_points import on_family
from symbolic.core.expressions import Refused
from symbolic.core.vocabulary import POSITIVE, REALS, matrices, matrix_letter, real
from symbolic.goals.stated import Stated
from symbolic.goals.written_blocks import SUMMED
from symbolic.setting import Family, Gaussian, Setting, Values, block, eye, given, parameter, scalar, size, stack, zero
from tests.symbolic.formula_values import value

d, N = size("d"), size("N", at_least=2)
x = Gaussian("x", eye(d))
P, K = parameter("P", [d, 1]), parameter("K", [d])
p, v, U, V = given("p", [], [d]), given("v", [d], []), given("U", [d]), given("V", [d])
u, c = scalar("u"), scalar("c")


def of(family: Family) -> Stated:
    """A setting with a family of all blocks."""
    whole = Setting(
        "whole",
        sizes=(d, N),
        draws=(x,),
        parameters=(P, K),
        prediction=lambda: block(P @ stack(K @ x, zero(1)), 1),
        target=lambda: x / N,
        families={"held": family},
    )
    return Stated(whole, "held")


FAMILIES = {
    "vectors": Family(P_21=p, P_12=v, P_22=u, K=U),
    "products": Family(P_11=v @ p, K=U @ V @ U, P_21=p @ U, P_12=U.H @ v * u),
    "weights": Family(P_11=U.H / N + 2 * V / (N - 1) ** 2, P_22=u**2 / c, K=eye(d) / c - v @ v.H),
}
MATRICES: dict[str, Any] = {
    "p": ((1, -2),),
    "v": ((3,), (Fraction(1, 2),)),
    "U": ((1, 2), (0, -1)),
    "V": ((Fraction(2, 3), 1), (5, -4)),
}
SCALARS = {"u": Fraction(2, 3), "c": Fraction(-3, 2)}
SIZES = {"d": 2, "N": 3}


@pytest.mark.parametrize("name", FAMILIES)
def test_blocks_are_those_of_the_family(name: str) -> None:
    stated = of(FAMILIES[name])
    family = stated.setting.families["held"]
    letters = {one: rows for one, rows in MATRICES.items() if one in family.letters}
    numbers = {one: number for one, number in SCALARS.items() if one in family.scalars}
    known = on_family(stated.setting, "held", Values(SIZES, matrices=letters, scalars=numbers)).parameters
    names = {**{n: Fraction(m) for n, m in SIZES.items()}, **letters, **numbers}
    for name_, written in zip(stated.setting.blocks, stated.blocks, strict=True):
        rows, columns = (side.value(SIZES) for side in stated.setting.blocks[name_])
        assert value(written, names) == known.get(name_, ((0,) * columns,) * rows)


def test_letters_have_the_domains_of_their_shapes() -> None:
    stated = of(FAMILIES["vectors"])
    assert stated.matrix_letters == {
        matrix_letter("p"): matrices(1, real("d")),
        matrix_letter("v"): matrices(real("d"), 1),
        matrix_letter("U"): matrices(real("d"), real("d")),
    }
    assert of(FAMILIES["weights"]).letter_domains == {real("c"): POSITIVE, real("u"): REALS}


def test_what_may_be_divided_by_0_or_has_too_many_sums_is_refused() -> None:
    long = eye(d)
    for _ in range(len(SUMMED) + 2):
        long = long @ U
    for wrong in (Family(K=U / (N - 2)), Family(K=U / (d - N)), Family(K=long)):
        with pytest.raises(Refused):
            _ = of(wrong).blocks
