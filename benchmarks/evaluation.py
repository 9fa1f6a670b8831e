"""Evaluating the derived gradient on the line: does the time depend on T or on d?"""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from benchmarks.timing import called, in_turns, report, told
from proofs.zheng2024.line.line import in_floats, in_rationals, line_gradient
from symbolic.algebra.harmonics import harmonic_number
from symbolic.laws import IID, Law
from symbolic.laws.coordinates import Gaussian

LENGTHS = (10, 10**3, 10**6)
DIMENSIONS = (5, 10**3)
EXACT_LENGTH = 10**4


def main() -> None:
    for d in DIMENSIONS:
        law = IID(Gaussian()).at(d)
        seconds = in_turns({T: called(partial(entries_in_floats, law, T)) for T in LENGTHS})
        print(f"twelve entries in floats, d={d}, T={LENGTHS[0]}: {told(seconds[LENGTHS[0]])}")
        for T in LENGTHS[1:]:
            report(f"twelve entries in floats, d={d}, T={T}", seconds[T], f"T={LENGTHS[0]}", seconds[LENGTHS[0]])
    law = IID(Gaussian()).at(DIMENSIONS[0])
    contenders = {
        f"twelve entries in rationals, d={law.d}, T={EXACT_LENGTH}": called(
            partial(entries_in_rationals, law, EXACT_LENGTH)
        ),
        "one harmonic number by Fractions": called(plain_sum),
    }
    (ours, exact), (baseline, plain) = in_turns(contenders).items()
    report(ours, exact, baseline, plain)


def plain_sum() -> Fraction:
    """`H_{T-2}`, one term after another."""
    return sum((Fraction(1, s) for s in range(1, EXACT_LENGTH - 1)), Fraction(0))


def entries_in_floats(law: Law, T: int) -> list[float]:
    """Every kind of entry at a = 1/2, b = 3/2, no harmonic number being remembered from before."""
    return [entry.value(in_floats(T), law, 0.5, 1.5) for entry in line_gradient()]


def entries_in_rationals(law: Law, T: int) -> list[Fraction]:
    """The same in rationals."""
    harmonic_number.cache_clear()
    return [entry.value(in_rationals(T), law, Fraction(1, 2), Fraction(3, 2)) for entry in line_gradient()]


if __name__ == "__main__":
    main()
