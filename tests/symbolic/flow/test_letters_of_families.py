"""How letters of families move: as the entries of the whole model do; what is printed as conserved does not change."""

from __future__ import annotations

from fractions import Fraction

import pytest

from mesaproof.answers.family_flows import family_flow, stays_on
from mesaproof.errors import InputError
from mesaproof.settings import (
    IID,
    AnyLaw,
    Family,
    Gaussian,
    Orbit,
    Setting,
    Torus,
    Values,
    Weight,
    covariance,
    diagonal,
    eye,
    given,
    ones,
    parameter,
    scalar,
    size,
    time,
    total,
)
from symbolic.model.contraction import Numbers
from symbolic.model.derived_model import Derived
from symbolic.model.tangency import Tangency
from symbolic.setting.nodes import Array, Parameter
from symbolic.setting.point import Matrix
from symbolic.setting.randomness import Sample
from symbolic.setting.symbols import Time
from tests.symbolic.typeset.formula_reader import Meaning, value_of

d = size("d")
M, U, V = (given(name, [d]) for name in "MUV")
a = given("a", [d], [])
u, v, sigma = (scalar(name) for name in ("u", "v", "sigma"))

SPREAD = ((Fraction(2), Fraction(1, 2)), (Fraction(1, 2), Fraction(1)))
MATRICES = {
    "M": ((Fraction(1), Fraction(-2)), (Fraction(3), Fraction(1, 2))),
    "U": ((Fraction(1), Fraction(2)), (Fraction(-1), Fraction(1, 3))),
    "V": ((Fraction(1, 2), Fraction(-1)), (Fraction(2), Fraction(1))),
    "a": ((Fraction(2),), (Fraction(-3),)),
    "k": ((Fraction(-4, 3),),),
}
SCALARS = {"u": Fraction(2, 3), "v": Fraction(-1, 2), "sigma": Fraction(3)}


def two_layers(**blocks: Array | Weight) -> Setting:
    """`A B x`, which is to be `σ M x`."""
    x, A, B = Gaussian("x", covariance("S", d)), parameter("A", [d]), parameter("B", [d])
    return Setting(
        "layers",
        sizes=(d,),
        draws=(x,),
        parameters=(A, B),
        prediction=lambda: A @ B @ x,
        target=lambda: sigma * (M @ x),
        families={"f": Family(**blocks)},
    )


def velocities(setting: Setting) -> dict[str, Matrix]:
    """Of every letter, at the numbers above."""
    family = setting.families["f"]
    values = Values({"d": 2}, {"S": SPREAD}, SCALARS, MATRICES)
    numbers, field = Numbers(setting, values), Tangency(Derived(setting).on(family)).field
    shapes = {name: shape for p in family.letters.values() for name, shape in p.blocks.items()}
    one = next(iter(parameter("one", [], []).blocks.values()))
    return {letter: numbers.matrix(terms, shapes.get(letter, one)) for letter, terms in field.items()}


def plus(left: Matrix, right: Matrix, sign: int) -> Matrix:
    return tuple(tuple(x + sign * y for x, y in zip(p, q, strict=True)) for p, q in zip(left, right, strict=True))


FAMILIES = {
    "a multiple of the identity": two_layers(A=u * eye(d), B=V),
    "twice a multiple of it": two_layers(A=2 * u * eye(d), B=3 * V),
    "multiples of letters": two_layers(A=2 * U, B=-V / 3),
    "a transpose": two_layers(A=U.H, B=V),
    "a multiple of the identity by a letter": two_layers(A=2 * given("k", [], []) * eye(d), B=V),
    "a multiple of ones": two_layers(A=3 * u * ones(d, d), B=V),
    "a multiple of the identity and of ones": two_layers(A=u * eye(d) + 2 * v * ones(d, d), B=V),
    "one value on the diagonal and one off it": two_layers(A=(u - v) * eye(d) + v * ones(d, d), B=2 * V),
    "a multiple of a diagonal": two_layers(A=2 * diagonal(a), B=U),
}


@pytest.mark.parametrize("name", FAMILIES)
def test_what_is_printed_as_conserved_is(name: str) -> None:
    """A polynomial of degree 2 does not change along a line by more than its derivative, to both sides."""
    setting = FAMILIES[name]
    moving = velocities(setting)
    numbers = {letter: ((value,),) for letter, value in SCALARS.items()}
    (formula,) = family_flow(setting, "f").conserved

    def at(sign: int) -> Matrix:
        now = {n: plus(m, moving[n], sign) if n in moving else m for n, m in (MATRICES | numbers).items()}
        scalars = {n: now.pop(n)[0][0] for n in SCALARS}
        return value_of(formula, Meaning({**scalars, "d": Fraction(2)}, now, 2))

    assert any(x for matrix in moving.values() for row in matrix for x in row)
    assert at(1) == at(-1) != at(0)


def test_a_transposed_letter_moves_as_the_transpose_of_its_block() -> None:
    """`A = 2 Uᵀ`: `2 Uᵀ` moves as A does but for the factor, the entries of both being those of one flow."""
    setting = two_layers(A=2 * U.H, B=V)
    twice = tuple(tuple(2 * x for x in row) for row in zip(*MATRICES["U"], strict=True))
    values = Values({"d": 2}, {"S": SPREAD}, {"sigma": SCALARS["sigma"]}, {"M": MATRICES["M"]}, {},
                    {"A": twice, "B": MATRICES["V"]})  # fmt: skip
    gradient = Derived(setting).gradient_at(values)["A"]
    assert velocities(setting)["U"] == tuple(tuple(-x / 2 for x in row) for row in zip(*gradient, strict=True))


