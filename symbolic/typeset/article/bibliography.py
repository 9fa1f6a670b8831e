"""Entries of a BibTeX file, as they are and in words."""

from __future__ import annotations

import re

from symbolic.typeset.article.elements import Source

_ENTRY = re.compile(r"@\w+\{(?P<key>[^,\s]+),(?P<fields>.*?)^\}", re.S | re.M)
_FIELD = re.compile(r"^\s*(?P<name>\w+)\s*=\s*\{(?P<value>.*?)\}\s*,?\s*$", re.M | re.S)
_ACCENTS = {"'": "\u0301", '"': "\u0308", "`": "\u0300", "^": "\u0302", "~": "\u0303"}


def sources(bibtex: str) -> dict[str, Source]:
    r"""Every entry of a file by its key; fields stand in braces, one a line.

    >>> entry = "@article{a2024,\n  author = {Doe, Jane and Roe, R. J.},\n  title = {On {X}},\n  year = {2024}\n}"
    >>> sources(entry)["a2024"].words
    'Jane Doe and R. J. Roe. On X. 2024.'
    """
    found = (Source(match["key"], _words(match["fields"]), match.group()) for match in _ENTRY.finditer(bibtex))
    return {source.key: source for source in found}


def _words(fields: str) -> str:
    known = {match["name"].lower(): _plain(match["value"]) for match in _FIELD.finditer(fields)}
    authors = [_author(one) for one in known.get("author", "").split(" and ") if one]
    place = ", ".join(known[name] for name in ("journal", "booktitle", "publisher", "volume", "note") if name in known)
    parts = [_listed(authors), known.get("title", ""), place + (", " if place else "") + known.get("year", "")]
    return " ".join(part if part.endswith("?") else f"{part}." for part in parts if part)


def _author(name: str) -> str:
    last, _, first = name.partition(", ")
    return f"{first} {last}".strip()


def _listed(names: list[str]) -> str:
    return ", ".join(names[:-1]) + (" and " if names[1:] else "") + "".join(names[-1:])


def _plain(value: str) -> str:
    """Without braces; an accent joins its letter."""
    accented = re.sub(r"\\(['\"`^~])\{?(\w)\}?", lambda match: match[2] + _ACCENTS[match[1]], value)
    return " ".join(re.sub(r"[{}]", "", accented).split()).replace("--", "–").replace("\\&", "&")
