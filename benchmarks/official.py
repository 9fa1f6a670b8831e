"""The sampled and the exact route beside the simulation that the paper's authors published, in time and in memory.

The baseline is written anew after the published program (ML-GSAI/MesaOpt-AR-Transformer, `models/lsa.py`): PyTorch,
complex64, tokens `(x_t; x_{t-1})`, all sequences at once, at every t the product `W_PV E_t E_t^* W_KQ e_t / (t-1)` from
left to right, gradients by autograd. A second baseline multiplies `E_t E_t^*` first, which is faster. Without PyTorch
the first is replaced by the same products in NumPy with the gradient by hand. Ours is in double precision; the running
sums are shown in the precision of the baseline too. Each contender runs in a process of its own on the same cores, one
by default, since ours uses more only where BLAS does, and all contenders once a round. Times are of processors, after a
gradient that is not counted, and ratios medians of the rounds' ratios; memory is the peak of the whole process with its
imports.

`python -m benchmarks.official [--quick] [--cores N] [--rounds N]`; `--quick` takes a tenth of the sequences, scaled up.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import TypeAlias

import numpy as np

from benchmarks.contenders import PAPER_SEQUENCES, STEPS, Measured, Size
from benchmarks.timing import ROUNDS, report

SINGLE, DOUBLE = 1e-3, 1e-9
"""Relative differences of gradients that rounding explains, in single and in double precision."""


Found: TypeAlias = Mapping[str, Sequence[Measured]]
"""What every contender was found to need, in every round."""


def main(quick: bool = False, cores: int = 1, rounds: int = ROUNDS) -> None:
    """Measure every contender and print the ratios; fewer sequences where the memory would not do."""
    least = quick or _available_memory() < 12 * 2**30
    size = Size(PAPER_SEQUENCES // 10 if least else PAPER_SEQUENCES)
    print(f"d={size.d}, T={size.T}, {size.m} sequences, cores: {cores}; a baseline's run is {STEPS} times its step")
    if least:
        print(f"times and memory of what goes through the sequences are scaled linearly to {PAPER_SEQUENCES} of them")
    baselines = ("official", "gram first") if find_spec("torch") else ("by hand",)
    found: dict[str, list[Measured]] = {}
    for _ in range(rounds):
        for name in (*baselines, "summed", "summed, single", "tensor", "exact"):
            found.setdefault(name, []).append(measure(name, size, cores))
    check({name: some[-1] for name, some in found.items()})
    for name in baselines:
        compare(name, found, PAPER_SEQUENCES / size.m)


BASELINES = {
    "official": "PyTorch, complex64, products from left to right as published",
    "gram first": "PyTorch, complex64, E E^* first",
    "by hand": "NumPy, complex64, products from left to right, gradient by hand (PyTorch is not installed)",
}


def measure(name: str, size: Size, cores: int) -> Measured:
    """A contender in a process of its own, with so many cores."""
    limits = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), str(cores))
    command = [sys.executable, "-m", "benchmarks.contenders", name, str(size.m), str(cores)]
    printed = subprocess.run(command, env=os.environ | limits, check=True, stdout=subprocess.PIPE, text=True)
    return Measured(**json.loads(printed.stdout))


def check(found: Mapping[str, Measured]) -> None:
    """Every contender but the exact one has the same gradient; raises ValueError otherwise."""
    expected = np.array(found["summed"].gradient)
    for name, measured in found.items():
        bound = DOUBLE if name in ("summed", "tensor") else SINGLE
        difference = float(np.max(np.abs(np.array(measured.gradient) - expected)) / np.max(np.abs(expected)))
        if name != "exact" and not difference <= bound:
            raise ValueError(f"the gradient of the contender {name!r} differs by {difference:.2g} of its largest entry")


def compare(baseline: str, found: Found, scale: float) -> None:
    """Print steps, whole runs and memory of ours beside one baseline; what grows with the sample is scaled."""
    print(f"Baseline: {BASELINES[baseline]}")
    theirs, tensor, exact = (found[name] for name in (baseline, "tensor", "exact"))
    for what, name in SAMPLED.items():
        report(what, _steps(found[name], scale), "the baseline", _steps(theirs, scale))
    report("one gradient, sampled, tensors prepared", _steps(tensor), "the baseline", _steps(theirs, scale))
    report("one gradient, exact population", _steps(exact), "the baseline", _steps(theirs, scale))
    runs = [one.run * scale for one in theirs]
    tensor_runs = [(one.run - STEPS * one.step) * scale + STEPS * one.step for one in tensor]
    report(f"{STEPS} steps on one sample, all in", tensor_runs, "the baseline", runs)
    report(f"{STEPS} steps on the exact population, all in", [one.run for one in exact], "the baseline", runs)
    for what, name in (("running sums", "summed"), ("tensors", "tensor"), ("exact population", "exact")):
        _compare_memory(what, found[name][-1], theirs[-1], scale)


SAMPLED = {
    "one gradient, sampled, running sums": "summed",
    "one gradient, the same in complex64": "summed, single",
}
"""Contenders of which a step goes through the sequences."""


def _steps(measured: Sequence[Measured], scale: float = 1.0) -> list[float]:
    return [one.step * scale for one in measured]


def _compare_memory(what: str, ours: Measured, theirs: Measured, scale: float) -> None:
    ratio = theirs.peak(scale) / ours.memory
    print(f"memory, {what}: {_megabytes(ours.memory)}; 1/{ratio:.0f} of {_megabytes(theirs.peak(scale))}")


def _available_memory() -> int:
    return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def _megabytes(size: float) -> str:
    return f"{size / 1e6:.0f} MB"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.official")
    parser.add_argument("--quick", action="store_true", help="a tenth of the sequences, scaled up")
    parser.add_argument("--cores", type=int, default=1, help="cores for every contender; one by default")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="runs of each contender, in turns")
    return parser.parse_args()


if __name__ == "__main__":
    given = _arguments()
    main(given.quick, given.cores, given.rounds)
