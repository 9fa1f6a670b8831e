"""The built wheel: what is in it, that it runs away from the checkout, and that nobody else provides our packages."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Mapping, Sequence
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("symbolic", "numeric_check", "proofs", "mesaproof")
VERSION: str = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def run(arguments: Sequence[str | Path], cwd: Path, **environment: str) -> str:
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(["-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT], cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def target(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("target")
    run(["-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", folder, wheel], cwd=folder)
    return folder


def test_wheel_holds_the_four_packages_and_nothing_else(wheel: Path) -> None:
    names = [Path(name) for name in zipfile.ZipFile(wheel).namelist()]
    assert {name.parts[0] for name in names} == {*PACKAGES, f"mesaproof-{VERSION}.dist-info"}
    assert not [name for name in names if "tests" in name.parts or name.name.startswith(("test_", "conftest"))]


def test_wheel_holds_every_module_of_the_checkout(wheel: Path) -> None:
    expected = {str(path.relative_to(ROOT)) for package in PACKAGES for path in (ROOT / package).rglob("*.py")}
    assert expected
    assert {name for name in zipfile.ZipFile(wheel).namelist() if name.endswith(".py")} == expected


def test_every_package_in_the_wheel_says_that_it_is_typed(wheel: Path) -> None:
    assert {f"{package}/py.typed" for package in PACKAGES} <= set(zipfile.ZipFile(wheel).namelist())


def test_installed_wheel_runs_from_another_folder(target: Path, tmp_path: Path) -> None:
    assert VERSION in run(["-m", "mesaproof", "--version"], cwd=tmp_path, PYTHONPATH=str(target))
    code = f"import {', '.join(PACKAGES)}; print(*({', '.join(f'{name}.__file__' for name in PACKAGES)}), sep=chr(10))"
    files = run(["-c", code], cwd=tmp_path, PYTHONPATH=str(target)).splitlines()
    assert [Path(file).relative_to(target).parts[0] for file in files] == list(PACKAGES)


def strangers(providers: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Distributions other than ours that provide a package under one of our names."""
    found = {name: sorted(set(providers.get(name, ())) - {"mesaproof"}) for name in PACKAGES}
    return {name: others for name, others in found.items() if others}


def test_no_other_distribution_provides_our_packages() -> None:
    assert strangers(packages_distributions()) == {}


def test_a_stranger_under_our_name_is_noticed() -> None:
    providers = {"symbolic": ["symbolic"], "proofs": ["mesaproof", "proofs"], "numpy": ["numpy"]}
    assert strangers(providers) == {"symbolic": ["symbolic"], "proofs": ["proofs"]}
