"""What a paper says where it does not answer: what was given, what it expects, what to try; what it has at a stop."""

from __future__ import annotations

from typing import Any


class Refused(ValueError):
    """A question outside of what is answered for a setting; the three parts of its sentence stay available.

    >>> print(Refused("d = 300", "d <= 200", "every entry is written out"))
    got d = 300, expected d <= 200; every entry is written out
    """

    def __init__(self, given: str, expected: str, hint: str = "") -> None:
        super().__init__(given, expected, hint)
        self.given = given
        self.expected = expected
        self.hint = hint

    def __str__(self) -> str:
        return f"got {self.given}, expected {self.expected}" + (f"; {self.hint}" if self.hint else "")


class Interrupted(KeyboardInterrupt):
    """Work that was stopped from the keyboard after so many records; `run` holds what was recorded until then."""

    def __init__(self, run: Any, records: int) -> None:
        super().__init__(f"interrupted after {records} records")
        self.run = run
