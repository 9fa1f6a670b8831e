"""What attention puts out at the query, its tokens written out, at random rational prompts."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

from proofs.zhang2024.formal.attended import OUTPUT, TOKENS, attends, predicted
from proofs.zhang2024.formal.loss_in_traces import U, u
from symbolic.core.vocabulary import TRUE, multiple, transpose
from tests.proofs.matrix_instances import drawn
from tests.symbolic.formula_values import value


def prompt(seed: int) -> dict[str, Any]:
    """Sizes, data and a point of the family, with `R = uU`."""
    source = random.Random(seed)
    d, M = source.choice((2, 3)), source.choice((1, 2, 4))
    known: dict[str, Any] = {"d": Fraction(d), "M": Fraction(M), "u": Fraction(source.randint(1, 5), 2)}
    known |= {
        name: drawn(shape, source) for name, shape in {"X": (d, M), "y": (M, 1), "q": (d, 1), "U": (d, d)}.items()
    }
    return known | {"R": value(multiple(u, U), known)}


@pytest.mark.parametrize("seed", range(3))
def test_the_output_is_the_step_on_every_prompt(seed: int) -> None:
    known = prompt(seed)
    assert value(predicted(multiple(u, U)), known)
    assert value(attends(), known)
    assert not value(predicted(multiple(u, transpose(U))), known)
    assert not value(attends(TRUE), known | {"R": known["U"]}) or known["u"] == 1


@pytest.mark.parametrize("seed", range(2))
def test_the_output_is_a_sum_over_tokens(seed: int) -> None:
    known = prompt(seed)
    tokens = list(zip(*value(TOKENS, known), strict=True))
    query = tokens[-1]
    moved = [sum(x * y for x, y in zip(row, query, strict=False)) for row in known["U"]]
    scores = (sum(x * y for x, y in zip(token, moved, strict=False)) for token in tokens)
    last = known["u"] * sum(token[-1] * score for token, score in zip(tokens, scores, strict=True)) / known["M"]
    assert [row[0] for row in value(OUTPUT, known)] == [0] * int(known["d"]) + [last]
