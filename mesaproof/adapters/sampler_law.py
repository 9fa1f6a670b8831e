"""A sampler, or a dataset read as a sample of an unknown law: moments with a stated uncertainty, never exact ones.

`Sampled` is not a law: it has no `moment`, and no verdict is made of it. Intervals are those of `numeric_check.anytime`
(Catoni). They hold with probability `1 - false_alarm` where the person bounds the variance of the monomial; else the
variance is that of the sample, and the interval says so: for heavy tails it may be far too short.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mesaproof.errors import InputError
from symbolic.empirical import Empirical
from symbolic.laws import Atoms

SAMPLES = 100_000
FALSE_ALARM = 1e-9


@dataclass(frozen=True)
class Estimate:
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
class Sampled:
    """Independent starts `(n, d)` of an unknown law."""

    starts: Any
    source: str
    certified: bool = False

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

        Raises InputError for exponents that do not fit and for a bound that is no positive number.
        """
        import numpy as np

        self._require(exponents, variance)
        values = np.prod(self.starts ** np.array(exponents), axis=1)
        if not np.all(np.isfinite(values)):
            raise InputError(f"powers {exponents} of the sample", "numbers within the range of floats", "rescale it")
        bound, rests_on = (variance, "the given variance") if variance else (float(np.var(values)), "")
        low, high = _interval(values, bound, false_alarm)
        stated = rests_on or "the sample's own variance, which a heavy tail may exceed without bound"
        return Estimate(exponents, low, high, false_alarm, self.samples, stated)

    def _require(self, exponents: tuple[int, ...], variance: float | None) -> None:
        if len(exponents) != self.d or any(not isinstance(n, int) or n < 0 for n in exponents):
            raise InputError(f"the exponents {exponents}", f"{self.d} non-negative integers, one a coordinate")
        if variance is not None and not 0 < variance < float("inf"):
            raise InputError(f"the variance {variance}", "a positive bound")

    def empirical(self) -> Atoms | Empirical:
        """The exact law of a row drawn at random from the sample: another law than the unknown one."""
        from mesaproof.adapters.dataset import empirical

        return empirical(self.starts, f"rows of {self.source}")


def _interval(values: Any, variance: float, false_alarm: float) -> tuple[float, float]:
    from numeric_check.anytime import interval

    if variance == 0:
        return float(values[0]), float(values[0])
    return interval(values, variance, false_alarm)


def sampled(source: Any, samples: int = SAMPLES, seed: int = 0) -> Sampled:
    """Starts from a function `f(rng, m)` that returns an array `(m, d)` or `(m,)`, from a file or from an array.

    A function is called with a generator derived from the seed; what SciPy freezes is drawn by its `rvs`. Raises
    InputError where what comes back is no array of finite real numbers of that length.
    """
    import numpy as np

    from numeric_check.sampling import generator

    rng = generator("mesaproof.adapters.sampled", seed)
    if callable(getattr(source, "rvs", None)):
        drawn, name = source.rvs(size=samples, random_state=rng), type(source).__name__
    elif callable(source):
        drawn, name = source(rng, samples), getattr(source, "__name__", "a function")
    else:
        return _of_rows(source)
    array = np.asarray(drawn)
    if array.ndim not in (1, 2) or len(array) != samples:
        raise InputError(f"an array of shape {array.shape} from {name}", f"({samples}, d) or ({samples},)")
    return Sampled(_checked(array, name), name)


def _of_rows(source: Any) -> Sampled:
    import numpy as np

    from mesaproof.adapters.dataset import sample_rows

    rows = np.array([[float(cell) for cell in row] for row in sample_rows(source)])
    name = str(source) if isinstance(source, str) or hasattr(source, "suffix") else "an array"
    return Sampled(_checked(rows, name), name)


def _checked(array: Any, name: str) -> Any:
    import numpy as np

    if array.dtype.kind not in "iuf":
        raise InputError(f"entries of the kind {array.dtype} from {name}", "real numbers")
    if array.size == 0 or not np.all(np.isfinite(array)):
        raise InputError(f"a sample from {name} that is empty or has an entry that is not finite", "finite numbers")
    return array.astype(np.float64).reshape(len(array), -1)
