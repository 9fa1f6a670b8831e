"""How a law is named in an answer: as a person wrote it."""

from __future__ import annotations

import re

from symbolic.laws import Law


def as_given(given: str, law: Law) -> str:
    """The law as it was given, or its description where it was given as an object."""
    return given or law.description


def named(given: str, law: Law) -> str:
    """The law as it was given, and what it stands for where that is written otherwise."""
    meant = law.description
    if not given or _compact(given) == _compact(meant):
        return as_given(given, law)
    return f"{given}, that is {meant}"


def _compact(law: str) -> str:
    """A description without spaces and names of arguments."""
    return re.sub(r"\w+=", "", "".join(law.split()).lower())
