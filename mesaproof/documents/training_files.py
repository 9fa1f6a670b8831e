"""Arrays of a training run as files."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mesaproof.documents.training_record import training_record
from mesaproof.output.file import encoded
from mesaproof.output.folder import filled
from mesaproof.output.json_text import json_text
from mesaproof.output.marks import archive

if TYPE_CHECKING:
    from proofs.zheng2024.answers.training_run import TrainingRun

NPZ, CSV, JSON = "run.npz", "run.csv", "run.json"


def write_arrays(run: TrainingRun, folder: Path) -> tuple[Path, ...]:
    """`run.npz` (the series and the six blocks), `run.csv` (the series) and `run.json`, the record of the run.

    The numbers of both files are the same floats: the CSV has 17 digits. All are written or none; raises InputError
    where that fails, and where a file of this name is not a run's.
    """
    return written(folder, run.columns, run.trajectory.parameters, training_record(run))


def written(folder: Path, series: Mapping[str, Any], blocks: Mapping[str, Any], record: Any) -> tuple[Path, ...]:
    """The same of any run."""
    text = json_text(record) + "\n"
    return filled(folder, {NPZ: archive({**series, **blocks}), CSV: _table(series), JSON: encoded(text)})


def _table(series: Mapping[str, Any]) -> bytes:
    content = BytesIO()
    rows = np.stack(list(series.values()), axis=1)
    np.savetxt(content, rows, fmt="%.17g", delimiter=",", header=",".join(series), comments="")
    return content.getvalue()
