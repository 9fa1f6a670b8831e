"""An altered module, imported in the place of its file; no file is written."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType, ModuleType

from mesaproof.selftest.source_tokens.tokens import TokenMutant


class AlteredLoader(SourceFileLoader):
    """Compiles the altered source, and keeps nothing compiled."""

    def __init__(self, mutant: TokenMutant, path: str) -> None:
        super().__init__(mutant.module, path)
        self.mutant = mutant

    def get_code(self, fullname: str) -> CodeType:
        source = self.mutant.applied(self.get_data(self.path).decode())
        return compile(source, self.path, "exec", dont_inherit=True)


class AlteredFinder(MetaPathFinder):
    """Finds one module, altered."""

    def __init__(self, mutant: TokenMutant) -> None:
        self.mutant = mutant

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        found = PathFinder.find_spec(fullname, path) if fullname == self.mutant.module else None
        if found is not None and found.origin is not None:
            found.loader = AlteredLoader(self.mutant, found.origin)
        return found


def plant(mutant: TokenMutant) -> None:
    """From now on this process imports the altered module; raises RuntimeError where it has it already."""
    if mutant.module in sys.modules:
        raise RuntimeError(f"{mutant.module} is imported already, unaltered")
    sys.meta_path.insert(0, AlteredFinder(mutant))


def is_planted(mutant: TokenMutant) -> bool:
    """Whether the module, if it is imported, is the altered one."""
    module = sys.modules.get(mutant.module)
    return module is None or (module.__spec__ is not None and isinstance(module.__spec__.loader, AlteredLoader))
