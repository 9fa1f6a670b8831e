"""Our packages are known by what they say of themselves, and a repair is named for the environment that is running."""

from __future__ import annotations

import shutil
import subprocess
import sys
from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256
from importlib.metadata import Distribution
from pathlib import Path

import pytest

import mesaproof
import numeric_check
import proofs
import symbolic
from mesaproof import PART_OF
from mesaproof.documents import html_page, typst_document
from mesaproof.errors import InputError
from mesaproof.plots import matplotlib_settings
from mesaproof.terminal import installation

ROOT = Path(__file__).parents[3]
OTHERS = ("symbolic", "numeric_check", "proofs")


@pytest.mark.parametrize("package", [symbolic, numeric_check, proofs], ids=lambda package: package.__name__)
def test_every_package_says_that_it_is_part_of_this_version(package: object) -> None:
    assert getattr(package, "__part_of__", None) == PART_OF == f"mesaproof {mesaproof.__version__}"


def asked(*folders: Path, name: str) -> str:
    """What becomes of the question whether a package is ours, with these folders first on the path."""
    first = f"import sys; sys.path[:0] = {[*map(str, folders)]!r}"
    source = f"{first}; import mesaproof; mesaproof.require_own_packages(({name!r},))"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", source], capture_output=True, text=True, check=False)
    return done.stderr.strip().rpartition("\n")[2] if done.returncode else "ours"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An installation of our packages, only as much of it as is looked at."""
    for name in OTHERS:
        (tmp_path / "site" / name).mkdir(parents=True)
        shutil.copy(ROOT / name / "__init__.py", tmp_path / "site" / name)
    (tmp_path / "site" / "mesaproof" / "terminal").mkdir(parents=True)
    for file in ("__init__.py", "terminal/__init__.py", "terminal/installation.py"):
        shutil.copy(ROOT / "mesaproof" / file, tmp_path / "site" / "mesaproof" / file)
    return tmp_path / "site"


@pytest.mark.parametrize("name", OTHERS)
def test_package_of_ours_is_recognised_wherever_it_lies(name: str, place: Path, tmp_path: Path) -> None:
    assert asked(place, name=name) == "ours"
    shutil.move(place / name, tmp_path / "elsewhere" / name)
    assert asked(tmp_path / "elsewhere", place, name=name) == "ours"


STRANGE = {
    "empty": "",
    "raises": "raise RuntimeError('this must not be run')",
    "does not compile": "def (:",
    "another version": '__part_of__ = "mesaproof 0.0.1"',
    "another project": '__part_of__ = "another"',
    "mentions us": '"""Not mesaproof 0.1.0."""\n__part_of__ = None',
}


@pytest.mark.parametrize("source", STRANGE.values(), ids=STRANGE)
def test_package_that_was_installed_over_ours_is_named_with_the_command_that_repairs_it(
    source: str, place: Path
) -> None:
    (place / "symbolic" / "__init__.py").write_text(source)
    said = asked(place, name="symbolic")
    assert said.startswith("mesaproof.ForeignPackage: mesaproof needs its own package 'symbolic'")
    assert "installed over it" in said
    assert said.endswith(f"--python {sys.executable} install --force-reinstall mesaproof")


def test_package_of_ours_that_is_gone_is_named_with_the_command_that_repairs_it(place: Path) -> None:
    (place / "proofs" / "__init__.py").unlink()
    said = asked(place, name="proofs")
    assert "or nothing" in said
    assert "--force-reinstall mesaproof" in said


def test_package_of_a_stranger_in_another_folder_is_no_reason_to_repair(place: Path, tmp_path: Path) -> None:
    (tmp_path / "proofs").mkdir()
    (tmp_path / "proofs" / "__init__.py").touch()
    said = asked(tmp_path, place, name="proofs")
    assert str(tmp_path / "proofs" / "__init__.py") in said
    assert "run from another folder" in said
    assert "pip" not in said


def recorded(folder: Path) -> Distribution:
    """A distribution of four files, of which two are no longer as they were recorded."""
    lines = []
    for name in ("kept.py", "changed.py", "gone.py"):
        (folder / "symbolic").mkdir(exist_ok=True)
        (folder / "symbolic" / name).write_text(f"# {name}")
        digest = urlsafe_b64encode(sha256(f"# {name}".encode()).digest()).decode().rstrip("=")
        lines.append(f"symbolic/{name},sha256={digest},9")
    (folder / "mesaproof-0.1.0.dist-info").mkdir()
    (folder / "mesaproof-0.1.0.dist-info" / "RECORD").write_text("\n".join([*lines, "symbolic/x.pyc,,", "RECORD,,"]))
    (folder / "symbolic" / "changed.py").write_text("# stranger")
    (folder / "symbolic" / "gone.py").unlink()
    return Distribution.at(folder / "mesaproof-0.1.0.dist-info")


def test_files_that_are_not_as_they_were_installed_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = recorded(tmp_path)
    monkeypatch.setattr(installation, "_installed", lambda: found)
    assert installation.altered() == ["symbolic/changed.py", "symbolic/gone.py"]
    monkeypatch.setattr(installation, "_installed", lambda: None)
    assert installation.altered() == []


@pytest.mark.parametrize(
    ("record", "again"),
    [
        ('{"url": "file://%s", "dir_info": {}}', ["%s"]),
        ('{"url": "file://%s", "dir_info": {"editable": true}}', ["--editable", "%s"]),
        ('{"url": "file://%s/gone", "archive_info": {}}', ["mesaproof"]),
        ('{"url": "https://example.org/x.whl"}', ["mesaproof"]),
        ("[]", ["mesaproof"]),
        ("{", ["mesaproof"]),
    ],
    ids=["folder", "editable", "gone", "elsewhere", "list", "torn"],
)
def test_what_was_installed_from_a_folder_is_repaired_from_there(
    record: str, again: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = recorded(tmp_path)
    (tmp_path / "mesaproof-0.1.0.dist-info" / "direct_url.json").write_text(record.replace("%s", str(tmp_path)))
    monkeypatch.setattr(installation, "_installed", lambda: found)
    monkeypatch.setattr(installation, "strangers", list)
    assert installation.repair().endswith(" ".join(again).replace("%s", str(tmp_path)))


def test_distribution_of_our_name_that_is_not_running_is_not_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = recorded(tmp_path)
    monkeypatch.setattr(installation, "distributions", lambda name: [other])
    assert installation.altered() == []
    assert installation.repair().endswith("--force-reinstall mesaproof")


def test_distributions_of_strangers_are_removed_before_ours_is_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "_origin", lambda: ["mesaproof"])
    monkeypatch.setattr(installation, "packages_distributions", lambda: {"symbolic": ["mesaproof", "Symbolic"]})
    first, then = installation.repair().split(" && ")
    assert first == f"{sys.executable} -m pip uninstall --yes Symbolic"
    assert then == f"{sys.executable} -m pip install --force-reinstall mesaproof"


def test_pip_of_another_environment_is_named_where_ours_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert installation.extra("plot") == f"{sys.executable} -m pip install 'mesaproof[plot]'"
    monkeypatch.setattr(installation, "find_spec", lambda name: None)
    monkeypatch.setattr(sys, "executable", "/a b/python")
    assert installation.extra("plot") == "python3 -m pip --python '/a b/python' install 'mesaproof[plot]'"


@pytest.mark.parametrize(
    ("module", "ask"),
    [
        (matplotlib_settings, matplotlib_settings.require_matplotlib),
        (html_page, html_page.require_report),
        (typst_document, typst_document.require_typst),
    ],
    ids=["plot", "html", "pdf"],
)
def test_missing_extra_is_installed_into_the_environment_that_is_running(
    module: object, ask: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    with pytest.raises(InputError, match=rf"{sys.executable} -m pip install 'mesaproof\["):
        ask()
