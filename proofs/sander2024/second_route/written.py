"""The models of `forward` as they are compared with their descriptions."""

from __future__ import annotations

from functools import partial

import numpy as np

from numeric_check.described.arithmetic.arithmetics import Numbers
from numeric_check.described.handwritten import Handwritten, RandomData
from numeric_check.described.placed import Blocks
from proofs.sander2024.second_route import enumerated, forward, heads


def _predictions(paired: bool, blocks: Blocks, data: RandomData) -> Numbers:
    return forward.predictions(blocks, *_draws(data), data.values.sizes["T"], paired=paired)


def _losses(paired: bool, blocks: Blocks, data: RandomData) -> Numbers:
    return forward.losses(blocks, *_draws(data), data.values.sizes["T"], paired=paired)


def _population(paired: bool, blocks: Blocks, data: RandomData) -> float:
    T = data.values.sizes["T"]
    of = partial(forward.losses, blocks, T=T, paired=paired)
    return enumerated.mean(data.values.laws["s_1"], T, of)


def _draws(data: RandomData) -> tuple[Numbers, Numbers]:
    return data.copy("s_1"), data.phases("W")


def _of(paired: bool) -> Handwritten:
    return Handwritten(partial(_predictions, paired), partial(_losses, paired), partial(_population, paired))


WRITTEN, WRITTEN_PAIRED = _of(False), _of(True)


def _positions(data: RandomData) -> Numbers:
    scalars, T = data.values.scalars, data.values.sizes["T"]
    return heads.two_series((scalars["x"], scalars["y"], scalars["gamma"], scalars["delta"]), T)


def _of_heads(blocks: Blocks, data: RandomData) -> tuple[Numbers, ...]:
    return (*heads.as_heads(blocks["C"]), _positions(data), *_draws(data))


def _mean_of_heads(blocks: Blocks, data: RandomData) -> float:
    """Floats throughout."""
    a, b = heads.as_heads(blocks["C"])
    p, T = np.asarray(_positions(data), dtype=np.float64), data.values.sizes["T"]
    return enumerated.mean(data.values.laws["s_1"], T + 1, partial(heads.losses, a, b, p))


WRITTEN_HEADS = Handwritten(
    lambda blocks, data: heads.predictions(*_of_heads(blocks, data))[:, None, :],
    lambda blocks, data: heads.losses(*_of_heads(blocks, data)),
    _mean_of_heads,
)
