"""Layers of linear attention above their best step: proved by the rules alone, and tried at random numbers."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

from proofs.ahn2023.formal import (
    best_layer,
    kept_by_a_coin,
    kept_of_samples,
    kept_samples,
    minimisers,
    not_unique,
    printed_axes,
    printed_layer,
)
from proofs.ahn2023.formal.least_losses import ALL, EXCHANGED, SPARSE
from proofs.li2024.formal import one_step
from proofs.mahankali2023.formal import correlated, first_step, isotropic, means_of_step
from proofs.mahankali2023.formal.best_layers import BestLayer
from proofs.mahankali2023.formal.layers import Layer
from symbolic.core.vocabulary import TRUE, conjunction, multiple, product, real, trace, transpose
from tests.proofs.formal_cases import Case, cases, check_case
from tests.proofs.losses_in_formulas import at_numbers
from tests.proofs.matrix_instances import drawn, inverse
from tests.proofs.zhang2024.formal.test_velocities_at_random import covariance
from tests.symbolic.formula_values import value

half = Fraction(1, 2)
ROOTS = frozenset({"spectral_theorem"})
FREE, RETRIEVED = one_step.free(), one_step.retrieved()


def altered_step(design: one_step.LayerAndStep) -> Any:
    """The claim with a transpose of the step's matrix."""
    return conjunction(design.goal(transpose(design.layer.step)), RETRIEVED.goal())


CASES = {
    "the step": Case(
        means_of_step,
        {
            "the means exchanged": means_of_step.goal(means_of_step.SECOND, means_of_step.FIRST),
            "without noise": means_of_step.goal(
                second=means_of_step.SECOND - real("N") * real("d") * real("sigma") ** 2
            ),
            "any matrices": means_of_step.goal(supposed=TRUE),
        },
        ROOTS,
    ),
    "white data": Case(
        isotropic,
        {
            "a smaller least error": isotropic.goal(least=isotropic.LEAST - 1),
            "without the query's noise": isotropic.goal(least=isotropic.LEAST - real("sigma") ** 2),
            "half the step": isotropic.goal(step=isotropic.STEP / 2),
            "twice the slope": isotropic.goal(slope=2),
        },
        ROOTS,
    ),
    "a covariance and its inverse": Case(
        correlated,
        {
            "a smaller least error": correlated.goal(least=correlated.LEAST - 1),
            "the covariance as preconditioner": correlated.goal(of=correlated.Λ),
            "any two covariances": correlated.goal(inverse=TRUE),
            "an ascent": correlated.goal(slope=-1),
        },
        ROOTS,
    ),
    "two designs": Case(one_step, {"the transpose": altered_step(FREE), "one of both": FREE.goal()}, ROOTS),
    "any covariance": Case(
        printed_layer,
        {
            "the other sign": printed_layer.goal(best_layer.goal(at=1)),
            "a smaller least error": printed_layer.goal(best_layer.goal(least=best_layer.LEAST - 1)),
            "any matrix": printed_layer.goal(best_layer.goal(inverse=TRUE)),
            "any axes": printed_layer.goal(axes=printed_axes.goal(decomposed=TRUE)),
            "the axes turned round": printed_layer.goal(
                axes=printed_axes.goal(product(transpose(printed_axes.U), printed_axes.inverted(), printed_axes.U))
            ),
            "the same loss": printed_layer.goal(as_zhang=printed_layer.twice(factor=1)),
            "the same matrix": printed_layer.goal(as_zhang=printed_layer.twice(sign=1)),
        },
        ROOTS,
    ),
    "kept by a coin": Case(
        kept_by_a_coin,
        {
            "half of what is kept": kept_by_a_coin.goal(samples=kept_of_samples.kept(real("s") / 2)),
            "the other sign": kept_by_a_coin.goal(at=1),
            "every sample kept": kept_by_a_coin.goal(least=best_layer.LEAST),
            "any matrix": kept_by_a_coin.goal(inverse=TRUE),
            "another slope at I": kept_by_a_coin.goal(at_identity=kept_by_a_coin.standard(kept_by_a_coin.GROWTH)),
        },
        ROOTS,
    ),
    "all minimisers": Case(
        minimisers,
        {
            "one branch": minimisers.goal(SPARSE),
            "the other branch": minimisers.goal(EXCHANGED),
            "both in every dimension": minimisers.goal(conjunction(SPARSE, EXCHANGED)),
        },
        ROOTS,
    ),
    "one branch": Case(not_unique, {"all minimisers": minimisers.goal(ALL)}, ROOTS, refuted=True),
}


@pytest.mark.slow
@cases(CASES)
def test_the_goal_and_nothing_else_is_settled(case: Case) -> None:
    check_case(case)


def blocks(layer: Layer, known: dict[str, Any], source: random.Random) -> dict[str, Any]:
    """Random blocks."""
    shapes = map(layer.model.stated.shape, layer.model.stated.setting.blocks)
    sizes = ((int(value(rows, known)), int(value(columns, known))) for rows, columns in shapes)
    return {letter.name: drawn(shape, source) for letter, shape in zip(layer.blocks, sizes, strict=True)}


def definite(size: int, source: random.Random) -> Any:
    """A Gram matrix and half of the identity."""
    rows = enumerate(covariance(size, source))
    return tuple(tuple(x + half * (j == k) for k, x in enumerate(row)) for j, row in rows)


