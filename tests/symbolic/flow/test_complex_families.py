"""Complex parameters held to families: as at the blocks that the family says, and as numbers find them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from mesaproof.answers.family_flows import family_flow
from mesaproof.answers.setting_training import train
from mesaproof.errors import InputError
from mesaproof.settings import (
    Family,
    Gaussian,
    Setting,
    Untraceable,
    Values,
    covariance,
    eye,
    given,
    ones,
    parameter,
    scalar,
    size,
)
from numeric_check.described import on_family
from numeric_check.described.population_losses import exact_gradient, exact_loss
from symbolic.model.contraction import Numbers
from symbolic.model.derived_model import Derived
from symbolic.model.tangency import Tangency
from symbolic.setting.point import IMAGINARY, Matrix

d = size("d")
c, k = (given(name, [], [], field="complex") for name in "ck")
M, V = (given(name, [d], field="complex") for name in "MV")
R, a = given("R", [d]), scalar("a")

FAMILIES = {
    "letters": Family(v=c, A=M, B=V),
    "conjugate letters": Family(v=2 * c.H, A=-M.H, B=V),
    "multiples": Family(v=c, A=k * eye(d), B=V),
    "multiples of ones": Family(v=c, A=M, B=3 * (k * ones(d, d))),
    "real letters": Family(v=a, A=R),
    "a real letter among complex ones": Family(v=c, A=R, B=V),
    "one that is zero": Family(v=c),
}


def model() -> Setting:
    """`v xᵀ A q + xᴴ B q`, which is to be `xᴴ q`."""
    x = Gaussian("x", covariance("S", d), field="complex")
    q = Gaussian("q", eye(d), field="complex")
    v, A, B = parameter("v", [], [], field="complex"), *(parameter(name, [d], field="complex") for name in "AB")
    return Setting(
        "phases", sizes=(d,), draws=(x, q), parameters=(v, A, B), families=FAMILIES,
        prediction=lambda: v * (x.H @ A @ A.H @ q) + x.H @ B @ q, target=lambda: x.H @ q,
    )  # fmt: skip


PHASES = model()
S = ((Fraction(2), Fraction(1, 2)), (Fraction(1, 2), Fraction(1)))


def rows(*entries: int) -> Matrix:
    return tuple(tuple(Fraction(entry, 3) for entry in entries[n : n + 2]) for n in (0, 2))


def values(family: Family) -> Values:
    """Letters with phases that are no sign."""
    real = {"c": ((Fraction(3, 5),),), "k": ((Fraction(2),),), "M": rows(1, -2, 4, 5), "V": rows(3, 1, 0, -2)}
    imaginary = {"c": ((Fraction(4, 5),),), "k": ((Fraction(-1, 2),),), "M": rows(2, 7, -1, 1), "V": rows(1, -1, 2, 0)}
    wanted = {name: matrix for name, matrix in real.items() if name in family.letters}
    wanted |= {"R": rows(2, -1, 5, 3)} if "R" in family.letters else {}
    return Values({"d": 2}, {"S": S}, {name: Fraction(-2, 3) for name in family.scalars}, wanted,
                  imaginary={name: imaginary[name] for name in family.letters if name in imaginary})  # fmt: skip


@pytest.mark.parametrize("name", FAMILIES)
def test_on_a_family_loss_and_gradient_are_those_at_its_blocks(name: str) -> None:
    """The derivation without a family takes another way: it differentiates the loss at arbitrary parameters."""
    family, derived = FAMILIES[name], Derived(PHASES)
    at = values(family)
    held, numbers, blocks = derived.on(family), Numbers(PHASES, at), on_family(PHASES, name, at)
    assert numbers.loss(held.terms) == derived.loss_at(blocks)
    for block, expected in derived.gradient_at(blocks).items():
        terms = held.gradient.get(block.removesuffix(IMAGINARY), {})
        shape = PHASES.blocks[block.removesuffix(IMAGINARY)]
        assert numbers.matrix(terms, shape, imaginary=block.endswith(IMAGINARY)) == expected


def test_on_a_family_loss_and_gradient_are_those_of_enumeration() -> None:
    """In one dimension, over all points of the draws: the second route, which shares no formula."""
    name, one = "conjugate letters", ((Fraction(1, 2),),)
    phase = {"c": ((Fraction(3, 5),),), "M": ((Fraction(2),),), "V": one}
    at = Values(
        {"d": 1}, {"S": one}, {}, phase, imaginary={"c": ((Fraction(4, 5),),), "M": one, "V": ((Fraction(-1),),)}
    )
    held, numbers, blocks = Derived(PHASES).on(FAMILIES[name]), Numbers(PHASES, at), on_family(PHASES, name, at)
    assert numbers.loss(held.terms) == exact_loss(PHASES, blocks)
    for block, expected in exact_gradient(PHASES, blocks).items():
        terms = held.gradient[block.removesuffix(IMAGINARY)]
        assert (
            numbers.matrix(terms, PHASES.blocks[block.removesuffix(IMAGINARY)], block.endswith(IMAGINARY)) == expected
        )


def moved(name: str, letter: str, terms_imaginary: bool) -> Fraction:
    family = FAMILIES[name]
    field = Tangency(Derived(PHASES).on(family)).field
    one = next(iter(parameter("one", [], []).blocks.values()))
    return Numbers(PHASES, values(family)).matrix(field[letter], one, terms_imaginary)[0][0]


@pytest.mark.parametrize(
    ("name", "letter", "factor", "sign", "count"),
    [("letters", "c", 1, 1, 1), ("conjugate letters", "c", 2, -1, 1), ("multiples", "k", 1, 1, 2),
     ("multiples of ones", "k", 3, 1, 4)],
)  # fmt: skip
def test_letters_move_down_the_restricted_loss(name: str, letter: str, factor: int, sign: int, count: int) -> None:
    """A letter that stands in so many entries, times a factor, moves by minus the slope of the loss over the square of
    the norm that it adds: differences of the restricted loss, of degree at most 4, over three steps are exact.
    """
    family, held = FAMILIES[name], Derived(PHASES).on(FAMILIES[name])

    def loss(part: str, step: int) -> Fraction:
        at = values(family)
        given = dict(getattr(at, part))
        given[letter] = ((given[letter][0][0] + step,),)
        return Numbers(
            PHASES,
            Values(
                at.sizes,
                at.covariances,
                at.scalars,
                **{"matrices": at.matrices, "imaginary": at.imaginary, part: given},
            ),
        ).loss(held.terms)

    for part, imaginary in (("matrices", False), ("imaginary", True)):
        near, far = (loss(part, n) - loss(part, -n) for n in (1, 2))
        slope = (8 * near - far) / 12
        assert moved(name, letter, imaginary) == -slope / (factor**2 * count)
        assert slope


def test_a_real_letter_among_complex_ones_is_left_by_the_imaginary_part() -> None:
    flow = family_flow(PHASES, "a real letter among complex ones")
    assert "every entry of the gradient by A must be real" in flow.leftovers
    assert family_flow(PHASES, "letters").stays


def test_training_stays_where_the_flow_is_said_to_stay() -> None:
    point = {"sizes": {"d": 1}, "covariances": {"S": [[1]]}, "matrices": {"c": 1, "M": [[0.5]], "V": [[0.1]]},
             "imaginary": {"c": 0.5, "M": [[-0.2]], "V": [[0.3]]}}  # fmt: skip
    run = train(PHASES, point, "letters", flow=1)
    assert run.family_statement == "the run stayed on the family letters"
    assert run.agrees
    assert set(run.letters or ()) == {"c", "c.imag", "M", "M.imag", "V", "V.imag"}


def test_a_real_block_is_not_held_to_a_complex_letter() -> None:
    x, W = Gaussian("x", covariance("S", d)), parameter("W", [d])
    with pytest.raises(Untraceable, match="W is real, and is held to the complex letter M"):
        Setting("real", sizes=(d,), draws=(x,), parameters=(W,), prediction=lambda: W @ x, target=lambda: x,
                families={"f": Family(W=M)})  # fmt: skip
    with pytest.raises(Untraceable, match="M is given and complex"):
        Setting("given", sizes=(d,), draws=(x,), parameters=(W,), prediction=lambda: W @ x, target=lambda: M @ x)


@pytest.mark.parametrize(
    ("change", "words"),
    [({"imaginary": {"R": [[1]]}}, "is real"), ({"matrices": {"R": [[1]], "V": [[1]]}}, "missing for c"),
     ({"imaginary": {"V": [[1, 2]]}}, "is 1 x 1 here")],
)  # fmt: skip
def test_letters_have_values_that_fit(change: dict[str, object], words: str) -> None:
    point = {"sizes": {"d": 1}, "covariances": {"S": [[1]]}, "matrices": {"c": 1, "R": [[1]], "V": [[1]]}}
    with pytest.raises(InputError, match=words):
        train(PHASES, point | change, "a real letter among complex ones")
