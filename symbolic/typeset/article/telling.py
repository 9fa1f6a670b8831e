"""How claims are told in an article: in which rows and how fully, and how one of them is named in another."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from symbolic.typeset.article.elements import Element, Inline, Plain, Reference, Words, label_of
from symbolic.typeset.layout import WIDE, Room


@dataclass(frozen=True)
class Telling:
    """How claims are told: with every line or only the ends of each chain, in rows of which width.

    `assumptions` are the labels of conditions, `tables` what is shown of a claim before its lines, by its key,
    `known` are the keys of all claims in the article.
    """

    full: bool = True
    room: Room = WIDE
    assumptions: Mapping[object, str] = field(default_factory=dict)
    tables: Mapping[str, tuple[Element, ...]] = field(default_factory=dict)
    known: tuple[str, ...] = ()


def claim_label(key: str) -> str:
    """The label of a claim."""
    return label_of("claim", key)


def claim_named(key: str, telling: Telling) -> Inline:
    """A claim by its number where the article has it, else by its key."""
    return Reference(claim_label(key)) if key in telling.known else Plain(key)


def linked(text: str, telling: Telling) -> Words:
    """A sentence in which claims of the article, named as code by their keys or the last part of them, have numbers."""
    short = {key.rpartition("/")[2]: key for key in telling.known} | {key: key for key in telling.known}
    parts: list[Inline] = []
    for n, part in enumerate(re.split(r"`([a-z0-9./-]+)`", text)):
        if n % 2 and part in short:
            parts.append(Reference(claim_label(short[part])))
        elif part:
            parts.append(f"`{part}`" if n % 2 else part)
    return _joined(parts)


def _joined(parts: Sequence[Inline]) -> Words:
    """Neighbouring prose as one piece: a code span is read with what stands around it."""
    found: list[Inline] = []
    for part in parts:
        if isinstance(part, str) and found and isinstance(found[-1], str):
            found[-1] += part
        else:
            found.append(part)
    return tuple(found)
