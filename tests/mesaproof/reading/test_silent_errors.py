"""The gate of texts and files: everything that could be misread is answered right or refused in words."""

from __future__ import annotations

import pytest

from tests.mesaproof.reading.law_file_traps import FILE_TRAPS
from tests.mesaproof.reading.law_text_traps import TEXT_TRAPS
from tests.mesaproof.reading.law_traps import REFUSED, TRAPS, Trap


@pytest.mark.parametrize("trap", [*TEXT_TRAPS, *FILE_TRAPS], ids=lambda trap: trap.name)
def test_text_or_file_is_read_right_or_refused_in_words(trap: Trap) -> None:
    assert not trap.silent_error, f"{trap.kind}: {trap.name}: got {trap.answer()!r}, expected {trap.right!r}"


def test_no_trap_is_asked_twice() -> None:
    names = [(trap.kind, trap.name) for trap in (*TRAPS, *TEXT_TRAPS, *FILE_TRAPS)]
    assert len(set(names)) == len(names) >= 500


def test_traps_are_not_all_of_one_answer() -> None:
    """A gate that refuses everything would not do."""
    for kept in (TRAPS, TEXT_TRAPS, FILE_TRAPS):
        assert 20 <= sum(trap.right is REFUSED for trap in kept) <= len(kept) - 20
