"""The folder that commands run in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.mesaproof.cli.runs import LAW, LEMMA


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with `law.json` and `lemma.py`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "law.json").write_text(json.dumps(LAW))
    (tmp_path / "lemma.py").write_text(LEMMA)
    return tmp_path
