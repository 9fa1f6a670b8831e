"""Files of rows that cannot be read: whatever NumPy raises for a header, and a file that the disk refuses."""

from __future__ import annotations

import errno
import struct
from pathlib import Path
from typing import Any

import pytest

from mesaproof.errors import InputError
from mesaproof.reading.adapters.dataset import empirical

GOOD = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }\n"
HEADERS = {
    "SyntaxError": GOOD.replace("'<f8'", "''''"),
    "TokenError": "(" * 9,
    "TypeError": GOOD.replace("(2, 3)", "(1e9,)"),
    "IndexError": GOOD.replace("'<f8'", "[()]"),
    "OverflowError": GOOD.replace("(2, 3)", "(99999999999999999999,)"),
    "RecursionError": "-" * 3000 + "1",
    "MemoryError": GOOD.replace("(2, 3)", "(99999999999, 99999)"),
    "UnicodeDecodeError": "\xff" + GOOD,
    "ValueError": "",
}


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
@pytest.mark.parametrize("version", [1, 2])
def test_header_of_any_wrong_kind_is_an_input_error(header: str, version: int, tmp_path: Path) -> None:
    file = tmp_path / "rows.npy"
    content = header.encode("latin-1")
    file.write_bytes(
        b"\x93NUMPY" + bytes((version, 0)) + struct.pack(("<H", "<I")[version - 1], len(content)) + content
    )
    with pytest.raises(InputError, match=r"rows\.npy") as caught:
        empirical(file)
    assert "\n" not in str(caught.value)


def test_csv_that_may_not_be_opened_is_an_input_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rows.csv").write_text("1,2\n")

    def refused(*_: Any, **__: Any) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(InputError, match=r"a \.npy or CSV file that can be read; Permission denied"):
        empirical(tmp_path / "rows.csv")
