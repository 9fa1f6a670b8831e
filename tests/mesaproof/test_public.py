"""The public names, and the refusal to run on another project's packages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import mesaproof as mp

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", mp.__all__)
def test_every_public_name_exists_and_is_documented(name: str) -> None:
    found = getattr(mp, name)
    assert name == "__version__" or (found.__doc__ or "").strip()


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = mp.nonsense


def imported(*path: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, path))}
    command = [sys.executable, "-c", "import mesaproof; print(mesaproof.check)"]
    return subprocess.run(
        command, env=environment, cwd=path[0], capture_output=True, text=True, timeout=60, check=False
    )


def test_a_folder_of_others_before_ours_is_no_stranger(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    assert imported(tmp_path, ROOT).returncode == 0


@pytest.mark.parametrize("name", ["symbolic", "numeric_check", "proofs"])
def test_a_strangers_package_of_our_name_is_a_clear_import_error(name: str, tmp_path: Path) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "__init__.py").touch()
    run = imported(tmp_path, ROOT)
    assert run.returncode == 1
    assert f"ForeignPackage: mesaproof needs its own package '{name}'" in run.stderr
