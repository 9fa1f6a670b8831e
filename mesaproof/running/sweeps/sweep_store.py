"""What a sweep has finished, on disk: a journal that survives a kill, a lock, and the tables made from it at the end.

The journal has one line of JSON a cell, appended and flushed to the disk when the cell is finished. A line that was
being written when the process died has no end: it is dropped, and its cell is run again.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mesaproof.errors import PATH_LENGTH, InputError, quoted
from mesaproof.output.file import encoded, replaced
from mesaproof.output.folder import require_own
from mesaproof.output.json_text import finite, json_text

JOURNAL, TABLE, RECORD = "journal.jsonl", "sweep.csv", "sweep.json"

BEGIN = b'{"key": "' + b"0" * 64 + b'", "record": {'
"""How every line of a journal begins, with its key in place of the zeros."""

HEX = b"0123456789abcdef"


@dataclass(frozen=True)
class Journal:
    """The open journal of a folder: the records that were complete when it was opened, and how many lines were not."""

    folder: Path
    descriptor: int
    kept: Mapping[str, Any]
    dropped: int

    def add(self, key: str, record: Mapping[str, Any]) -> None:
        """Append one finished cell; on return it is on the disk. Raises InputError where the disk refuses."""
        line = json.dumps({"key": key, "record": finite(record)}, ensure_ascii=False, allow_nan=False) + "\n"
        with _explained(self.folder):
            _write_whole(self.descriptor, encoded(line))
            os.fsync(self.descriptor)

    def finished(self) -> frozenset[str]:
        """The keys of all complete records, read again: right whenever the run was stopped."""
        return frozenset(_complete(self.descriptor)[0])


@contextmanager
def journal(folder: Path) -> Iterator[Journal]:
    """Open the journal of a folder for one run alone; the folder is made where it does not exist.

    The lock belongs to the open file, so it ends with the process, however that ends. Raises InputError for a folder
    that cannot be written, for one in which another run is at work, and for one in which a file of these names is of
    somebody else.
    """
    with _explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        require_own((folder / RECORD, folder / TABLE))
        descriptor = os.open(folder / JOURNAL, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        _lock(descriptor, folder)
        with _explained(folder):
            _require_journal(descriptor, folder)
            kept, dropped = _complete(descriptor)
        yield Journal(folder, descriptor, kept, dropped)
    finally:
        os.close(descriptor)


def write_tables(folder: Path, header: Sequence[str], rows: Iterable[Sequence[Any]], record: Mapping[str, Any]) -> None:
    """Write `sweep.csv` and `sweep.json`, both whole or neither. Raises InputError where the disk refuses."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(header)
    table.writerows(rows)
    document = json_text(record) + "\n"
    require_own((folder / RECORD, folder / TABLE))
    with _explained(folder):
        replaced({folder / RECORD: encoded(document), folder / TABLE: encoded(text.getvalue())})


def _lock(descriptor: int, folder: Path) -> None:
    import fcntl

    try:
        with _explained(folder, passed=(BlockingIOError,)):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise InputError(
            f"-o {folder}, where another run is at work", "a folder of its own", "or wait until that run has ended"
        ) from None


def _content(descriptor: int) -> bytes:
    size = os.fstat(descriptor).st_size
    content = b""
    while len(content) < size and (part := os.pread(descriptor, size - len(content), len(content))):
        content += part
    return content


def _require_journal(descriptor: int, folder: Path) -> None:
    """Raise InputError for a file of that name which no sweep wrote: it would be added to, and its end cut off."""
    content = _content(descriptor)
    lines = content.split(b"\n")
    if not content or any(_begins(line) for line in lines if len(line) > len(BEGIN)) or _is_torn(content):
        return
    place = quoted(str(folder), PATH_LENGTH)
    raise InputError(
        f"-o {place}, where {quoted(JOURNAL)} is not the journal of a sweep", "a folder of its own", "name another one"
    )


def _complete(descriptor: int) -> tuple[dict[str, Any], int]:
    """The complete records by key, and the number of lines that are none.

    What is left of a line that was being written is cut off; any other last line is ended.
    """
    content = _content(descriptor)
    end = content.rfind(b"\n") + 1
    if torn := content[end:]:
        if _is_torn(torn):
            os.ftruncate(descriptor, end)
        else:
            _write_whole(descriptor, b"\n")
    lines = [_read(line) for line in content.split(b"\n") if line]
    if torn:
        lines[-1] = None
    return dict(filter(None, lines)), lines.count(None)


def _is_torn(line: bytes) -> bool:
    """Whether this is the beginning of a record, or what a disk makes of one when the power fails."""
    return _begins(line) or not line.strip(b"\0")


def _begins(line: bytes) -> bool:
    """Whether a line, or the part of it that is there, begins as a record does."""
    return all(one == as_in or (as_in in b"0" and one in HEX) for one, as_in in zip(line, BEGIN, strict=False))


def _read(line: bytes) -> tuple[str, Any] | None:
    """Key and record of a line of the journal; None where it is damaged."""
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    complete = isinstance(entry, dict) and isinstance(entry.get("key"), str) and isinstance(entry.get("record"), dict)
    return (entry["key"], entry["record"]) if complete else None


def _write_whole(descriptor: int, content: bytes) -> None:
    while content:
        content = content[os.write(descriptor, content) :]


@contextmanager
def _explained(folder: Path, passed: tuple[type[OSError], ...] = ()) -> Iterator[None]:
    """Turn what the system refuses into one sentence."""
    try:
        yield
    except passed:
        raise
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(
            f"-o {folder}: {reason}", "a folder that can be written", "what was finished is kept"
        ) from None


Told = Callable[[str], None]
"""What is told of a run while it goes on."""
