"""A sampler, or a dataset read as a sample of an unknown law: moments with a stated uncertainty, never exact ones.

`Sampled` is not a law: it has no `moment`, and no exact verdict is made of it; `mesaproof.uncertain.check_sample` says
what it shows. Intervals are those of `mesaproof.uncertain.mean_intervals`: they hold with probability `1 - false_alarm`
where the person bounds the variance of the monomial; else the variance is that of the sample, and the interval says so:
for heavy tails it may be far too short.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from mesaproof.errors import PATH_LENGTH, InputError, quoted
from mesaproof.reading.adapters.table_options import Reading, is_decimal, no_number
from numeric_check.compare import FALSE_ALARM
from symbolic.laws import Atoms
from symbolic.laws.empirical import Empirical
from symbolic.views import Shown

SAMPLES = 100_000

MOST_ENTRIES = 20_000_000
"""Floats of a sample; several arrays of this size are held at a time."""

CHUNK = 10_000
"""Rows of a CSV file that are read at a time."""


@dataclass(frozen=True)
class Estimate(Shown):
    """An interval for one moment, and what it rests on; `certified` is False: it is no exact number."""

    exponents: tuple[int, ...]
    low: float
    high: float
    false_alarm: float
    samples: int
    rests_on: str
    certified: bool = False

    def __contains__(self, value: float) -> bool:
        return self.low <= float(value) <= self.high


@dataclass(frozen=True, eq=False)
class Sampled(Shown):
    """Independent starts `(n, d)` of an unknown law; raises InputError unless they are finite real numbers.

    `bound` is a number that no coordinate of the law ever exceeds in modulus, where one is known.
    """

    starts: Any
    source: str
    certified: bool = False
    bound: float | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "starts", _checked(self.starts, self.source))

    @property
    def d(self) -> int:
        return int(self.starts.shape[1])

    @property
    def samples(self) -> int:
        return int(self.starts.shape[0])

    def estimate(
        self, exponents: tuple[int, ...], variance: float | None = None, false_alarm: float = FALSE_ALARM
    ) -> Estimate:
        """An interval for `E Π_j x_j^{exponents[j]}`; `variance` bounds the variance of that product.

        Raises InputError for exponents that do not fit, for a bound that is no positive number, for a rate outside
        (0, 1), for entries whose powers leave the range of floats, and, without a bound, for too few rows.
        """
        from mesaproof.uncertain.columns import Columns
        from mesaproof.uncertain.demands import Quantity
        from mesaproof.uncertain.known import Known
        from mesaproof.uncertain.mean_intervals import interval, require_rows

        self._require(exponents, variance, false_alarm)
        if variance is None:
            require_rows(self.samples, false_alarm)
        quantity = Quantity.of(f"exponents {exponents}", {exponents: 1})
        found = interval(Columns(self.starts), quantity, false_alarm, Known(lambda _: variance, self.bound))
        return Estimate(exponents, found.low, found.high, false_alarm, self.samples, found.why)

    def _require(self, exponents: tuple[int, ...], variance: float | None, false_alarm: float) -> None:
        if len(exponents) != self.d or any(not isinstance(n, int) or n < 0 for n in exponents):
            raise InputError(f"the exponents {exponents}", f"{self.d} non-negative integers, one a coordinate")
        if variance is not None and not 0 < variance < float("inf"):
            raise InputError(f"the variance {variance}", "a positive bound")
        if not 0 < false_alarm < 1:
            raise InputError(f"a false-alarm rate of {false_alarm}", "a number strictly between 0 and 1")

    def empirical(self) -> Atoms | Empirical:
        """The exact law of a row drawn at random from the sample: another law than the unknown one."""
        from mesaproof.reading.adapters.dataset import empirical

        return empirical(self.starts, f"rows of {self.source}")


def sampled(
    source: Any, samples: int = SAMPLES, seed: int = 0, *, header: Any = None, columns: Any = None, missing: Any = None
) -> Sampled:
    """Starts from a function `f(rng, m)` that returns an array `(m, d)` or `(m,)`, from a file or from an array.

    A function is called with a generator derived from the seed; what SciPy freezes is drawn by its `rvs`, a random
    variable of SciPy by its `sample`. Raises InputError where what comes back is no array of finite real numbers of
    that length.
    """
    from numeric_check.laws.sampling import generator

    rng = generator("mesaproof.reading.adapters.sampled", seed)
    if callable(getattr(source, "rvs", None)):
        drawn, name = source.rvs(size=samples, random_state=rng), type(source).__name__
    elif callable(getattr(source, "icdf", None)) and callable(getattr(source, "sample", None)):
        drawn, name = source.sample(samples, rng=rng), type(source).__name__
    elif callable(source):
        drawn, name = source(rng, samples), getattr(source, "__name__", "a function")
    else:
        return _of_rows(source, Reading.of(header, columns, missing))
    array = _array(drawn, name)
    if array.ndim not in (1, 2) or len(array) != samples:
        raise InputError(f"an array of shape {array.shape} from {name}", f"({samples}, d) or ({samples},)")
    return Sampled(array, name)


def _of_rows(source: Any, reading: Reading) -> Sampled:
    from mesaproof.reading.adapters.dataset import MOST_COLUMNS, array_of_numbers, complete_array, sample_of_file

    if not isinstance(source, (str, Path)):
        return Sampled(complete_array(array_of_numbers(source), reading, MOST_ENTRIES), "an array")
    path = Path(source)
    found = sample_of_file(path, reading, MOST_ENTRIES)
    starts = found if hasattr(found, "ndim") else _numbers(found, str(path), MOST_COLUMNS)
    return Sampled(starts, str(source))


def _numbers(rows: Iterable[Sequence[str]], name: str, most: int) -> Any:
    """Rows of text as one array, `CHUNK` rows at a time, so that the text is never held as a whole."""
    import numpy as np

    parts: list[Any] = []
    for chunk in _chunks(iter(rows)):
        columns = len(parts[0][0]) if parts else len(chunk[0])
        done = sum(len(part) for part in parts)
        if (done + len(chunk)) * columns > MOST_ENTRIES:
            raise InputError(
                f"more than {MOST_ENTRIES} entries in {quoted(name, PATH_LENGTH)}", f"at most {MOST_ENTRIES}"
            )
        parts.append(np.array([_row(row, columns, done + k, name) for k, row in enumerate(chunk, 1)]))
        if columns > most:
            raise InputError(f"{columns} columns in {quoted(name, PATH_LENGTH)}", f"at most {most}")
    return np.concatenate(parts) if parts else np.zeros((0, 1))


def _chunks(rows: Iterator[Sequence[str]]) -> Iterator[list[Sequence[str]]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _row(row: Sequence[str], columns: int, k: int, name: str) -> list[float]:
    if len(row) != columns:
        raise InputError(f"{len(row)} entries in row {k} of {name}", f"{columns} as before")
    for cell in row:
        if not is_decimal(cell):
            raise no_number(cell, f"in row {k} of {name}", k == 1)
    return [float(cell) for cell in row]


def _array(given: Any, name: str) -> Any:
    from mesaproof.reading.adapters.dataset import array_of_numbers

    try:
        return array_of_numbers(given)
    except InputError as error:
        raise InputError(f"{error.given} from {name}", error.expected, error.hint) from error


def _checked(given: Any, name: str) -> Any:
    """The starts as floats `(n, d)`."""
    import numpy as np

    array = _array(given, name)
    if np.ma.is_masked(array):
        raise InputError(f"masked entries from {name}", "complete rows", "leave such rows out")
    if array.dtype.kind not in "iuf":
        raise InputError(f"entries of the kind {array.dtype} from {name}", "real numbers")
    if array.ndim not in (1, 2):
        raise InputError(f"an array of shape {array.shape} from {name}", "(n, d) or (n,)")
    if array.size > MOST_ENTRIES:
        raise InputError(f"{array.size} entries from {name}", f"at most {MOST_ENTRIES}, rows times columns")
    with np.errstate(over="ignore"):
        starts = np.asarray(array, dtype=np.float64)
    if starts.size == 0 or not np.all(np.isfinite(starts)):
        raise InputError(f"a sample from {name} that is empty or has an entry that is not finite", "finite numbers")
    return starts.reshape(len(starts), -1)
