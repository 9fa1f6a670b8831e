"""Alterations of settled statements that are true as well: not counted, each with its reason.

They are run like all other alterations, and one that is refused is a fault.
"""

from __future__ import annotations

import re

TRUE_AS_WELL: dict[tuple[str, str], str] = {
    ("variants/roots-line", r"line: \d\.one larger"): "the line is invariant at one more length, too",
    (
        "zhang2024/local-minima",
        r"minima: [14]\.1\.1\.one larger",
    ): "with its largest eigenvalue doubled this point is a minimum of the same kind",
    ("zheng2024/landscape-long-sequences", r"lengths: 1\.1\.one larger"): "d = 1 and d = 2 have the same first T",
    (
        "zheng2024/landscape-saddles",
        r"tables: \d+\.([123]\.one larger|[23]\.sign)",
    ): "the tables are examples: others of this kind have the stated moments too",
    ("zheng2024/landscape-saddles", r"negative: \d+\.3\.sign"): "this entry is squared",
    ("zheng2024/landscape-three-coordinates", r"cubic: \d+\.3\.sign"): "this entry is squared",
}
"""Reasons by the key of a claim and what is altered."""


def reason_for(key: str, change: str) -> str:
    """Why an alteration of a claim is true as well, or nothing.

    >>> reason_for("zheng2024/landscape-saddles", "negative: 1.3.sign")
    'this entry is squared'
    """
    found = (why for (of, changed), why in TRUE_AS_WELL.items() if of == key and re.fullmatch(changed, change))
    return next(found, "")
