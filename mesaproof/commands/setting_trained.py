"""`mesaproof train --setting`: what is printed and written of a run of a setting."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from mesaproof.commands.options import progress, show, show_json
from mesaproof.terminal.streams import note

INTERRUPTED = 130


def train_setting(
    setting: str, at: str, family: str | None, how: dict[str, Any], output: str | None, as_json: bool
) -> None:
    """Train, print, write, and end with 1 for a run that diverged or disagrees, with 130 for one that was ended."""
    from mesaproof.answers.setting_runs import SettingRun
    from mesaproof.answers.setting_training import train
    from mesaproof.documents.models.setting_run_record import run_record
    from mesaproof.documents.models.setting_run_views import run_screen

    folder = None if output is None else _folder(output)
    try:
        with progress("reading the setting"):
            found: SettingRun = train(setting, at, family, **how)
    except KeyboardInterrupt:
        note("interrupted before the first record: nothing is written")
        sys.exit(INTERRUPTED)
    if as_json:
        show_json(run_record(found))
    else:
        show(lambda: run_screen(found))
    for warning in found.warnings:
        note(f"warning: {warning}")
    if folder is not None:
        _written(found, folder)
    if found.ended == "interrupted":
        sys.exit(INTERRUPTED)
    sys.exit(0 if found.agrees and found.ended != "diverged" else 1)


def _folder(output: str) -> Path:
    from mesaproof.documents.training_files import CSV, JSON, NPZ
    from mesaproof.output.folder import prepared
    from mesaproof.plots.matplotlib_settings import require_matplotlib
    from mesaproof.plots.train_plots import FILES

    require_matplotlib()
    return prepared(output, (NPZ, CSV, JSON, *FILES))


def _written(found: Any, folder: Path) -> None:
    from mesaproof.documents.models.setting_run_record import write_run
    from mesaproof.plots.setting_run_plots import write_plots

    files = (*write_run(found, folder), *write_plots(found, folder))
    note(f"written to {folder}: {', '.join(file.name for file in files)}")
