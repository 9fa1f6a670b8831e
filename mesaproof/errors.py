"""The error of a person's input, as one sentence: what was given, what was expected, what to try."""

from __future__ import annotations

QUOTED_LENGTH = 60
PATH_LENGTH = 160
GIVEN_LENGTH = 300


def shortened(text: str, length: int) -> str:
    """The text, its middle replaced by an ellipsis where it has more than `length` characters.

    >>> shortened("abcdefghij", 6)
    'abc…ij'
    """
    if len(text) <= length:
        return text
    tail = (length - 1) // 2
    return f"{text[: length - 1 - tail]}…{text[len(text) - tail :]}"


def printable(text: str) -> str:
    """The text with every character that does not print (controls, bidirectional marks, surrogates) escaped.

    >>> print(printable("a" + chr(27) + "[31m"))
    a\\x1b[31m
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def quoted(text: str, length: int = QUOTED_LENGTH) -> str:
    """The text in quotes, shortened, for use inside `InputError`.

    >>> quoted("gauss")
    "'gauss'"
    """
    return f"'{shortened(text, length)}'"


class InputError(ValueError):
    """The input is at fault; `str()` is one sentence for a person.

    `given`, `expected` and `hint` stay available as attributes. A long `given` is shortened, and characters that do
    not print are escaped, only in the sentence.

    >>> print(InputError("sigma = -1", "a positive number", "try gaussian(sigma=1/2)"))
    got sigma = -1, expected a positive number; try gaussian(sigma=1/2)
    """

    def __init__(self, given: str, expected: str, hint: str = "") -> None:
        super().__init__(given, expected, hint)
        self.given = given
        self.expected = expected
        self.hint = hint

    def __str__(self) -> str:
        given = shortened(self.given, GIVEN_LENGTH) if self.given.strip() else "nothing"
        return printable(f"got {given}, expected {self.expected}" + (f"; {self.hint}" if self.hint else ""))


class ModelError(InputError):
    """A model of a person's own, or values for it, are at fault; `str()` is one sentence with its place.

    >>> print(ModelError("mine.py, line 3", "the size N is listed and never used"))
    mine.py, line 3: the size N is listed and never used
    """

    def __init__(self, place: str, sentence: str) -> None:
        super().__init__(place, sentence)
        self.args = (place, sentence)

    def __str__(self) -> str:
        sentence = " ".join(self.expected.split())
        return printable(f"{shortened(self.given, GIVEN_LENGTH)}: {shortened(sentence, 2 * GIVEN_LENGTH)}")
