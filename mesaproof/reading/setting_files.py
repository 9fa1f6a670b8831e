"""Settings as a person names them: by the key of one of the package, or by a Python file, which is run.

`FILE.py:NAME` picks one of several settings of a file, by the name of the variable or by its key.
"""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

from mesaproof.errors import PATH_LENGTH, InputError, ModelError, quoted
from mesaproof.reading.exact_text import unknown_name
from mesaproof.reading.python_files import line_of, require_file, run_file
from proofs.catalogue import settings
from symbolic.setting import Family, Setting, Untraceable

_FILE = re.compile(r"(?P<path>.*\.py)(?::(?P<name>[^:/]*))?", re.DOTALL)


def read_setting(given: str | Setting) -> Setting:
    """The setting with this key, or of this file; raises InputError, which names the line where a file is at fault."""
    if isinstance(given, Setting):
        return given
    if not isinstance(given, str):
        raise InputError(f"{type(given).__name__} as a setting", "a Setting, the key of one, or a FILE.py that has one")
    if match := _FILE.fullmatch(given):
        return _from_file(Path(match["path"]), match["name"])
    known = settings()
    if given not in known:
        hint = "a setting of your own is in a file whose name ends in .py"
        error = unknown_name(f"the setting {quoted(given)}", given, sorted(known), "one of the settings")
        raise InputError(error.given, error.expected, error.hint or hint)
    return known[given].setting(given)


def _from_file(path: Path, name: str | None) -> Setting:
    found = settings_in(_run(path))
    shown = f"the file {quoted(str(path), PATH_LENGTH)}"
    if not found:
        raise InputError(f"{shown}, which has no setting", "a Setting(…) that has a name", "see docs/settings.md")
    if name is None and len(found) > 1:
        raise InputError(f"{shown}, which has {len(found)} settings", f"one of {path}:{f', {path}:'.join(found)}")
    if name is None:
        return next(iter(found.values()))
    by_key = {setting.key: setting for setting in found.values()}
    if name not in found and name not in by_key:
        raise unknown_name(f"the setting {quoted(name)} of {shown}", name, sorted(found), "one of the settings")
    return found[name] if name in found else by_key[name]


def settings_in(module: ModuleType) -> dict[str, Setting]:
    """The settings of a module by the first name of each."""
    found: dict[int, tuple[str, Setting]] = {}
    for name, value in vars(module).items():
        if isinstance(value, Setting):
            found.setdefault(id(value), (name, value))
    return dict(found.values())


def _run(path: Path) -> ModuleType:
    """The file as a module; what cannot be traced is told with its line."""
    require_file(path)
    try:
        return run_file(path)
    except InputError as error:
        if isinstance(error.__cause__, Untraceable):
            line = line_of(path, error.__cause__)
            place = f"{path}, line {line}" if line else str(path)
            raise ModelError(place, str(error.__cause__)) from error
        raise


def read_family(setting: Setting, name: str | None) -> Family | None:
    """A family of a setting by name; raises InputError."""
    if name is None or name in setting.families:
        return None if name is None else setting.families[name]
    if not setting.families:
        raise InputError(f"the family {quoted(name)}", f"no --family: {setting.key} declares none")
    raise unknown_name(f"the family {quoted(name)}", name, list(setting.families), "one of the families")
