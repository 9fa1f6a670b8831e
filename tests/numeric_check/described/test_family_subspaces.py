"""A family as a subspace of all entries: nearest points, letters, distances, and training of its letters alone."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from numeric_check.described import HeldOn, family_subspace, on_family, population_source
from numeric_check.described.placed import blocks_of
from numeric_check.model.curvature import largest_curvature
from numeric_check.model.points import flat, named
from symbolic.setting import Family, Gaussian, Setting, Values, WrongValues, eye, given, ones, parameter, scalar, size

d = size("d")
x, A, B = Gaussian("x", eye(d)), parameter("A", [d]), parameter("B", [d])
a, s, ONES = scalar("a"), scalar("s"), ones(d)
LAYERS = Setting(
    "layers",
    sizes=(d,),
    draws=(x,),
    parameters=(A, B),
    prediction=lambda: s * (A @ B @ x),
    target=lambda: x,
    families={
        "shifted": Family(A=a * eye(d) + scalar("b") * ONES @ ONES.H, B=given("U", [d]) * s + eye(d)),
        "twice": Family(A=a * eye(d), B=2 * a * eye(d)),
        "square": Family(A=a**2 * eye(d)),
        "product": Family(A=a * given("U", [d])),
        "point": Family(A=eye(d)),
        "letters alone": Family.only(A=a * eye(d), B=eye(d)),
    },
)
VALUES = Values({"d": 2}, scalars={"s": Fraction(3)})
U = ((Fraction(1), Fraction(2)), (Fraction(3), Fraction(5)))


def test_points_of_a_family_are_on_it_and_have_its_letters() -> None:
    subspace = family_subspace(LAYERS, "shifted", VALUES)
    assert subspace is not None
    at = {"s": Fraction(3), "a": Fraction(1, 2), "b": Fraction(-2)}
    blocks = blocks_of(on_family(LAYERS, "shifted", Values({"d": 2}, scalars=at, matrices={"U": U})))
    point = flat({name: block.astype(np.float64) for name, block in blocks.items()}, subspace.blocks)
    assert float(subspace.departure(point)) < 1e-14
    letters = subspace.letters_at(point)
    assert list(letters) == ["a", "b", "U"]
    assert [letters["a"].item(), letters["b"].item()] == pytest.approx([0.5, -2])
    assert letters["U"] == pytest.approx(np.array(U, dtype=float))


def test_the_nearest_point_is_nearer_than_any_other() -> None:
    subspace = family_subspace(LAYERS, "shifted", VALUES)
    assert subspace is not None
    rng = np.random.default_rng(1)
    point = rng.normal(size=8)
    near = subspace.nearest(point)
    assert subspace.nearest(near) == pytest.approx(near)
    others = subspace.offset + rng.normal(size=(200, subspace.slope.shape[1])) @ subspace.slope.T
    assert np.linalg.norm(point - near) < np.min(np.linalg.norm(point - others, axis=1))
    assert float(subspace.departure(point)) == pytest.approx(np.max(np.abs(point - near)))


def test_a_letter_that_stands_twice_ties_the_blocks() -> None:
    subspace = family_subspace(LAYERS, "twice", VALUES)
    assert subspace is not None
    assert subspace.nearest(np.array([5.0, 0, 0, 0, 0, 0, 0, 0])) == pytest.approx(
        np.array([0.5, 0, 0, 0.5, 1, 0, 0, 1])
    )


def test_a_family_without_letters_is_a_point() -> None:
    subspace = family_subspace(LAYERS, "point", VALUES)
    assert subspace is not None
    assert subspace.nearest(np.arange(8.0)).tolist() == [1, 0, 0, 1, 0, 0, 0, 0]


@pytest.mark.parametrize("name", ["square", "product"])
def test_a_family_that_is_not_affine_is_none(name: str) -> None:
    assert family_subspace(LAYERS, name, VALUES) is None


def test_an_unknown_family_is_refused() -> None:
    with pytest.raises(WrongValues, match="no family line"):
        family_subspace(LAYERS, "line", VALUES)


def test_held_on_a_family_the_slope_is_that_of_the_letters() -> None:
    """On `A = aI, B = I` the loss is `d (3a − 1)²/2`; in the norm of entries the letter's unit is `I/√d`."""
    subspace, source = family_subspace(LAYERS, "letters alone", VALUES), population_source(LAYERS, VALUES)
    assert subspace is not None
    held = HeldOn(source, subspace)
    point = {"A": 0.5 * np.eye(2), "B": np.eye(2)}
    found = held.gradient(point)
    assert found["A"] == pytest.approx(3 * (3 * 0.5 - 1) * np.eye(2))
    assert found["B"] == pytest.approx(np.zeros((2, 2)))
    assert largest_curvature(held, point) == pytest.approx(9)
    elsewhere = named(flat(point, held.blocks) + np.array([0, 1, -1, 0, 2, 3, 4, 5]), held.blocks)
    assert held.loss(elsewhere) == pytest.approx(held.loss(point)) == pytest.approx(0.25)
