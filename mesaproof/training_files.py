"""Arrays of a training run as files; the folder is tried before the training begins."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import numpy as np

from mesaproof.errors import PATH_LENGTH, InputError, quoted
from mesaproof.training_record import training_record
from mesaproof.training_run import TrainingRun

NPZ, CSV, JSON = "run.npz", "run.csv", "run.json"


def prepared(folder: str | Path) -> Path:
    """The folder, made where it is missing; raises InputError unless files can be written there."""
    path = Path(folder)
    try:
        path.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=path):
            return path
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from None


def write_arrays(run: TrainingRun, folder: Path) -> tuple[Path, ...]:
    """`run.npz` (the series and the six blocks), `run.csv` (the series) and `run.json`, the record of the run.

    The numbers of both files are the same floats: the CSV has 17 digits. Raises InputError where writing fails.
    """
    series: dict[str, Any] = {**run.columns}
    blocks: dict[str, Any] = {**run.trajectory.parameters}
    try:
        np.savez(folder / NPZ, **series, **blocks)
        rows = np.stack(list(series.values()), axis=1)
        np.savetxt(folder / CSV, rows, fmt="%.17g", delimiter=",", header=",".join(series), comments="")
        text = json.dumps(training_record(run), indent=2, ensure_ascii=False)
        (folder / JSON).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise _unwritable(folder, error) from None
    return folder / NPZ, folder / CSV, folder / JSON


def _unwritable(path: Path, error: Exception) -> InputError:
    reason = (error.strerror if isinstance(error, OSError) else str(error)) or type(error).__name__
    return InputError(f"-o {quoted(str(path), PATH_LENGTH)}: {reason}", "a folder that can be written")
