"""The environment that is running: commands that change it, and files of ours that are not as they were installed."""

from __future__ import annotations

import json
import shlex
import sys
from base64 import urlsafe_b64encode
from hashlib import new as new_hash
from importlib.metadata import Distribution, PackagePath, distributions, packages_distributions
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlparse
from urllib.request import url2pathname

NAME = "mesaproof"
OWN = ("symbolic", "numeric_check", "proofs", "mesaproof")


def pip(*arguments: str) -> str:
    """The command line that runs pip for this environment, also where it has no pip of its own."""
    python = sys.executable or "python3"
    start = [python, "-m", "pip"] if find_spec("pip") else ["python3", "-m", "pip", "--python", python]
    return shlex.join([*start, *arguments])


def extra(name: str) -> str:
    """The command line that installs an extra into this environment."""
    return pip("install", f"{NAME}[{name}]")


def repair() -> str:
    """The command lines that put our files back, and before that remove what was installed over them."""
    again = pip("install", "--force-reinstall", *_origin())
    others = strangers()
    return f"{pip('uninstall', '--yes', *others)} && {again}" if others else again


def strangers() -> list[str]:
    """Distributions of others that have a package under one of our names."""
    found = packages_distributions()
    return sorted({other for name in OWN for other in found.get(name, ())} - {NAME})


def altered() -> list[str]:
    """Files of ours that are missing or not as they were installed; none where nothing is known of them."""
    found = _installed()
    files = [] if found is None else [file for file in found.files or () if file.parts[0] in OWN and file.hash]
    return [str(file) for file in files if not _as_installed(file)]


def _as_installed(file: PackagePath) -> bool:
    if file.hash is None:
        return True
    try:
        now = new_hash(file.hash.mode, Path(str(file.locate())).read_bytes()).digest()
    except (OSError, ValueError):
        return False
    return urlsafe_b64encode(now).decode().rstrip("=") == file.hash.value


def _installed() -> Distribution | None:
    """The distribution that the running code comes from; there may be others of our name on the path."""
    return next(filter(_is_running, distributions(name=NAME)), None)


def _is_running(found: Distribution) -> bool:
    here = Path(__file__).resolve()
    files = [file for file in found.files or () if file.name == here.name]
    places = [Path(str(file.locate())).resolve() for file in files]
    return here in places or (_is_editable(found) and Path(_source(found)).resolve() == here.parents[1])


def _origin() -> list[str]:
    """What pip is to install again: the folder or file that it was installed from, where that is still there."""
    found = _installed()
    path = "" if found is None else _source(found)
    if found is None or not path or not Path(path).exists():
        return [NAME]
    return ["--editable", path] if _is_editable(found) else [path]


def _source(found: Distribution) -> str:
    """The folder or file that a distribution was installed from; empty where it came from an index."""
    url = urlparse(str(_direct_url(found).get("url", "")))
    return url2pathname(url.path) if url.scheme == "file" else ""


def _is_editable(found: Distribution) -> bool:
    folder = _direct_url(found).get("dir_info")
    return isinstance(folder, dict) and bool(folder.get("editable"))


def _direct_url(found: Distribution) -> dict[str, Any]:
    try:
        record = json.loads(found.read_text("direct_url.json") or "{}")
    except ValueError:
        return {}
    return record if isinstance(record, dict) else {}


def foreign(name: str) -> str:
    """The sentence for a package under one of our names that is not ours."""
    here, found = Path(__file__).resolve().parents[2], _place(name)
    needs = f"mesaproof needs its own package {name!r}"
    if found is not None and found.parents[1] != here:
        return (
            f"{needs}, but Python finds {found}, of another project or version: run from another folder, "
            "or install mesaproof in an environment of its own"
        )
    if found is None:
        return f"{needs} in {here}, but Python finds a folder without __init__.py, or nothing: run {repair()}"
    return f"{needs}, but that of another project or version was installed over it in {found}: run {repair()}"


def _place(name: str) -> Path | None:
    spec = find_spec(name)
    return Path(spec.origin).resolve() if spec and spec.origin else None


def missing(name: str) -> str:
    """The sentence for a library that is not installed; empty for a module of ours or of Python's own."""
    top = name.partition(".")[0]
    if top in OWN or top in sys.stdlib_module_names:
        return ""
    return f"got an environment without {name}, which mesaproof needs: run {pip('install', NAME)}"
