"""The shape of the tree: no module imports itself by a detour, a name means one thing, and folders stay small."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import pytest

from tests.source_tree import PACKAGES, ROOT, imports, sources

MOST_FILES = 21
"""Files in a folder of the packages or of the tests."""

ONE_MEANING = {
    "arithmetic": "rules of the kernel, and the number systems in which a model is run",
    "answers": "what a paper answers for its setting, and the doors at which a person asks",
    "by_length": "a figure of a paper: its runs, and its drawing",
    "claims": "what claims are written with, and how they are altered",
    "figures": "what a paper's figures show, and how they are drawn",
    "flow": "flows of any few scalars, and the reduced flow of a paper",
    "formal": "what the claims of a paper state as formulas",
    "forward": "the model of a paper, in NumPy",
    "global_minimum": "whether the trained point of a paper is one",
    "matrices_at_cases": "what letters of words stand for at the cases of a paper",
    "gaussian_starts": "a figure of a paper: its runs, and its drawing",
    "learned_matrices": "a figure of a paper: its runs, and its drawing",
    "landscape": "the loss of a paper around its trained point",
    "landscape_route": "the second route to it",
    "laws": "descriptions of laws, and their numbers",
    "mixtures": "mixtures of families, and of laws in one dimension",
    "model": "what is computed of any model, and the model of a paper",
    "prediction": "what a trained model of a paper predicts",
    "recursion": "a verb of the language of models, and the layers of a paper that obey one",
    "reduced_flow": "the flow on the family that a paper restricts its parameters to",
    "rules": "rules of the kernel, and rules of quadrature",
    "second_route": "what checks the claims of a paper",
    "setting": "the language of models, and the model of a paper",
    "notation": "symbols of everybody, and those of a paper",
    "sources": "where the statements of a paper are printed",
    "theorem_4_1": "Theorem 4.1 of a paper",
    "theorem_4_2": "Theorem 4.2 of a paper",
    "training": "descent and flow of any model, and the door at which a person asks for them",
    "written": "the model of a paper as it is compared with its description",
}
"""Names that several modules have because they are about the same thing."""


def every_source() -> dict[str, str]:
    return {module: source for package in PACKAGES for module, source in sources(package).items()}


def test_nothing_imports_itself_by_a_detour() -> None:
    assert circles(every_source()) == []


def circles(modules: Mapping[str, str]) -> list[frozenset[str]]:
    """Sets of modules each of which imports all others, directly or by a detour."""
    reached = {module: _reached(module, graph) for graph in [_graph(modules)] for module in graph}
    found = {frozenset(m for m in reached[module] if module in reached[m]) for module in reached}
    return sorted((circle for circle in found if circle), key=sorted)


def _graph(modules: Mapping[str, str]) -> dict[str, set[str]]:
    names = {module.removesuffix(".__init__"): module for module in modules}
    return {
        name: {_module(imported, names) for _, imported in imports(module, ast.parse(modules[module]))} - {""}
        for name, module in names.items()
    }


def _module(imported: str, names: Iterable[str]) -> str:
    """The module that an imported name is, or is in; empty for one of another package."""
    while imported and imported not in names:
        imported = imported.rpartition(".")[0]
    return imported


def _reached(module: str, graph: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    ahead = [module]
    while ahead:
        new = graph[ahead.pop()] - found
        found |= new
        ahead += new
    return found


CIRCLES = [
    {"a.x": "import a.y", "a.y": "import a.x"},
    {"a.x": "from a import y", "a.y": "def f():\n    from a.x import g"},
    {
        "a.x": "from a.y import f",
        "a.y": "from .z import g",
        "a.z": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from a.x import X",
    },
    {"a.__init__": "from a.x import f", "a.x": "from a import f"},
    {"a.x": "from importlib import import_module\nimport_module('a.y')", "a.y": "import a.x"},
    {"a.x": "from a.x import f"},
]


@pytest.mark.parametrize("modules", CIRCLES)
def test_a_circle_is_noticed(modules: dict[str, str]) -> None:
    assert circles(modules) == [frozenset(name.removesuffix(".__init__") for name in modules)]


def test_what_only_shares_an_import_is_no_circle() -> None:
    assert circles({"a.__init__": "from a.x import f", "a.x": "import a.y, a.z", "a.y": "import a.z", "a.z": ""}) == []


def test_a_name_means_one_thing() -> None:
    assert shared_names([*every_source()]) == sorted(ONE_MEANING)


def shared_names(modules: Sequence[str]) -> list[str]:
    """Names of several modules, but for commands and what is formal, named as a person calls it or as a claim, and a
    folder's namesake in it.
    """
    paths = defaultdict(set)
    for path in (module.removesuffix(".__init__").split(".") for module in modules):
        if not {"commands", "formal"} & set(path[:-1]):
            paths[path[-1]].add(".".join(path[:-1] if path[-1:] == path[-2:-1] else path))
    return sorted(name for name, found in paths.items() if len(found) > 1)


def test_a_name_with_two_meanings_is_noticed() -> None:
    assert shared_names(["a.tables", "b.c.tables"]) == ["tables"]
    assert shared_names(["a.tables", "b.tables.__init__"]) == ["tables"]
    assert shared_names(["a.line.__init__", "a.line.line", "a.commands.line", "a.tables", "b.table"]) == []


def test_folders_are_small() -> None:
    folders = (ROOT / name for name in (*PACKAGES, "tests"))
    assert overfull(str(file.relative_to(ROOT)) for folder in folders for file in folder.rglob("*.py")) == []


def overfull(files: Iterable[str]) -> list[str]:
    """Folders with too many files."""
    return sorted(folder for folder, n in Counter(file.rpartition("/")[0] for file in files).items() if n > MOST_FILES)


def test_a_folder_that_is_too_big_is_noticed() -> None:
    files = [f"a/b/{n}.py" for n in range(MOST_FILES)]
    assert overfull(files) == []
    assert overfull([*files, "a/b/more.py", "a/c.py"]) == ["a/b"]
