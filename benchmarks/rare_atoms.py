"""How often a sample misleads about a law with a rare value, with a bound and without one.

Independent coordinates with the values 2, −1 and −M: their mean and their third moment are 0, so that the conditions
for an invariant line hold, and −M is rare. Samples that do not show it are those of a law with the values 2 and −1,
under which `E[x_j^3 x_k^3] = 4`. Printed: the chance of −M, the samples that show it, the reports all of whose
intervals hold, those with a heavy tail, and those that exclude the true conditions (then "not settled", never
"violated"), by the rows alone; and the reports that hold, and those that violate, with the bound M.
"""

from __future__ import annotations

from fractions import Fraction

from mesaproof.reading.adapters.sampler_law import Sampled
from mesaproof.reading.law_spec import law_at
from mesaproof.uncertain.hypothesis_answers import NOT_SETTLED, VIOLATED
from mesaproof.uncertain.sample import SampleReport, check_sample
from numeric_check.laws.sampling import draw, generator
from symbolic.laws import Law

LINE = "zheng2024/line-conditions"
SIZES = (4, 6, 10, 20, 40, 80)
REPORTS, ROWS, D = 200, 4000, 2
COUNTS = ("shown", "hold", "heavy", "excluded", "violated", "hold", "violated")


def text_of(M: int) -> str:
    """The law in words: `P(−M) = 1/(1 + (M³ − 3M)/2)`, and what makes the first and the third moment 0."""
    rare = 1 / (1 + Fraction(M**3 - 3 * M, 2))
    return f"finite(2:{rare * (M**3 - M) / 6}, -1:{rare * (M**3 - 4 * M) / 3}, {-M}:{rare})"


def holds(report: SampleReport, law: Law) -> bool:
    """Whether all intervals of a report hold the exact mean."""
    means = (float(sum(c * law.moment(powers) for powers, c in one.quantity.terms)) for one in report.intervals)
    return all(mean in one for mean, one in zip(means, report.intervals, strict=True))


def counts(M: int, reports: int = REPORTS, rows: int = ROWS) -> tuple[int, ...]:
    """How many of the reports are as the heads of the columns say."""
    law, found = law_at(text_of(M), D), [0] * len(COUNTS)
    for seed in range(reports):
        starts = draw(law, generator(f"benchmark: rare atoms {M}", seed), rows)
        alone, bounded = check_sample(Sampled(starts, "rows")), check_sample(Sampled(starts, "rows"), bound=M)
        seen = (
            bool((starts == -M).any()),
            holds(alone, law),
            bool(alone.heavy_tailed),
            alone.hypotheses[LINE].outcome == NOT_SETTLED,
            alone.hypotheses[LINE].outcome == VIOLATED,
            holds(bounded, law),
            bounded.hypotheses[LINE].outcome == VIOLATED,
        )
        found = [count + one for count, one in zip(found, seen, strict=True)]
    return tuple(found)


def main() -> None:
    print(f"Of {REPORTS} reports on {ROWS} rows, d = {D}, rate 1e-9")
    print(f"{'M':>4}{'chance of -M':>14}" + "".join(f"{head:>10}" for head in COUNTS))
    for M in SIZES:
        chance = 1 / (1 + (M**3 - 3 * M) / 2)
        print(f"{M:>4}{chance:>14.2g}" + "".join(f"{count:>10}" for count in counts(M)), flush=True)


if __name__ == "__main__":
    main()
