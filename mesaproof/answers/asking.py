"""Ask a paper what it answers for its setting; what it refuses is the person's input."""

from __future__ import annotations

from typing import Any

from mesaproof.errors import InputError, quoted
from mesaproof.reading.exact_text import unknown_name
from proofs.catalogue import papers
from proofs.refusal import Refused

PAPER = "zheng2024"
"""Whose setting is asked where none is named."""


def answer(paper: str, asked: str) -> Any:
    """What a paper registers for something that is asked; raises InputError for one that does not answer it.

    >>> answer("zheng2024", "asked")[0]
    'zheng2024/assumption-4.1'
    """
    answering = {key: one for key, one in papers().items() if asked in one.answers}
    if paper not in answering:
        raise unknown_name(f"the paper {quoted(paper)}", paper, sorted(answering), "one of the papers")
    return answering[paper].answer(asked)


def named(name: str, paper: str = PAPER) -> Any:
    """A record, condition or conclusion of a paper by its public name; raises KeyError for an unknown one.

    >>> named("line_invariant")().name
    'the line is invariant'
    """
    return papers()[paper].named(name)


def answered(paper: str, asked: str, *given: Any) -> Any:
    """The registered function at what is given; raises InputError where it refuses."""
    function = answer(paper, asked)
    try:
        return function(*given)
    except Refused as error:
        raise InputError(error.given, error.expected, error.hint) from None
