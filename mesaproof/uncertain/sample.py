"""What a sample says of the unknown law behind it: intervals, and whether they exclude hypotheses.

Nothing here is a proof. A hypothesis about an unknown law never "holds": it is violated, at a stated rate of error,
where an interval that rests on a given bound excludes what it demands; not settled, where one does that rests on the
variance of the sample alone; else it is not refuted, and the report says how far off the law may still be. All
intervals of a report hold together with probability at least `1 − false_alarm`, if what they rest on is so
(`mesaproof.uncertain.mean_intervals`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import log
from typing import Any

from mesaproof.errors import InputError
from mesaproof.reading.adapters.sampler_law import Sampled, sampled
from mesaproof.reading.sizes import length, positive, probability, whole
from mesaproof.uncertain.columns import Columns
from mesaproof.uncertain.demands import TRIPLES_UP_TO, Quantity, hypotheses_at, moments_at, slope_at
from mesaproof.uncertain.hypothesis_answers import Find, HypothesisAnswer, Range, answers, ratio
from mesaproof.uncertain.known import Known, given_variances
from mesaproof.uncertain.mean_intervals import interval, require_rows
from mesaproof.uncertain.moment_interval import FEW, MomentInterval
from numeric_check.compare import FALSE_ALARM
from symbolic.progress import parts
from symbolic.views import Screened

LARGEST_D = 30


@dataclass(frozen=True, repr=False)
class SampleReport(Screened):
    """What is known of an unknown law at a length T; uncertified: intervals and refutations, never a proof.

    `ab_line` minimises the loss on the line and `relative_mse` is the error there, None where T is not given. Whether
    training stays on the line is not known, so no limit of training is given. `rows` is None where there is no sample.
    """

    source: str
    d: int
    T: int | None
    rows: int | None
    false_alarm: float | None
    m2: tuple[MomentInterval, ...]
    kappa1: tuple[MomentInterval, ...]
    kappa2: tuple[MomentInterval, ...]
    kappa3: tuple[MomentInterval, ...]
    hypotheses: Mapping[str, HypothesisAnswer]
    ab_line: Range | None
    relative_mse: Range | None
    intervals: tuple[MomentInterval, ...]
    certified: bool = False

    @property
    def rests_on(self) -> tuple[str, ...]:
        """What the intervals rest on, each once."""
        rows = (f"the {self.rows} rows being independent draws of one law",) if self.rows is not None else ()
        return (*rows, *dict.fromkeys(one.rests_on for one in self.intervals if one.quantity.terms))

    @property
    def heavy_tailed(self) -> tuple[MomentInterval, ...]:
        """Intervals that may be far too short, because ten rows carry much of the variance; the heaviest first."""
        return tuple(sorted((i for i in self.intervals if i.heavy_tailed), key=lambda i: -(i.heavy or 0)))

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader has to know beside the numbers."""
        return tuple(_notes(self))

    def exit_code(self, required: Iterable[str] = ()) -> int:
        """1 where a required hypothesis is violated, else 3: nothing was proved."""
        return 1 if any(self.hypotheses[key].violated for key in required) else 3


def _notes(report: SampleReport) -> Iterable[str]:
    yield "uncertified: a statement about an unknown law; no hypothesis is shown to hold, and nothing here is a proof"
    if report.false_alarm is not None:
        together = f"all {len(report.intervals)} intervals hold together with probability at least"
        yield f"{together} 1 - {report.false_alarm:g}, if what they rest on is so: {'; '.join(report.rests_on)}"
    else:
        yield 'no rate of error is known, and "violated" means: as far as the numbers show'
        yield f"the intervals rest on {'; '.join(report.rests_on)}"
    if report.rows is not None and report.false_alarm is not None and not all(i.supported for i in report.intervals):
        chance = min(log(1 / report.false_alarm) / report.rows, 1.0)
        yield (
            f"without a bound no sample settles a mean: {report.rows} rows may miss a value of any size with a chance "
            f"of up to {chance:.2g}; what the rows alone exclude is not settled, and bound=B or variances settle it"
        )
    if heavy := report.heavy_tailed:
        worst = f"{FEW} rows carry {heavy[0].heavy or 0:.0%} of the variance of {heavy[0].name}"
        yield f"heavy tail: {worst}; {len(heavy)} such intervals may be far too short"
    yield "departures are in units of (E x_j^2)^(n/2) for a moment of order n"
    missing = "" if report.d <= TRIPLES_UP_TO else f", and none of three coordinates beyond d = {TRIPLES_UP_TO}"
    yield f"of a condition on all exponents only the lowest moments are looked at{missing}"


