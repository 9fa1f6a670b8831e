"""Steps from a start, and attention that makes them: proved by the rules alone, and tried at random numbers."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

from proofs.xie2025.formal import guessed
from proofs.zhang2024b.formal import attended, best_matrix, from_mean, from_zero
from proofs.zhang2024b.formal.steps import BLOCK, GIVEN, OFF, A, N, b, length, missed, plain, started, μ
from symbolic.core.expressions import written
from symbolic.core.vocabulary import TRUE, at_most, conjunction, equal, less, multiple, tends, transpose
from tests.proofs.formal_cases import Case, cases, check_case
from tests.proofs.losses_in_formulas import at_numbers
from tests.proofs.mahankali2023.formal.test_formulas_of_layers import definite
from tests.proofs.matrix_instances import drawn, inverse
from tests.symbolic.formula_values import value

ROOTS = frozenset({"spectral_theorem"})
CASES = {
    "from zero": Case(
        from_zero,
        {
            "twice the bound": from_zero.goal(bound=2 * from_zero.BOUND),
            "the matrix transposed": from_zero.goal(more=missed(transpose(A), μ)),
            "attention without its number": from_zero.goal(attention=attended.by_two_blocks(written(1))),
            "a bound that stays": from_zero.goal(long=tends(N, from_zero.LENGTHS, from_zero.BOUND, 1)),
        },
        ROOTS,
    ),
    "from the mean": Case(
        from_mean,
        {
            "another matrix": from_mean.goal(best=multiple(2, best_matrix.BEST)),
            "off to the other side": from_mean.goal(more=missed(A, multiple(2, OFF))),
            "any matrix": from_mean.goal(inverse=TRUE),
            "a transpose in the layer": from_mean.goal(layer=attended.by_layer(transpose(A))),
        },
        ROOTS,
    ),
    "a guess": Case(
        guessed,
        {
            "twice the bound": guessed.goal(2 * guessed.SHARE),
            "the matrix alone": guessed.goal(prompts=attended.by_guess(written(1))),
        },
        ROOTS,
    ),
}


@pytest.mark.slow
@cases(CASES)
def test_the_goal_and_nothing_else_is_proved(case: Case) -> None:
    check_case(case)


def instance(seed: int) -> dict[str, Any]:
    """Random sizes, definite covariances, a mean, numbers, a matrix and a start."""
    source = random.Random(seed)
    d, N = source.choice(((1, 1), (1, 2), (2, 1)))
    known: dict[str, Any] = {"d": Fraction(d), "N": Fraction(N), "sigma": Fraction(source.randint(-3, 3), 2)}
    known |= {name: definite(d, source) for name in ("Λ", "Ψ")} | {"u": Fraction(source.randint(1, 3), 2)}
    known |= {name: drawn((d, 1), source) for name in ("mu", "b", "v")} | {n: drawn((d, d), source) for n in ("A", "U")}
    return known | {"Q": inverse(value(best_matrix.GAMMA, known))}


@pytest.mark.parametrize("seed", range(3))
def test_errors_at_random_matrices_and_starts(seed: int) -> None:
    known = instance(seed)
    from_start = equal(started(A, b), started(A, μ) + missed(A, OFF))
    at_mean = equal(started(A, μ), started(best_matrix.BEST, μ) + best_matrix.gap(A))
    bound = at_most(started(best_matrix.BEST, μ) + length(μ) / (N + 1), plain(A))
    block = equal(BLOCK.loss(*GIVEN, A, b), 0)
    assert at_numbers(conjunction(from_start, at_mean, bound, block), known)
    assert at_numbers(less(started(A, μ), started(A, b)), known) == (known["b"] != known["mu"])
    assert at_numbers(equal(plain(A), started(A, μ) + missed(A, μ)), known)
    assert not at_numbers(equal(plain(A), started(A, μ) + missed(A, μ) + 1), known)


@pytest.mark.parametrize("seed", range(2))
def test_attention_with_a_guess_at_random_points(seed: int) -> None:
    known = instance(seed)
    step = started(guessed.letters(guessed.AT)["A"], guessed.v)
    same = equal(guessed.loss(guessed.GUESSED, guessed.AT), step), equal(guessed.loss(guessed.APART, guessed.AT), 0)
    least = at_most(guessed.LEAST, started(A, b))
    from_zero_ = at_most(guessed.LEAST + guessed.SHARE, guessed.loss(guessed.GUESSED, guessed.AT_ZERO))
    assert at_numbers(conjunction(*same, least, from_zero_), known)
    other = guessed.loss(guessed.GUESSED, (guessed.u, transpose(guessed.U), guessed.v))
    assert at_numbers(equal(other, step), known) == (known["U"] == tuple(zip(*known["U"], strict=True)))


def prompt(seed: int) -> dict[str, Any]:
    """Random sizes, data, a matrix, a start and a point of the family."""
    source = random.Random(seed)
    d, N = source.choice(((2, 1), (2, 3), (3, 2)))
    known: dict[str, Any] = {"d": Fraction(d), "N": Fraction(N), "u": Fraction(source.randint(3, 5), 2)}
    shapes = {"X": (d, N), "y": (N, 1), "q": (d, 1), "b": (d, 1), "A": (d, d), "U": (d, d)}
    return known | {name: drawn(shape, source) for name, shape in shapes.items()}


@pytest.mark.parametrize("seed", range(3))
def test_attention_predicts_as_the_step_on_random_prompts(seed: int) -> None:
    known = prompt(seed)
    assert all(value(each(), known) for each in (attended.by_layer, attended.by_guess, attended.by_two_blocks))
    errors = [y - sum(x * w for x, (w,) in zip(column, known["b"], strict=True)) for column, y in samples(known)]
    moved = [sum(a * x for a, (x,) in zip(row, known["q"], strict=True)) for row in known["A"]]
    scores = [sum(x * a for x, a in zip(column, moved, strict=True)) for column, _ in samples(known)]
    start = sum(w * x for (w,), (x,) in zip(known["b"], known["q"], strict=True))
    predicted = start + sum(e * score for e, score in zip(errors, scores, strict=True)) / known["N"]
    assert value(attended.step(A, b), known) == ((predicted,),)


def test_other_steps_are_not_what_attention_predicts() -> None:
    others = attended.by_layer(transpose(A)), attended.by_guess(written(1)), attended.by_two_blocks(written(1))
    assert not any(all(value(other, prompt(seed)) for seed in range(3)) for other in others)


def samples(known: dict[str, Any]) -> list[tuple[Any, Fraction]]:
    """Covariates with their labels."""
    return [(column, y) for column, (y,) in zip(zip(*known["X"], strict=True), known["y"], strict=True)]
