"""The polynomial of a sample gives the loss and gradient of its sequences, taken one by one."""

from __future__ import annotations

import tracemalloc
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numeric_check.arrays import Parameters, Real
from numeric_check.laws.sampling import generator
from numeric_check.model.source import Source
from proofs.zheng2024.model.attention import BLOCKS
from proofs.zheng2024.second_route import batch_tensor
from proofs.zheng2024.second_route.batch_tensor import BatchTensor, TooLarge, fixed_bytes, sequence_bytes
from proofs.zheng2024.second_route.forward import gradients, losses, on_line
from proofs.zheng2024.second_route.gradient_sources import Batch
from proofs.zheng2024.second_route.model_training import descend
from symbolic.laws import IID, LawFamily, Ones, Sparse
from symbolic.laws.coordinates import Gaussian, two_point

FAMILIES: tuple[LawFamily, ...] = (
    IID(Gaussian(Fraction(1, 2))),
    IID(two_point(Fraction(2), Fraction(1, 3), Fraction(-1))),
    Sparse(Fraction(3, 2)),
    Ones(),
)
SIZES = [(1, 3), (1, 7), (2, 3), (2, 4), (2, 9), (3, 5), (4, 6)]
RELATIVE = 1e-11


def dense(d: int, key: str) -> dict[str, Real]:
    rng = generator(f"batch tensor: {key}", d)
    return {name: rng.uniform(-1, 1, size=(d, d)) for name in BLOCKS}


def difference(first: Source, second: Source, parameters: Parameters) -> float:
    """Largest relative difference of the losses and of entries of the gradients."""
    ours, theirs = first.gradient(parameters), second.gradient(parameters)
    scale = max(float(np.max(np.abs(block))) for block in theirs.values())
    loss = abs(first.loss(parameters) / second.loss(parameters) - 1)
    return max(loss, *(float(np.max(np.abs(ours[name] - theirs[name]))) / scale for name in BLOCKS))


@pytest.mark.parametrize("family", FAMILIES, ids=str)
@pytest.mark.parametrize(("d", "T"), SIZES)
def test_tensor_is_batch(family: LawFamily, d: int, T: int) -> None:
    law, key = family.at(d), f"batch tensor: {family.description} T={T}"
    tensor = BatchTensor.drawn(law, T, 20, generator(key, d))
    batch = Batch.drawn(law, T, 20, generator(key, d))
    assert (tensor.d, tensor.sequences) == (d, 20)
    for number in range(3):
        assert difference(tensor, batch, dense(d, f"{key} {number}")) <= RELATIVE


@given(
    d=st.integers(1, 3),
    T=st.integers(3, 8),
    present=st.sets(st.sampled_from(BLOCKS), min_size=1),
    entropy=st.integers(0, 2**32 - 1),
)
@settings(max_examples=40, deadline=None)
def test_tensor_is_the_definition_for_any_diagonal(d: int, T: int, present: set[str], entropy: int) -> None:
    """Eigenvalues off the unit circle too: only that W is diagonal is used."""
    rng = np.random.default_rng(entropy)
    parameters = {name: rng.uniform(-1, 1, size=(d, d)) for name in sorted(present)}
    x1 = rng.uniform(-2, 2, size=(4, d))
    lam = rng.uniform(0, 1.2, size=(4, d)) * np.exp(2j * np.pi * rng.random((4, d)))
    tensor = BatchTensor.of(x1, lam, T)
    expected, found = gradients(parameters, x1, lam, T), tensor.gradient(parameters)
    loss = float(np.mean(losses(parameters, x1, lam, T)))
    scale = max(1.0, loss, *(float(np.max(np.abs(block))) for block in expected.values()))
    assert abs(tensor.loss(parameters) - loss) <= RELATIVE * scale
    for name in BLOCKS:
        np.testing.assert_allclose(found[name], np.mean(expected[name], axis=0), rtol=0, atol=RELATIVE * scale)


def test_chunk_size_changes_nothing_but_rounding() -> None:
    law, parameters = FAMILIES[1].at(2), dense(2, "chunks")
    least = fixed_bytes(2) + sequence_bytes(2, 6)
    sources = [BatchTensor.drawn(law, 6, 50, generator("chunks", 0), memory) for memory in (least, 5 * least, 2**28)]
    for source in sources[:2]:
        assert difference(source, sources[2], parameters) <= RELATIVE


