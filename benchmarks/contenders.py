"""One contender of `official` in a process of its own: its seconds, its memory and its gradient, as JSON.

`python -m benchmarks.contenders NAME SEQUENCES CORES`.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.timing import called
from numeric_check.arrays import Parameters, Real
from numeric_check.laws.sampling import generator
from numeric_check.model.points import gaussian_start
from numeric_check.model.source import Source
from proofs.zheng2024.second_route.batch_tensor import BatchTensor
from proofs.zheng2024.second_route.forward import full, sequence, shapes
from proofs.zheng2024.second_route.gradient_sources import Batch
from proofs.zheng2024.second_route.model_training import descend
from proofs.zheng2024.second_route.one_pass import by_name
from proofs.zheng2024.second_route.population import Population
from symbolic.laws import IID, Law
from symbolic.laws.coordinates import Gaussian

D, T, PAPER_SEQUENCES, STEPS = 5, 100, 10_000, 200
"""The size of Figure 1 of Zheng et al. 2024, arXiv 2405.16845, and of the published program's runs."""

STEP = 1e-6


@dataclass(frozen=True)
class Size:
    """What every contender is given."""

    m: int
    d: int = D
    T: int = T

    @property
    def law(self) -> Law:
        return IID(Gaussian()).at(self.d)

    @property
    def batch(self) -> Batch:
        return Batch.drawn(self.law, self.T, self.m, generator("benchmark: official", 0))

    @property
    def parameters(self) -> dict[str, Real]:
        return gaussian_start(shapes(self.d), 0.3, generator("benchmark: official", 1))


@dataclass(frozen=True)
class Measured:
    """Seconds of processors of a gradient and of 200 steps, bytes held at first and at most, and the gradient."""

    step: float
    run: float
    start: int
    memory: int
    gradient: list[float]

    def peak(self, scale: float) -> float:
        """Bytes with so many times the sequences: what was held before any was drawn does not grow."""
        return self.start + (self.memory - self.start) * scale


def official(size: Size, gram_first: bool = False) -> Measured:
    """PyTorch; a run is 200 times one step."""
    torch = import_module("torch")
    torch.set_num_threads(available_cores())
    start = peak_memory()
    tokens, targets = (torch.from_numpy(array) for array in _prompt(size))
    p, k = (torch.tensor(matrix, dtype=torch.complex64, requires_grad=True) for matrix in _matrices(size.parameters))

    def prediction(t: int) -> Any:
        prompt, token = tokens[:, :, :t], tokens[:, :, t - 1 : t]
        read = p @ (prompt @ prompt.mH) if gram_first else p @ prompt @ prompt.mH
        return read @ k @ token / (t - 1)

    def gradient() -> dict[str, Real]:
        p.grad = k.grad = None
        residuals = torch.cat([prediction(t) for t in range(2, size.T)], 2) - targets
        (0.5 * (residuals.conj_physical() * residuals).sum().real / size.m).backward()
        return by_name(p.grad.real.numpy(), k.grad.real.numpy())

    return _measured(gradient, start)


def by_hand(size: Size) -> Measured:
    """The same products in NumPy, one time after another; a run is 200 times one step."""
    start = peak_memory()
    tokens, targets = _prompt(size)
    p, k = (matrix.astype(np.complex64) for matrix in _matrices(size.parameters))

    def gradient() -> dict[str, Real]:
        by_p, by_k = np.zeros(p.shape), np.zeros(k.shape)
        for t in range(2, size.T):
            prompt, token = tokens[:, :, :t], tokens[:, :, t - 1 : t]
            adjoint = np.swapaxes(prompt.conj(), 1, 2)
            residual = p @ prompt @ adjoint @ k @ token / (t - 1) - targets[:, :, t - 2 : t - 1]
            read, written = (prompt @ (adjoint @ v) / (t - 1) for v in (k @ token, p.T @ residual))
            by_p += np.einsum("nil,njl->ij", residual.conj(), read).real
            by_k += np.einsum("nil,njl->ij", written.conj(), token).real
        return by_name(by_p / size.m, by_k / size.m)

    return _measured(gradient, start)


def summed(size: Size) -> Measured:
    """Running sums, sequence by sequence; a run is 200 times one step."""
    return _measured(partial(size.batch.gradient, size.parameters), peak_memory())


def summed_single(size: Size) -> Measured:
    """As `summed`, in the precision of the published program."""
    batch = size.batch
    single = replace(batch, lam=batch.lam.astype(np.complex64))
    return _measured(partial(single.gradient, size.parameters), peak_memory())


def tensor(size: Size) -> Measured:
    """The sample's tensors; a run draws the sample, prepares them and takes 200 steps."""

    def prepared() -> Source:
        return BatchTensor.drawn(size.law, size.T, size.m, generator("benchmark: official", 0))

    return _trained(prepared, size)


def exact(size: Size) -> Measured:
    """The population loss; a run prepares it and takes 200 steps."""
    return _trained(partial(Population, size.law, size.T), size)


CONTENDERS: Mapping[str, Callable[[Size], Measured]] = {
    "official": official,
    "gram first": partial(official, gram_first=True),
    "by hand": by_hand,
    "summed": summed,
    "summed, single": summed_single,
    "tensor": tensor,
    "exact": exact,
}


def main(name: str, sequences: int, cores: int) -> None:
    """Measure one contender on so many cores and print what was found."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
    print(json.dumps(asdict(CONTENDERS[name](Size(sequences)))))


def _prompt(size: Size) -> tuple[Any, Any]:
    """Tokens `(m, 2d, T)` and targets `x_3, …, x_T` as `(m, d, T-2)`, in complex64."""
    states = np.moveaxis(sequence(size.batch.x1, size.batch.lam, size.T), 0, 2).astype(np.complex64)
    previous = np.concatenate([np.zeros_like(states[:, :, :1]), states[:, :, :-1]], axis=2)
    return np.concatenate([states, previous], axis=1), states[:, :, 2:].copy()


def _matrices(parameters: Parameters) -> tuple[Real, Real]:
    pv, kq = full(parameters)
    d = len(pv) // 3
    return pv[:d, d:], kq[d:, d:]


def _measured(gradient: Callable[[], dict[str, Real]], start: int) -> Measured:
    flat = [float(entry) for block in gradient().values() for entry in np.ravel(block)]
    seconds = called(gradient)()
    return Measured(seconds, STEPS * seconds, start, peak_memory(), flat)


def _trained(prepared: Callable[[], Source], size: Size) -> Measured:
    def run() -> None:
        descend(prepared(), size.parameters, STEP, STEPS, every=STEPS)

    start, seconds = peak_memory(), called(run)()
    return replace(_measured(partial(prepared().gradient, size.parameters), start), run=seconds)


def peak_memory() -> int:
    """Most bytes that this process has held."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM:"))
        return 1024 * int(line.split()[1])
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def available_cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
