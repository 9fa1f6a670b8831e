"""One cell of a sweep: a law at one d, T and seed, checked or trained, and the row that comes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from mesaproof import __version__
from mesaproof.answers.asking import PAPER, answered
from mesaproof.answers.checking import check
from mesaproof.errors import InputError
from mesaproof.reading.law_spec import law_at
from numeric_check.compare import FALSE_ALARM
from symbolic.laws import Law, LawFamily

if TYPE_CHECKING:
    from proofs.zheng2024.answers.law_report import LawReport
    from proofs.zheng2024.answers.settled_flow import SettledFlow

What = Literal["check", "train"]
Status = Literal["answered", "at fault", "stopped"]

MOST_CELLS = 100_000
"""Cells of a sweep, at most."""

SHARE = FALSE_ALARM / MOST_CELLS
"""False-alarm probability of a cell: in all at most `FALSE_ALARM`, whatever a sweep holds and is extended by."""

RESOLUTION = 1e-6
"""Relative error of a trained ab that would be noticed, and size of an off-line entry in units of the start."""

_ONE_AT_A_TIME = Lock()
"""A process runs one cell at a time, even where a cluster gives it several threads."""


@dataclass(frozen=True)
class Cell:
    """One run: a law in dimension d (None: the law's own), a length T and a seed, checked or trained."""

    what: What
    law: LawFamily | Law
    d: int | None
    T: int
    seed: int

    @property
    def key(self) -> str:
        """Names the cell and the version that runs it, the same in every process."""
        named = (__version__, self.what, repr(self.law), self.d, self.T, self.seed)
        return sha256(repr(named).encode()).hexdigest()

    def __str__(self) -> str:
        at = "" if self.d is None else f" d={self.d},"
        return f"{self.law.description},{at} T={self.T}, seed {self.seed}"


@dataclass(frozen=True)
class Row:
    """What one cell found; `found` is a JSON record, empty unless the cell is `answered`.

    `agrees` is None where nothing could be compared. `at fault` is the input, and stays so; a cell that `stopped` for
    another reason is run again by the next run. `because` says why there is no answer, or no comparison.
    """

    cell: Cell
    status: Status
    agrees: bool | None = None
    because: str = ""
    false_alarm: float = 0.0
    found: Mapping[str, Any] = field(default_factory=dict)

    @property
    def record(self) -> dict[str, Any]:
        """The row as JSON: what the journal and `sweep.json` hold."""
        law = self.cell.law
        cell = {"law": law.description, "d": getattr(law, "d", self.cell.d), "T": self.cell.T, "seed": self.cell.seed}
        return cell | {name: getattr(self, name) for name in ("status", "agrees", "because", "false_alarm", "found")}

    @property
    def line(self) -> list[Any]:
        """The row of `sweep.csv`: one value for each of `COLUMNS`."""
        record = self.record
        shared = [record[name] for name in SHARED]
        return [*shared, *(_at(self.found, path) for path in COLUMNS[self.cell.what].values())]

    @staticmethod
    def kept(cell: Cell, record: Mapping[str, Any]) -> Row:
        """The row that a record of the journal holds; raises ValueError where it holds none of this cell."""
        names = ("status", "agrees", "because", "false_alarm", "found")
        try:
            row = Row(cell, *(record[name] for name in names))
            whole = row.record == record and row.is_sound
        except (KeyError, IndexError, TypeError, AttributeError) as error:
            raise ValueError(f"no record of a cell: {error}") from None
        if not whole:
            raise ValueError("no record of a cell")
        return row

    @property
    def is_sound(self) -> bool:
        """Whether every field is of its kind; raises as a look-up does where `found` lacks what a table shows."""
        plain = isinstance(self.because, str) and (self.agrees is None or isinstance(self.agrees, bool))
        alarm = type(self.false_alarm) in (int, float) and 0 <= self.false_alarm <= 1
        shown = zip(self.line[len(SHARED) :], COLUMNS[self.cell.what].values(), strict=True)
        told = all(value is None or type(value) in KINDS[path[-1]] for value, path in shown)
        full = bool(self.found) is (self.status == "answered")
        return plain and alarm and told and full and self.status in ("answered", "at fault")


SHARED = ("law", "d", "T", "seed", "status", "agrees", "false_alarm", "because")

COLUMNS: Mapping[What, Mapping[str, tuple[str | int, ...]]] = {
    "check": {
        "line_invariant": ("line_invariant", "holds"),
        "ab_line": ("ab_line", "exact"),
        "ab_line_float": ("ab_line", "float"),
        "relative_mse": ("relative_mse", "exact"),
        "relative_mse_float": ("relative_mse", "float"),
        "quadrature_agrees": ("crosschecks", 0, "agrees"),
        "quadrature_resolution": ("crosschecks", 0, "resolution"),
        "sampled_agrees": ("crosschecks", 1, "agrees"),
        "sampled_resolution": ("crosschecks", 1, "resolution"),
    },
    "train": {
        "line_invariant": ("line_invariant",),
        "a_0": ("a_0", "float"),
        "b_0": ("b_0", "float"),
        "ab": ("ab", "float"),
        "ab_line": ("ab_line", "exact"),
        "ab_line_float": ("ab_line", "float"),
        "ratio": ("ratio", "float"),
        "off_line": ("off_line", "float"),
        "loss": ("loss", "float"),
        "settled": ("settled",),
    },
}
"""Columns of `sweep.csv` beside the shared ones, and where `found` has them."""

_NUMBER, _TRUTH = (int, float), (bool,)
KINDS: Mapping[str | int, tuple[type, ...]] = {
    "exact": (str,),
    "float": _NUMBER,
    "resolution": _NUMBER,
    **dict.fromkeys(("holds", "agrees", "settled", "line_invariant"), _TRUTH),
}
"""What stands in a column, by the last step of the way to it; null where there is nothing."""


def run_cell(cell: Cell, version: str = __version__) -> Row:
    """Run one cell in this process; only a worker of another version raises, InputError.

    >>> from symbolic.laws import Sparse
    >>> run_cell(Cell("check", Sparse(), 0, 5, 0)).because
    'got d = 0, expected a dimension d >= 1'
    """
    if version != __version__:
        raise InputError(f"a worker with mesaproof {__version__}", f"mesaproof {version}, as here, on every worker")
    try:
        with _ONE_AT_A_TIME:
            return RUNS[cell.what](cell)
    except ValueError as error:
        return Row(cell, "at fault", because=_sentence(error))
    except Exception as error:
        return Row(cell, "stopped", because=f"it stops with {type(error).__name__}: {_sentence(error)}")


def checked(cell: Cell) -> Row:
    """`check` at the cell: its exact results, and how the second routes came out."""
    from mesaproof.documents.json_records import law_record

    report = check(cell.law, cell.d, cell.T, cell.seed, SHARE)
    compared = [route.comparison for route in report.crosschecks if route.comparison]
    row = Row(cell, "answered", report.agrees if compared else None, _unavailable(report))
    return replace(row, false_alarm=sum(one.false_alarm for one in compared), found=law_record(report))


def _unavailable(report: LawReport) -> str:
    missing = [route for route in report.crosschecks if route.comparison is None]
    return "; ".join(f"{route.kind} not available: {route.because}" for route in missing)


def followed(cell: Cell) -> Row:
    """Gradient flow of the full model on the exact population loss, from a point of the line that the seed draws.

    Agrees where the line is invariant and the flow settles on it at `ab_line`, to the relative resolution 1e-6.
    """
    from mesaproof.documents.json_records import number

    end: SettledFlow = answered(PAPER, "settled flow", law_at(cell.law, cell.d), cell.T, cell.seed)
    numbers = {name: getattr(end, name) for name in ("a_0", "b_0", "ab", "off_line", "loss", "ratio")}
    found: dict[str, Any] = {name: numeric(value) for name, value in numbers.items()}
    found |= {"ab_line": number(end.ab_line), "settled": end.settled, "line_invariant": end.line_invariant}
    return _compared(Row(cell, "answered", found=found), end)


def _compared(row: Row, end: SettledFlow) -> Row:
    if not end.line_invariant:
        return replace(row, because="the line is not invariant: ab_line is not a limit")
    if not end.settled:
        return replace(row, because=f"the flow has not settled after {end.doublings} doublings of its time")
    on_line = end.off_line <= RESOLUTION * end.unit
    return replace(row, agrees=on_line and abs(end.ratio - 1) <= RESOLUTION)


RUNS: Mapping[What, Callable[[Cell], Row]] = {"check": checked, "train": followed}


def numeric(value: float) -> dict[str, Any]:
    """The record of a number that is known in floating point only."""
    return {"exact": None, "float": value}


def _at(found: Any, path: tuple[str | int, ...]) -> Any:
    """The value at a path of keys; None where it is missing."""
    for step in path:
        if not found:
            return None
        found = found[step]
    return found


def _sentence(error: Exception) -> str:
    return " ".join(str(error).split())
