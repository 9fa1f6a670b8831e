"""The Markdown of a repository as pages: formulas in backticks, titles for names of files, tables that fit a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from symbolic.typeset.prose import spans

CALL = re.compile(r"[A-Za-z_]{2,}\(|['\"]")
"""What is no formula although its letters and brackets would be: a call, and what stands in quotes."""

MANY, LONG = 3, 60
"""Columns from which on a table is stacked where it is narrow, if a cell has so many characters."""


MODULES = ("mesaproof.claims", "mesaproof.settings", "mesaproof.kernel", "mesaproof.strategies")
"""Where what `mesaproof` shares is described."""

NAMES = "python"
"""The page on which what stands between backticks are names."""


def as_mathematics(code: str) -> str:
    """What stands between backticks as LaTeX where it reads as a formula; empty for code.

    >>> as_mathematics("κ1/κ2"), as_mathematics("my_law.json"), as_mathematics("str()")
    ('\\\\kappa_{1}/\\\\kappa_{2}', '', '')
    """
    found = spans(f"`{code}`")
    return found[0][1] if len(found) == 1 and found[0][0] == "math" and not CALL.search(code) else ""


class FormulasInBackticks(SphinxPostTransform):
    """Code that reads as a formula is one, by the rule of prose that holds in every document of the toolkit."""

    default_priority = 5

    def run(self, **_: Any) -> None:
        named = self.env.docname == NAMES
        for node in list(self.document.findall(nodes.literal)):
            if not named and not node.get("classes") and (tex := as_mathematics(node.astext())):
                node.replace_self(nodes.math(tex, tex))


class Names(SphinxPostTransform):
    """On the page of public names each leads to what is said of it."""

    default_priority = 10

    def run(self, **_: Any) -> None:
        if self.env.docname != NAMES:
            return
        objects = self.env.domains.python_domain.objects
        for section in self.document.findall(nodes.section):
            titled = [literal.astext() for literal in section[0].findall(nodes.literal)]
            for node in [node for table in section.children for node in table.findall(nodes.literal)]:
                places = [f"{module}.{node.astext()}" for module in (*titled, *MODULES)]
                if node.parent is not section[0] and (place := next(filter(objects.__contains__, places), None)):
                    entry = objects[place]
                    uri = f"{self.app.builder.get_relative_uri(NAMES, entry.docname)}#{entry.node_id}"
                    node.replace_self(nodes.reference("", "", node.deepcopy(), refuri=uri, internal=True))


class Titles(SphinxPostTransform):
    """A link whose text is the name of a file says the title of the page."""

    default_priority = 20

    def run(self, **_: Any) -> None:
        titles = {f"{name}.md": title for name, title in self.env.titles.items()}
        for node in self.document.findall(nodes.reference):
            if node.get("internal") and (title := titles.get(node.astext().removeprefix("docs/"))):
                node.children = [nodes.inline("", title.astext())]


class Stacked(SphinxPostTransform):
    """Tables with sentences in one of several columns are marked."""

    default_priority = 30

    def run(self, **_: Any) -> None:
        for table in self.document.findall(nodes.table):
            if any(_is_wide(row) for row in table.findall(nodes.row)):
                table["classes"].append("stacked")


def _is_wide(row: nodes.row) -> bool:
    cells = list(_texts(row))
    return len(cells) >= MANY and max(map(len, cells)) >= LONG


def _texts(row: nodes.row) -> Iterator[str]:
    return (entry.astext() for entry in row.findall(nodes.entry))


def setup(app: Sphinx) -> dict[str, bool]:
    for transform in (FormulasInBackticks, Names, Titles, Stacked):
        app.add_post_transform(transform)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
