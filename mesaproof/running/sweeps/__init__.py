"""Sweeps: laws x d x T x seeds, each cell run once and kept when it is finished, by one process, several or a cluster.

A cell's numbers depend on the cell alone, so rows are the same whatever runs them and in whatever order.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import product
from math import fsum, prod
from pathlib import Path
from typing import Any

from mesaproof import __version__
from mesaproof.errors import InputError
from mesaproof.reading.law_spec import law_at, numeric_law
from mesaproof.reading.sizes import dimension, length, several, whole
from mesaproof.running.child_processes import MOST_WORKERS
from mesaproof.running.sweeps.sweep_cells import COLUMNS, MOST_CELLS, RUNS, SHARED, Cell, Row, What, run_cell
from mesaproof.running.sweeps.sweep_pools import AGAIN, dask, finished, processes
from mesaproof.running.sweeps.sweep_store import Journal, Told, journal, write_tables
from symbolic.laws import Law, LawFamily
from symbolic.progress import counted


@dataclass(frozen=True)
class Sweep:
    """A sweep that has ended: its rows in the order of the lists.

    `resumed` rows come from an earlier run; `dropped` lines of the journal were not complete.
    """

    what: What
    rows: tuple[Row, ...]
    folder: Path
    resumed: int
    dropped: int

    @property
    def false_alarm(self) -> float:
        """Probability, at most, that any cell disagrees although everything is right; never above that of one check."""
        return fsum(row.false_alarm for row in self.rows)

    @property
    def exit_code(self) -> int:
        """1 a cell disagrees, 2 the input is at fault in every cell, 3 some cell has no answer, 0 otherwise."""
        statuses = {row.status for row in self.rows}
        if any(row.agrees is False for row in self.rows):
            return 1
        return 2 if statuses == {"at fault"} else 0 if statuses == {"answered"} else 3

    @property
    def record(self) -> dict[str, Any]:
        """The record of `sweep --json` and of `sweep.json`."""
        shared = {"version": __version__, "what": self.what, "false_alarm": self.false_alarm}
        return shared | {"cells": [row.record for row in self.rows]}


class Interrupted(KeyboardInterrupt):
    """Ctrl-C during a sweep; what was finished is kept, and the text says how much."""

    def __init__(self, kept: int, total: int, folder: Path) -> None:
        super().__init__(f"kept {kept} of {total} cells in {folder}; {AGAIN}")


def sweep(
    laws: Iterable[str | LawFamily | Law],
    ds: Iterable[int | None],
    Ts: Iterable[int],
    folder: str | Path,
    seeds: Iterable[int] = (0,),
    *,
    what: What = "check",
    workers: int = 1,
    cluster: str | None = None,
    told: Told = lambda _: None,
) -> Sweep:
    """Run every combination and keep each in `folder` when it is finished; what is kept there already is not run.

    The work is done in this process, by `workers` processes, or by the Dask cluster whose scheduler is at `cluster`.
    `ds` may be `(None,)` for laws whose d is fixed. A cell that fails is a row that says why. Raises InputError for
    lists, a folder or a cluster at fault, and Interrupted on Ctrl-C.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     found = sweep(["sparse"], [2], [4, 5], folder)
    >>> [(row.cell.T, row.agrees, row.found["ab_line"]["exact"]) for row in found.rows]
    [(4, True, '1'), (5, True, '1')]
    """
    cells, place = _cells(laws, ds, Ts, seeds, what), Path(folder)
    workers = _workers(workers, cluster)
    with journal(place) as opened:
        rows = _rows_kept(opened, cells)
        resumed, left = len(rows), [cell for cell in cells if cell not in rows]
        counted("cells", 0, len(left))
        try:
            with closing(_run(left, workers, cluster)) as running:
                for row in running:
                    if row.status != "stopped":
                        opened.add(row.cell.key, row.record)
                    rows[row.cell] = row
                    told(f"{len(rows)} of {len(cells)} cells: {row.cell}")
                    counted("cells", len(rows) - resumed, len(left), workers)
        except KeyboardInterrupt:
            done = opened.finished()
            raise Interrupted(sum(cell.key in done for cell in cells), len(cells), place) from None
        found = Sweep(what, tuple(rows[cell] for cell in cells), place, resumed, opened.dropped)
        write_tables(place, (*SHARED, *COLUMNS[what]), (row.line for row in found.rows), found.record)
    return found


def _workers(given: int, cluster: str | None) -> int:
    workers = whole(given, "workers")
    if not 1 <= workers <= MOST_WORKERS:
        raise InputError(f"{workers} workers", f"a number from 1 to {MOST_WORKERS}")
    if cluster is not None and workers > 1:
        raise InputError(f"{workers} workers and a cluster", "one or the other", "a cluster brings its own workers")
    return workers


def _cells(
    laws: Iterable[str | LawFamily | Law], ds: Iterable[int | None], Ts: Iterable[int], seeds: Iterable[int], what: What
) -> tuple[Cell, ...]:
    """Every combination once; raises InputError for an empty list, too many cells, and sizes that no law has."""
    if what not in RUNS:
        raise InputError(f"what = {what!r}", " or ".join(map(repr, RUNS)))
    sizes = (("d", ds), ("T", Ts), ("seeds", seeds))
    listed = (several(values, name, MOST_CELLS) for name, values in sizes)
    given = (several(laws, "laws", MOST_CELLS, '["gaussian"]'), *listed)
    if (count := prod(map(len, given))) > MOST_CELLS:
        raise InputError(f"a sweep of {count} cells", f"at most {MOST_CELLS}")
    dimensions = [None if d is None else dimension(d) for d in given[1]]
    lengths, read_seeds = [length(T) for T in given[2]], [whole(seed, "seed") for seed in given[3]]
    read = [numeric_law(one) for one in given[0]]
    if None in dimensions:
        for law in read:
            law_at(law)
    return tuple(dict.fromkeys(Cell(what, *one) for one in product(read, dimensions, lengths, read_seeds)))


def _rows_kept(opened: Journal, cells: Sequence[Cell]) -> dict[Cell, Row]:
    """The rows of the journal; a record that is damaged counts as none, and its cell is run again."""
    rows: dict[Cell, Row] = {}
    for cell in cells:
        with suppress(ValueError):
            if (record := opened.kept.get(cell.key)) is not None:
                rows[cell] = Row.kept(cell, record)
    return rows


def _run(cells: Sequence[Cell], workers: int, cluster: str | None) -> Generator[Row]:
    """The rows of cells, in the order in which they are finished."""
    if not cells:
        return
    if cluster is None and workers == 1:
        yield from map(run_cell, cells)
        return
    with dask(cluster) if cluster is not None else processes(min(workers, len(cells))) as pool:
        yield from finished(cells, pool)
