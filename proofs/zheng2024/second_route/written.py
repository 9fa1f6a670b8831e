"""The transformer of `forward` as it is compared with a description of the model."""

from __future__ import annotations

from numeric_check.described.arithmetic.arithmetics import Numbers
from numeric_check.described.handwritten import Handwritten, RandomData
from numeric_check.described.placed import Blocks
from proofs.zheng2024.second_route import forward, quadrature


def _predictions(blocks: Blocks, data: RandomData) -> Numbers:
    return forward.predictions(_read(blocks), data.copy("x_1"), data.phases("W"), data.values.sizes["T"])


def _losses(blocks: Blocks, data: RandomData) -> Numbers:
    return forward.losses(_read(blocks), data.copy("x_1"), data.phases("W"), data.values.sizes["T"])


def _population(blocks: Blocks, data: RandomData) -> float:
    law = data.values.laws["x_1"]
    return quadrature.loss(law, data.values.sizes["T"], _read(blocks))


def _read(blocks: Blocks) -> Blocks:
    """Those of the 18 blocks that a prediction depends on."""
    return {name: blocks[name] for name in forward.BLOCKS}


WRITTEN = Handwritten(_predictions, _losses, _population)
