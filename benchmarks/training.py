"""Gradients a second of the exact population loss, beside simulations of the paper's size that sample it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import partial

import numpy as np

from benchmarks.timing import best, report, shown
from numeric_check.arrays import Complex, Real
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

SEQUENCES, PAPER_SEQUENCES = 200, 10_000
"""Sequences of the timed simulation, and of the one it stands for by proportion (Zheng et al. 2024, Figure 1)."""

REPEATS = 50


@dataclass(frozen=True)
class Simulation:
    """Starts and eigenvalues, both `(m, d)`."""

    x1: Real
    lam: Complex

    @staticmethod
    def of(family: LawFamily, d: int, m: int) -> Simulation:
        rng = generator("benchmark: training", m)
        return Simulation(draw(family.at(d), rng, m), draw_torus(rng, m, d))


def main() -> None:
    for T in LENGTHS:
        compare(T)


def compare(T: int, d: int = D, sequences: int = SEQUENCES) -> None:
    """Every law at one length, at dense parameters; times of the simulations are scaled up from fewer sequences."""
    parameters = gaussian_start(forward.shapes(d), 0.3, generator("benchmark: training", 0))
    simulation = Simulation.of(FAMILIES[0], d, sequences)
    multiplied = partial(forward.gradients, parameters, simulation.x1, simulation.lam, T)
    summed = partial(one_pass.gradients, parameters, simulation.x1, simulation.lam, T)
    scale = PAPER_SEQUENCES / sequences
    slow, quick = best(multiplied) * scale, best(summed) * scale
    for family in FAMILIES:
        prepared = best(partial(prepare, family, d, T), 1)
        population = Population(family.at(d), T)
        seconds = best(partial(repeatedly, population, parameters)) / REPEATS
        what = f"one gradient, {family.description}, d={d}, T={T}"
        print(f"{what}: {1 / seconds:.0f} a second; {population.terms} terms prepared in {shown(prepared)}")
        report(what, seconds, f"{PAPER_SEQUENCES} sequences, all products at every t", slow)
        report(what, seconds, f"{PAPER_SEQUENCES} sequences, running sums", quick)


def prepare(family: LawFamily, d: int, T: int) -> Population:
    """The polynomial, no counts being remembered from before."""
    exponents.pair_counts.cache_clear()
    exponents.target_counts.cache_clear()
    return Population(family.at(d), T)


def repeatedly(population: Population, parameters: dict[str, Real]) -> float:
    """So many gradients; returns a number that depends on them."""
    return sum(float(np.sum(population.gradient(parameters)["W_KQ_32"])) for _ in range(REPEATS))


if __name__ == "__main__":
    main()