def check_sample(
    given: Any,
    T: int | None = None,
    seed: int = 0,
    false_alarm: float = FALSE_ALARM,
    variances: Any = None,
    bound: float | None = None,
) -> SampleReport:
    """Intervals for everything `check` states of a law, from a sample of it; what the law is stays unknown.

    `given` is a `Sampled`, or what `mesaproof.reading.adapters.sampled` takes, with the seed. `variances` is a mapping
    or a function from exponents to bounds on the variance of that monomial (None where there is none); `bound` is a
    number that no coordinate ever exceeds in modulus. Without either, intervals rest on the variance of the sample, and
    what they exclude is not settled: a law may hide a value of any size from any sample. Raises InputError for T < 3,
    for a rate outside (0, 1), for more than 30 coordinates, for too few rows to say anything, and for a bound that the
    sample contradicts.

    >>> import numpy as np
    >>> starts = np.random.default_rng(1).choice([-1.0, 1.0], size=(2000, 1))
    >>> [found.outcome for found in check_sample(starts).hypotheses.values()]
    ['not refuted', 'not refuted', 'not refuted']
    """
    T, false_alarm = None if T is None else length(T), probability(false_alarm, "false_alarm")
    starts = given if isinstance(given, Sampled) else sampled(given, seed=whole(seed, "seed"))
    bound = starts.bound if bound is None else bound
    bound = None if bound is None else float(positive(bound, "bound", BOUND))
    _require(starts, bound)
    known = Known(given_variances(variances), bound)
    quantities = quantities_at(starts.d, T)
    share = false_alarm / len(quantities)
    require_rows(starts.samples, share)
    columns = Columns(starts.starts)
    found = {one.terms: interval(columns, one, share, known) for one in parts(quantities, "moments of the sample")}
    return report_of(found, starts.source, starts.d, T, starts.samples, false_alarm)


def report_of(
    found: Mapping[Any, MomentInterval], source: str, d: int, T: int | None, rows: int | None, rate: float | None
) -> SampleReport:
    """The report that the intervals make; they are looked up by the terms of their polynomials."""

    def find(one: Quantity) -> MomentInterval:
        return replace(found[one.terms], quantity=one)

    moments = {key: tuple(map(find, each)) for key, each in moments_at(d).items()}
    size = sum(max((one.low + one.high) / 2, 0.0) for one in moments["m2"]) / d
    line, error = _on_the_line(find, d, T) if T is not None else (None, None)
    return SampleReport(
        source=source,
        d=d,
        T=T,
        rows=rows,
        false_alarm=rate,
        m2=moments["m2"],
        kappa1=moments["kappa1"],
        kappa2=moments["kappa2"],
        kappa3=moments["kappa3"],
        hypotheses=answers(find, moments, d, size),
        ab_line=line,
        relative_mse=error,
        intervals=tuple(found.values()),
    )


def quantities_at(d: int, T: int | None) -> list[Quantity]:
    """Every polynomial that the report needs, once."""
    needed = [one for each in moments_at(d).values() for one in each]
    needed += [one for demands in hypotheses_at(d).values() for demand in demands for one, _ in demand.asked]
    needed += [*_line_quantities(d, T)] if T is not None else []
    return list({one.terms: one for one in needed}.values())


def _line_quantities(d: int, T: int) -> tuple[Quantity, Quantity, Quantity]:
    """Curvature, minus the slope at zero, and the loss of predicting zero per time, doubled: all positive."""
    curvature, slope = slope_at(d, T, 2, 1), slope_at(d, T, 1, 0)
    seconds = [one.terms for one in moments_at(d)["m2"]]
    return (
        curvature,
        Quantity.of("minus the slope of the loss at ab = 0", {powers: -c for powers, c in slope.terms}),
        Quantity.of("sum_{j} E[x_j^2]", dict(term for terms in seconds for term in terms)),
    )


def _on_the_line(find: Find, d: int, T: int) -> tuple[Range, Range]:
    """`ab = l/q` and `1 − l²/((T−2) q Σ E x_j²)`, each monotone in the three means.

    The latter lies in [0, 1], so that ab is at most `(T−2) Σ E x_j²/l`, whatever q is.
    """
    q, slope, second = means = [find(one) for one in _line_quantities(d, T)]
    heavy = any(one.heavy_tailed for one in means)
    least = slope.low**2 / ((T - 2) * q.high * second.high) if q.high * second.high > 0 else 0.0
    most = ratio(slope.high**2, (T - 2) * q.low * second.low)
    largest = min(ratio(slope.high, q.low), ratio((T - 2) * second.high, slope.low))
    line = Range(slope.low / q.high if q.high > 0 else 0.0, largest, heavy)
    return line, Range(max(1 - most, 0.0), max(1 - least, 0.0), heavy)


def _require(starts: Sampled, bound: float | None) -> None:
    if starts.d > LARGEST_D:
        raise InputError(f"a sample with d = {starts.d}", f"d <= {LARGEST_D}")
    if bound is not None and (largest := float(abs(starts.starts).max())) > bound:
        raise InputError(f"the bound {bound:g}", f"at least {largest:g}, which an entry of the sample reaches")


BOUND = "a positive finite number that no coordinate exceeds in modulus"
