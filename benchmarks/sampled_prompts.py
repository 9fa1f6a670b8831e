"""A gradient on a sample of prompts, beside plain forward passes over the same prompts: seconds and memory.

Seconds are of the processor, in all threads. Runs take turns; ratios are those of runs side by side, and of these the
median. Memory is the most that a call holds beside the prompts that it is given.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

import numpy as np

from benchmarks.timing import shown
from numeric_check.arrays import Real
from numeric_check.described.data_sets import DataSets
from numeric_check.laws.sampling import generator
from numeric_check.model.points import gaussian_start
from proofs.zhang2024.second_route import forward, gram_sample
from proofs.zhang2024.second_route.gram_file import GramFile
from proofs.zhang2024.second_route.gram_sample import GramSample
from proofs.zhang2024.setting import ZHANG
from symbolic.setting import Values

D, N, PROMPTS = 20, 40, 10_000
ROUNDS = 9

Call = Callable[[], object]


@dataclass(frozen=True, eq=False)
class Prompts:
    """The prompts, a point of the parameters by block, and the same as whole matrices."""

    x: Real
    q: Real
    w: Real
    blocks: Mapping[str, Real]

    @staticmethod
    def of(d: int, length: int, count: int) -> Prompts:
        rng = generator("benchmark: sampled prompts", count)
        x, q, w = (rng.standard_normal(shape) for shape in ((count, length, d), (count, d), (count, d)))
        return Prompts(x, q, w, gaussian_start(forward.shapes(d), 0.1, rng))

    @property
    def matrices(self) -> dict[str, Real]:
        return {name: forward.full(self.blocks, name, self.q.shape[1]) for name in ("W_PV", "W_KQ")}

    def one_by_one(self) -> float:
        """The mean loss, a plain forward pass a prompt."""
        parts = ((self.x[n : n + 1], self.q[n : n + 1], self.w[n : n + 1]) for n in range(len(self.q)))
        return sum(float(forward.losses(self.blocks, *part)[0]) for part in parts) / len(self.q)

    def together(self) -> float:
        """The mean loss, by plain matrix products of all prompts together."""
        return float(np.mean(forward.losses(self.blocks, self.x, self.q, self.w)))


def main(d: int = D, length: int = N, count: int = PROMPTS, rounds: int = ROUNDS) -> None:
    """Print ratios; raises ValueError where the gradients are not those of the plain losses."""
    prompts = Prompts.of(d, length, count)
    check(prompts)
    sample, matrices = gram_sample.of_prompts(prompts.x, prompts.q, prompts.w), prompts.matrices
    with TemporaryDirectory() as folder:
        filed = GramFile.written(Path(folder) / "prompts", length, sample.parts())
        compare(prompts, sample, filed, matrices, rounds)
    describe(d, length, count)


def compare(prompts: Prompts, sample: GramSample, filed: GramFile, matrices: Mapping[str, Real], rounds: int) -> None:
    """Seconds and memory of gradients, with Gram matrices in memory and in a file, beside forward passes."""
    calls: dict[str, Call] = {
        "a gradient through Gram matrices": lambda: sample.gradient(matrices),
        "a gradient through Gram matrices in a file": lambda: filed.gradient(matrices),
        "forward passes, a prompt at a time": prompts.one_by_one,
        "forward passes, all prompts together": prompts.together,
    }
    seconds, plain = interleaved(calls, rounds), [name for name in calls if name.startswith("forward")]
    count, length, d = prompts.x.shape
    print(f"d = {d}, N = {length}, {count} prompts")
    for ours in (name for name in calls if name not in plain):
        print(f"{ours}: {shown(median(seconds[ours]))}, {peak(calls[ours]):.3g} MB beside what is given")
        for other in plain:
            ratio = median(b / a for a, b in zip(seconds[ours], seconds[other], strict=True))
            print(f"  {other}: {ratio:.1f} times as long")
    for name in plain:
        print(f"{name}: {shown(median(seconds[name]))}, {peak(calls[name]):.3g} MB beside what is given")
    given, held = (megabytes(prompts.x, prompts.q, prompts.w), megabytes(sample.grams, prompts.q, prompts.w))
    print(f"what is given: {given:.3g} MB of prompts, {held:.3g} with Gram matrices in memory, nothing in a file")


def describe(d: int, length: int, count: int) -> None:
    """The same gradient by the description of the setting, which knows no model."""
    identity = tuple(tuple(Fraction(i == j) for j in range(d)) for i in range(d))
    values = Values({"d": d, "N": length}, covariances={"Λ": identity})
    data = DataSets(ZHANG, values, count, 0)
    blocks = Prompts.of(d, length, 1).blocks
    data.mean_gradient(blocks)
    (seconds,) = interleaved({"": lambda: data.mean_gradient(blocks)}, 1)[""]
    print(f"a gradient by the description of the setting: {shown(seconds)}")


def check(prompts: Prompts) -> None:
    """The loss is that of plain forward passes, and the gradient has its slope; raises ValueError."""
    sample, matrices = gram_sample.of_prompts(prompts.x, prompts.q, prompts.w), prompts.matrices
    rng = generator("benchmark: sampled prompts, a way", 0)
    way = {name: rng.standard_normal(block.shape) for name, block in prompts.blocks.items()}
    ahead, behind = (
        Prompts(
            prompts.x, prompts.q, prompts.w, {k: b + s * 1e-4 * way[k] for k, b in prompts.blocks.items()}
        ).together()
        for s in (1, -1)
    )
    d = prompts.q.shape[1]
    slope = sum(float(np.sum(block * forward.full(way, name, d))) for name, block in sample.gradient(matrices).items())
    found = (sample.loss(matrices), slope)
    for name, one, plain in zip(("loss", "slope"), found, (prompts.together(), (ahead - behind) / 2e-4), strict=True):
        if not np.isclose(one, plain, rtol=1e-6):
            raise ValueError(f"the {name} through Gram matrices is {one}, that of plain forward passes {plain}")


def interleaved(calls: Mapping[str, Call], rounds: int) -> dict[str, list[float]]:
    """Seconds of the processor of each call, which take turns."""
    found: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            start = process_time()
            call()
            found[name].append(process_time() - start)
    return found


def peak(call: Call) -> float:
    """The most megabytes that a call holds."""
    tracemalloc.start()
    call()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


def megabytes(*arrays: Real) -> float:
    """Of arrays together."""
    return sum(array.nbytes for array in arrays) / 1e6


if __name__ == "__main__":
    main()
