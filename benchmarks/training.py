"""Gradients of the exact population loss, beside simulations of the paper's size that sample it.

`python -m benchmarks.training [SEQUENCES]`; all 10 000 of Zheng et al. 2024, Figure 1, by default.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from benchmarks.timing import called, in_turns, report, told
from numeric_check.arrays import Complex, Parameters, Real
from numeric_check.laws.sampling import draw, draw_torus, generator
from numeric_check.model.points import gaussian_start
from proofs.zheng2024.second_route import exponents, forward, one_pass
from proofs.zheng2024.second_route.population import Population
from symbolic.laws import IID, LawFamily, Ones, Sparse
from symbolic.laws.coordinates import Gaussian, two_point

FAMILIES: tuple[LawFamily, ...] = (
    IID(Gaussian(Fraction(1, 2))),
    Sparse(Fraction(1, 2)),
    IID(two_point(Fraction(2), Fraction(1, 3), Fraction(-1))),
    Ones(),
)

D, LENGTHS = 5, (100, 10)

SEQUENCES, AT_ONCE = 10_000, 500
"""Sequences of the simulation (Zheng et al. 2024, Figure 1), and how many go through the model at a time."""

REPEATS, STEPS = 50, 200
"""Exact gradients in a row that are timed as one, and the steps of a training, to which the preparation is added."""


@dataclass(frozen=True)
class Simulation:
    """Starts and eigenvalues, both `(m, d)`."""

    x1: Real
    lam: Complex

    @staticmethod
    def of(family: LawFamily, d: int, m: int) -> Simulation:
        rng = generator("benchmark: training", m)
        return Simulation(draw(family.at(d), rng, m), draw_torus(rng, m, d))

    @property
    def parts(self) -> Iterator[tuple[Real, Complex]]:
        """Starts and eigenvalues of so many sequences that they fit a cache."""
        for first in range(0, len(self.x1), AT_ONCE):
            yield self.x1[first : first + AT_ONCE], self.lam[first : first + AT_ONCE]


def main(sequences: int = SEQUENCES) -> None:
    for T in LENGTHS:
        compare(T, sequences=sequences)


def compare(T: int, d: int = D, sequences: int = SEQUENCES) -> None:
    """Every law at one length, at dense parameters."""
    parameters = gaussian_start(forward.shapes(d), 0.3, generator("benchmark: training", 0))
    simulation = Simulation.of(FAMILIES[0], d, sequences)
    simulations = {
        f"{sequences} sequences, {how}": called(partial(simulated, gradients, simulation, parameters, T))
        for how, gradients in (("all products at every t", forward.gradients), ("running sums", one_pass.gradients))
    }
    populations = {family.description: Population(family.at(d), T) for family in FAMILIES}
    exact = {name: called(partial(one.gradient, parameters), times=REPEATS) for name, one in populations.items()}
    preparing = {family.description: called(partial(prepare, family, d, T)) for family in FAMILIES}
    found, prepared = in_turns({**simulations, **exact}), in_turns(preparing)
    for name, one in populations.items():
        what = f"one gradient, {name}, d={d}, T={T}"
        print(f"{what}: {one.terms} terms prepared in {told(prepared[name])}")
        training = [first + STEPS * step for first, step in zip(prepared[name], found[name], strict=True)]
        for baseline in simulations:
            report(what, found[name], baseline, found[baseline])
            steps = [STEPS * step for step in found[baseline]]
            report(f"{STEPS} of them, preparation included", training, baseline, steps)


def simulated(gradients: Callable[..., object], simulation: Simulation, parameters: Parameters, T: int) -> None:
    """The gradient of every part of the sample."""
    for x1, lam in simulation.parts:
        gradients(parameters, x1, lam, T)


def prepare(family: LawFamily, d: int, T: int) -> Population:
    """The polynomial, no counts being remembered from before."""
    exponents.pair_counts.cache_clear()
    exponents.target_counts.cache_clear()
    return Population(family.at(d), T)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
