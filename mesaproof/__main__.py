"""`python -m mesaproof`, and the command `mesaproof`."""

import os
import sys
import sysconfig
from pathlib import Path
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line; an installation that lacks a library is one sentence, as bad input is."""
    _own_folder_last()
    from mesaproof.terminal.crashes import finished

    sys.exit(finished(_commands, _refusal))


def _commands() -> int:
    from mesaproof.cli import main as commands

    code: int = commands()
    return code


def _refusal(error: BaseException) -> str:
    from mesaproof.terminal.installation import missing

    return missing(error.name or "") if isinstance(error, ModuleNotFoundError) else ""


def _own_folder_last() -> None:
    """With `-m` Python looks first into the folder where it runs, where somebody's `random.py` may lie."""
    try:
        here = os.getcwd()
    except OSError:  # it was removed
        return
    if sys.flags.safe_path or sys.path[:1] != [here]:
        return
    del sys.path[0]
    sys.path.insert(_after_pythons_own() if Path(__file__).parents[1] == Path(here) else len(sys.path), here)


def _after_pythons_own() -> int:
    """Behind Python's own modules, but before other projects: a checkout must not be mixed with an installed copy."""
    own = {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")}
    places = [n for n, path in enumerate(sys.path, 1) if path in own or Path(path).name == "lib-dynload"]
    return max(places, default=0)


if __name__ == "__main__":
    main()