def instance(layer: Layer, seed: int) -> dict[str, Any]:
    """Random sizes, covariances, numbers and blocks."""
    source = random.Random(seed)
    d, N = source.choice(((1, 1), (1, 2), (2, 1)))
    known: dict[str, Any] = {"d": Fraction(d), "N": Fraction(N), "n": Fraction(N)}
    known |= {name: definite(d, source) for name in ("Λ", "V", "Σ")}
    known |= {name: Fraction(source.randint(-3, 3), 2) for name in ("sigma", "alpha", "beta")}
    return known | blocks(layer, known, source)


MODULES: dict[str, Any] = {"white": isotropic, "correlated": correlated, "any": best_layer}


def prepared(name: str, known: dict[str, Any]) -> BestLayer:
    """A layer with its best matrix, where what is supposed is met."""
    if name == "correlated":
        known["V"] = inverse(known["Λ"])
    if name == "any":
        known["R"] = inverse(value(best_layer.GAMMA, known))
    found: BestLayer = MODULES[name].best()
    return found


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", MODULES)
def test_the_loss_above_the_least_at_random_blocks(name: str, seed: int) -> None:
    layer = MODULES[name].LAYER
    known = instance(layer, seed)
    best = prepared(name, known)
    assert at_numbers(conjunction(best.value, best.lowest, *best.as_step), known)
    nothing = {each.name: ((Fraction(0),) * int(known["d"]),) for each in (layer.blocks[2], layer.blocks[6])}
    assert at_numbers(layer.even(), known | nothing) == 0
    larger = BestLayer(best.layer, best.least + 1, best.gap, best.best)
    doubled = BestLayer(best.layer, best.least, lambda of: 2 * best.gap(of), best.best)
    assert not at_numbers(larger.value, known)
    assert at_numbers(doubled.value, known) == (value(best.gap(layer.step), known) == 0)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("design", [FREE, RETRIEVED], ids=["independent", "retrieved"])
def test_the_loss_is_that_of_a_step_and_more_at_random_blocks(design: one_step.LayerAndStep, seed: int) -> None:
    known = instance(design.layer, seed)
    assert at_numbers(design.value(design.layer.step), known)
    assert at_numbers(design.layer.even(), known) >= 0
    assert not at_numbers(design.value(multiple(2, design.layer.step)), known)


def test_both_branches_have_the_least_loss_in_one_dimension() -> None:
    layer, one = best_layer.LAYER, Fraction(1)
    known = instance(layer, 1) | {"d": one, "n": 2 * one, "Σ": ((3 * one,),)}
    known["R"] = inverse(value(best_layer.GAMMA, known))
    (gamma,), none = known["R"], ((Fraction(0),),)
    p, u, U, v = (layer.blocks[n].name for n in (2, 3, 4, 6))
    exchanged = {p: ((2 * one,),), v: ((-gamma[0] / 2,),), u: none, U: none}
    sparse = {p: none, v: none, u: ((2 * one,),), U: ((-gamma[0] / 2,),)}
    others = dict.fromkeys((layer.blocks[n].name for n in (0, 1, 5, 7)), none)
    known |= others
    least = value(best_layer.LEAST, known)
    assert at_numbers(layer.loss(), known | exchanged) == at_numbers(layer.loss(), known | sparse) == least
    for seed in range(4):
        elsewhere = blocks(layer, known, random.Random(seed))
        met = value(ALL, known | elsewhere)
        assert at_numbers(layer.loss(), known | elsewhere) > least or met


def test_the_slope_at_no_weights_at_random_samples() -> None:
    source = random.Random(3)
    shapes = {"X": (2, 3), "y": (3, 1), "Z": (2, 1)}
    known: dict[str, Any] = {"d": Fraction(2), "N": Fraction(3)}
    known |= {name: drawn(shape, source) for name, shape in shapes.items()}
    assert [value(first_step.descends(factor), known) for factor in (1, 2, -1)] == [True, False, False]


def test_the_printed_axes_at_a_covariance_of_two_axes() -> None:
    """`Σ = U diag(1, 2) Uᵀ`, U a turn by the angle with cosine 3/5, n = 2: `Γ = 3/2 Σ + 3/2`."""
    one, cosine, sine = Fraction(1), Fraction(3, 5), Fraction(4, 5)
    known: dict[str, Any] = {"d": 2 * one, "n": 2 * one, "λ": {1: one, 2: 2 * one}}
    known["U"] = ((cosine, -sine), (sine, cosine))
    axes = printed_axes.U
    known["Σ"] = value(product(axes, printed_axes.D, transpose(axes)), known)
    known["R"] = inverse(value(best_layer.GAMMA, known))
    assert value(printed_axes.goal(), known)
    turned = product(transpose(axes), printed_axes.inverted(), axes)
    assert not value(printed_axes.goal(turned), known)


@pytest.mark.parametrize("seed", range(2))
def test_the_loss_on_a_family_is_twice_that_of_another_paper(seed: int) -> None:
    layer = best_layer.LAYER
    known = instance(layer, seed)
    none = {each.name: ((Fraction(0),) * int(known["d"]),) for each in (layer.blocks[2], layer.blocks[6])}
    none |= {layer.blocks[3].name: ((Fraction(2),),)}
    known |= none | {"N": known["n"], "Λ": known["Σ"]}
    assert value(trace(product(kept_samples.Σ, layer.blocks[4], kept_samples.Σ)), known) != 0
    assert at_numbers(layer.loss(), known) == 2 * at_numbers(printed_layer.of_zhang(), known)
    assert at_numbers(layer.loss(), known) != 2 * at_numbers(printed_layer.of_zhang(1), known)