@pytest.mark.parametrize(
    ("block", "words"),
    [
        (u * eye(d) + v * eye(d), "neither a letter"),
        (u * eye(d) + u * ones(d, d), "neither a letter"),
        (a @ ones(d).H, "neither a letter"),
        (U @ ones(d, d), "neither a letter"),
        (M, "M is not trained"),
        (sigma * eye(d), "sigma is not trained"),
    ],
)
def test_what_is_no_letter_of_a_family_has_no_flow(block: Array, words: str) -> None:
    with pytest.raises(InputError, match=words):
        family_flow(two_layers(A=block, B=V), "f")


def test_no_times_a_letter_is_zero() -> None:
    flow = family_flow(two_layers(A=0 * U, B=V), "f")
    assert not flow.stays
    assert set(flow.velocities) == {"V"}


def in_two_layers(x: Sample, **blocks: Array | Weight) -> Setting:
    """`A B x`, which is to be x."""
    A, B = parameter("A", [d]), parameter("B", [d])
    return Setting("alike", sizes=(d,), draws=(x,), parameters=(A, B), prediction=lambda: A @ B @ x, target=lambda: x,
                   families={"f": Family(**blocks)})  # fmt: skip


def both(one: str, other: str) -> Array:
    found: Array = scalar(one) * eye(d) + scalar(other) * ones(d, d)
    return found


@pytest.mark.sampled(1)
@pytest.mark.parametrize(
    ("draw", "stays"),
    [
        (Gaussian("x", eye(d)), True),
        (IID("x", d, centred=False), True),
        pytest.param(Gaussian("x", covariance("S", d)), False, marks=pytest.mark.slow),
        (AnyLaw(d), False),
    ],
)
def test_multiples_of_the_identity_and_of_ones_stay_for_coordinates_alike(draw: Sample, stays: bool) -> None:
    assert family_flow(in_two_layers(draw, A=both("a", "b"), B=both("u", "v")), "f").stays is stays


@pytest.mark.parametrize(("centred", "stays"), [(True, True), (False, False)])
def test_multiples_of_the_identity_stay_where_no_mean_is_added(centred: bool, stays: bool) -> None:
    """The gradient has `(E x_j)² 11ᵀ` in it where the mean is not zero."""
    setting = in_two_layers(IID("x", d, centred=centred), A=u * eye(d), B=v * eye(d))
    assert family_flow(setting, "f").stays is stays


def test_no_more_coordinates_are_different_than_there_are() -> None:
    """In dimension 2 no moment of three coordinates can keep a flow from staying."""
    T, x, P, K, i = size("T", at_least=3), Orbit("x", by=Torus(2), start=AnyLaw(2)), *pair(2), time("i")

    def prediction(t: Time) -> Array:
        return P @ total(x[i + 1] @ x[i].H, i, 1, t - 1) @ K @ x[t] / (t - 1)

    setting = Setting("plane", sizes=(T,), draws=(x,), parameters=(P, K), prediction=prediction,
                      target=lambda t: x[t + 1], over=(time("t"), 2, T - 1),
                      families={"f": Family(P=u * eye(2), K=v * eye(2))})  # fmt: skip
    assert len(stays_on(setting, "f").requirements) == 7


def pair(n: int) -> tuple[Parameter, Parameter]:
    return parameter("P", [n]), parameter("K", [n])


def test_a_matrix_of_one_entry_may_be_held_to_a_multiple_of_the_identity() -> None:
    x, W = Gaussian("x", covariance("S", 1)), parameter("W", [1])
    setting = Setting("one", sizes=(), draws=(x,), parameters=(W,), prediction=lambda: W @ x, target=lambda: x,
                      families={"f": Family(W=u * eye(1))})  # fmt: skip
    flow = family_flow(setting, "f")
    assert flow.stays
    assert flow.rest == ("u - 1 = 0",)


@pytest.mark.parametrize(
    ("name", "letter", "norm"),
    [
        ("one value on the diagonal and one off it", "u", 2),
        ("one value on the diagonal and one off it", "v", 2),
        ("a multiple of ones", "u", 36),
        ("a multiple of the identity by a letter", "k", 8),
    ],
)
def test_letters_move_down_the_restricted_loss(name: str, letter: str, norm: int) -> None:
    """By the slope of the loss over the square of the norm that a letter of 1 has: exact differences of degree 4."""
    setting = FAMILIES[name]
    held = Derived(setting).on(setting.families["f"])

    def loss(step: int) -> Fraction:
        scalars = {n: x + step * (n == letter) for n, x in SCALARS.items()}
        moved = {n: ((m[0][0] + step,),) if n == letter else m for n, m in MATRICES.items()}
        return Numbers(setting, Values({"d": 2}, {"S": SPREAD}, scalars, moved)).loss(held.terms)

    slope = (8 * (loss(1) - loss(-1)) - (loss(2) - loss(-2))) / 12
    assert velocities(setting)[letter] == ((-slope / norm,),)
    assert slope
