"""A folder that results are written into; it may hold other things, and none of them is lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryFile

from mesaproof.errors import PATH_LENGTH, InputError, quoted
from mesaproof.output.file import reason, replaced
from mesaproof.output.marks import is_own


def prepared(folder: str | Path, names: Iterable[str] = ()) -> Path:
    """The folder, made where it is missing; raises InputError unless files of these names can be written there.

    A name that a file of somebody else has is refused.
    """
    path = Path(folder)
    try:
        path.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=path):
            pass
    except (OSError, ValueError) as error:
        raise unwritable(path, error) from None
    require_own(path / name for name in names)
    return path


def filled(folder: Path, contents: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write files into a folder that exists, all or none; raises InputError where that fails, or as `prepared`."""
    files = {folder / name: content for name, content in contents.items()}
    require_own(files)
    try:
        for below in {path.parent for path in files} - {folder}:
            below.mkdir(exist_ok=True)
        replaced(files)
    except (OSError, ValueError) as error:
        raise unwritable(folder, error) from None
    return tuple(files)


def require_own(paths: Iterable[Path], option: str = "-o") -> None:
    """Raise InputError where one of these files exists and is not one that the toolkit wrote."""
    for path in paths:
        try:
            foreign = path.exists() and not is_own(path)
        except OSError as error:
            raise unwritable(path.parent, error) from None
        if foreign:
            place = quoted(str(path.parent), PATH_LENGTH)
            raise InputError(
                f"{option} in {place}, where {quoted(path.name)} is not a file of mesaproof's",
                "a place where nothing of yours would be overwritten",
                "name another one, or move that file",
            )


def unwritable(path: Path, error: Exception) -> InputError:
    """The sentence for a folder that the system refuses."""
    return InputError(f"-o {quoted(str(path), PATH_LENGTH)}: {reason(error)}", "a folder that can be written")