def test_the_sample_depends_on_the_seed_alone() -> None:
    law = FAMILIES[0].at(2)
    first, again, other = (BatchTensor.drawn(law, 5, 10, generator("seed", seed)) for seed in (0, 0, 1))
    assert np.array_equal(first.pairs, again.pairs)
    assert np.array_equal(first.targets, again.targets)
    assert not np.array_equal(first.pairs, other.pairs)


def test_blocks_of_draws_join(monkeypatch: pytest.MonkeyPatch) -> None:
    law, rng = FAMILIES[0].at(2), generator("blocks", 0)
    parts = [Batch.drawn(law, 5, count, rng) for count in (4, 4, 2)]
    joined = Batch(np.concatenate([part.x1 for part in parts]), np.concatenate([part.lam for part in parts]), 5)
    monkeypatch.setattr(batch_tensor, "DRAWN", 4)
    tensor = BatchTensor.drawn(law, 5, 10, generator("blocks", 0))
    assert difference(tensor, joined, dense(2, "blocks")) <= RELATIVE


def test_descent_follows_that_of_the_sequences() -> None:
    law = FAMILIES[0].at(2)
    runs = [
        descend(source, on_line(2, 0.3, 0.4), 0.05, 30)
        for source in (
            BatchTensor.drawn(law, 8, 40, generator("descent", 0)),
            Batch.drawn(law, 8, 40, generator("descent", 0)),
        )
    ]
    np.testing.assert_allclose(runs[0].losses, runs[1].losses, rtol=1e-10)
    assert runs[0].losses[-1] < runs[0].losses[0]


def test_the_comparison_notices_another_sample() -> None:
    law, key = FAMILIES[0].at(2), "batch tensor: notices"
    batch = Batch.drawn(law, 5, 20, generator(key, 0))
    one_less = BatchTensor.of(batch.x1[1:], batch.lam[1:], 5)
    assert difference(one_less, batch, dense(2, key)) > 1e-4


@pytest.mark.parametrize(("d", "T"), [(2, 200), (3, 40), (4, 10)])
def test_memory_stays_within_what_is_allowed(d: int, T: int) -> None:
    law, memory = FAMILIES[0].at(d), fixed_bytes(d) + 20 * sequence_bytes(d, T)
    BatchTensor.drawn(law, T, 2, generator("memory", 0))
    tracemalloc.start()
    try:
        BatchTensor.drawn(law, T, 100, generator("memory", 0), memory)
        assert tracemalloc.get_traced_memory()[1] <= memory
    finally:
        tracemalloc.stop()


def test_sizes_that_do_not_fit_are_refused_with_what_they_need() -> None:
    with pytest.raises(TooLarge, match=r"d = 20 and T = 100 needs \d+ bytes, more than the 268435456 allowed") as found:
        BatchTensor.drawn(FAMILIES[0].at(20), 100, 10, generator("large", 0))
    assert found.value.needed == fixed_bytes(20) + sequence_bytes(20, 100) > found.value.memory
    least = fixed_bytes(2) + sequence_bytes(2, 5)
    assert BatchTensor.drawn(FAMILIES[0].at(2), 5, 3, generator("fits", 0), least).sequences == 3
    with pytest.raises(TooLarge):
        BatchTensor.drawn(FAMILIES[0].at(2), 5, 3, generator("fits", 0), least - 1)


def test_what_does_not_fit_is_refused() -> None:
    law = FAMILIES[0].at(2)
    with pytest.raises(ValueError, match="at least one sequence"):
        BatchTensor.drawn(law, 5, 0, generator("none", 0))
    with pytest.raises(ValueError, match="at least one start"):
        BatchTensor.of(np.zeros((0, 2)), np.zeros((0, 2), dtype=complex), 5)
    with pytest.raises(ValueError, match="T >= 3"):
        BatchTensor.drawn(law, 2, 5, generator("short", 0))
    with pytest.raises(ValueError, match="must both be"):
        BatchTensor.of(np.ones((3, 2)), np.ones((3, 1), dtype=complex), 5)
    with pytest.raises(ValueError, match="must be 2 x 2"):
        BatchTensor.drawn(law, 5, 5, generator("other d", 0)).loss(on_line(3, 1.0, 1.0))
