"""Characters that an output lacks: every one that we print has a spelling, and columns stay columns."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mesaproof.terminal.spelling import PLAIN_ASCII, SPELLED, in_ascii, is_unicode, spelled

ROOT = Path(__file__).parents[3]
PACKAGES = ("symbolic", "numeric_check", "proofs", "mesaproof")


def test_every_character_of_the_sources_has_a_spelling() -> None:
    """But for the table of all characters that a person may write."""
    files = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if path.name != "typography.py")
    texts = (path.read_text("utf-8") for path in files)
    found = {character for text in texts for character in text if not character.isascii()}
    assert {"κ", "≠", "ŷ"} <= found
    assert {character: in_ascii(character) for character in found if "\\" in in_ascii(character)} == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("κ1 ≥ 0 → Σ_r", "kappa1 >= 0 -> Sum_r"),
        ("σ²ᵏ₁", "sigma^2^k_1"),
        ("ŷ ã b̃ ū", "y^ a~ b~ u-"),
        ("┌─┐│╭", "+-+|+"),
        ("⠋⠙", "**"),
        ("½ ﬁ", "1/2 fi"),
        ("naïve Ω", "nai've Omega"),
        ("漢", "\\u6f22"),
        ("\udcff", "\\udcff"),
        ("😀", "\\U0001f600"),
    ],
)
def test_text_in_ascii(text: str, expected: str) -> None:
    for encoding in ("ascii", PLAIN_ASCII):
        assert text.encode(encoding, SPELLED) == expected.encode("ascii")


def test_only_what_an_encoding_lacks_is_spelled() -> None:
    assert "κ σ² é".encode("latin-1", SPELLED) == "kappa sigma² é".encode("latin-1")
    assert "κ\udcff".encode("utf-8", SPELLED) == "κ\\udcff".encode()
    assert [is_unicode(name) for name in ("UTF-8", "utf-16", "ascii", "latin-1", PLAIN_ASCII)] == [
        True,
        True,
        *[False] * 3,
    ]


def test_columns_are_laid_out_after_spelling() -> None:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in ("κ", "wert"):
        table.add_column(column)
    table.add_row("κ1", Text("x ≥ 0", style="red"))
    table.add_row(Text("a") + Text("κκ", style="bold"), "y", style="dim")
    out = Console(file=StringIO(), width=60)
    out.print(spelled(Group(Padding(table, (1, 0, 0, 2)), Text("≠")), "ascii"))
    assert isinstance(out.file, StringIO)
    lines = [line.rstrip() for line in out.file.getvalue().splitlines()]
    assert lines == ["", "  kappa        wert", "  kappa1       x >= 0", "  akappakappa  y", "!="]


def test_styles_stay_on_their_words() -> None:
    shown = spelled(Text("a") + Text("κκ", style="bold") + Text("b"), "ascii")
    assert isinstance(shown, Text)
    assert [(shown.plain[span.start : span.end], span.style) for span in shown.spans] == [("kappakappa", "bold")]
