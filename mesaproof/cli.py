"""The command line: every command is a thin print of one function. Heavy imports happen inside commands."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from mesaproof import __version__
from mesaproof.errors import InputError, printable

if TYPE_CHECKING:
    from fractions import Fraction

    from rich.console import RenderableType

    from proofs.claim import Verdict

INPUT_AT_FAULT, INTERRUPTED = 2, 130
MOST_DIGITS = 12

EXAMPLES = """Three commands to start with:

  mesaproof verify
  mesaproof check gaussian -d 5 -T 100
  mesaproof check "twopoint(2:1/3, -1:2/3)" -d 3 -T 6
"""


class _Group(click.Group):
    """Turns every error of the input into one sentence and exit code 2."""

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        try:
            code = super().main(*args, **(extra | {"standalone_mode": False}))
        except click.Abort:
            sys.exit(INTERRUPTED)
        except click.ClickException as error:
            _stop(" ".join(error.format_message().split()))
        except InputError as error:
            _stop(str(error))
        except ValueError as error:
            from symbolic.coordinates import MomentDoesNotExist

            if isinstance(error, MomentDoesNotExist):
                _stop(f"{error}; the population loss needs finite sixth moments")
            raise
        sys.exit(code if isinstance(code, int) else 0)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            from mesaproof.exact_text import unknown_name

            given = args[0][:60]
            raise unknown_name(f"the command {given!r}", given, sorted(self.commands), "one of the commands") from None


def _stop(sentence: str) -> NoReturn:
    click.echo(f"mesaproof: {sentence}", err=True)
    sys.exit(INPUT_AT_FAULT)


@click.group(cls=_Group, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mesaproof")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Check statements about in-context learning of linear transformers: prove, refute, cross-check."""
    if ctx.invoked_subcommand is None:
        click.echo(EXAMPLES, nl=False)


as_json = click.option("--json", "as_json", is_flag=True, help="Print a JSON record instead of tables.")


def _whole(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:
    """A whole number of at most twelve digits."""
    if value is None:
        return None
    text = value.strip()
    if not text.removeprefix("-").isdecimal() or not text.isascii() or len(text) > MOST_DIGITS:
        raise InputError(f"{param.opts[0]} {value[:40]!r}", f"a whole number of at most {MOST_DIGITS} digits")
    return int(text)


def _exact(ctx: click.Context, param: click.Parameter, value: str | None) -> Fraction | None:
    """An exact number such as 2/3, -0.5 or 7."""
    from mesaproof.exact_text import read_number

    return None if value is None else read_number(value, param.opts[0])


dimension = click.option("-d", "d", callback=_whole, help="Dimension of the state.")
length = click.option("-T", "T", callback=_whole, help="Length of the training sequence, at least 3.")
seed = click.option("--seed", callback=_whole, default="0", show_default=True, help="Seed of every simulation.")


@main.command("list")
@as_json
def list_command(as_json: bool) -> None:
    """The claims."""
    from mesaproof import report
    from proofs.catalogue import every_claim

    claims = every_claim()
    if as_json:
        _print_json({"claims": [{"key": claim.key, "statement": claim.title} for claim in claims]})
    else:
        _print(lambda: report.claim_table(claims))


@main.command()
@click.argument("key")
@as_json
def show(key: str, as_json: bool) -> None:
    """One claim: statement, source, hypotheses, what it uses."""
    from mesaproof import records, report
    from mesaproof.verifying import named

    for claim in named(key):
        if as_json:
            _print_json(records.claim_record(claim))
        else:
            _print(partial(report.claim_screen, claim))


@main.command()
@click.argument("keys", nargs=-1)
@click.option("--exact-only", is_flag=True, help="Skip the second route.")
@seed
@as_json
def verify(keys: tuple[str, ...], exact_only: bool, seed: int, as_json: bool) -> None:
    """Run claims (or FILE.py with claims of your own) and their cross-checks; all of them if none is named."""
    from mesaproof import records, report
    from mesaproof.verifying import settled
    from mesaproof.verifying import verify as verified

    with _progress() as progress:
        verdicts = verified(keys or None, exact_only=exact_only, seed=seed, progress=progress)
    if as_json:
        _print_json({"claims": [records.verdict_record(verdict) for verdict in verdicts]})
    else:
        _print(lambda: report.verdict_table(verdicts))
    _replay(verdicts, keys, seed)
    sys.exit(settled(verdicts, alone=bool(keys)))


def _replay(verdicts: tuple[Verdict, ...], keys: tuple[str, ...], seed: int) -> None:
    """Print the command that repeats each disagreement: by file where the claims came from one."""
    files = [key for key in keys if key.endswith(".py")]
    wrong = [verdict.claim.key for verdict in verdicts if not verdict.agrees]
    for what in dict.fromkeys(files if files and wrong else wrong):
        click.echo(f"replay: mesaproof verify {what} --seed {seed}", err=True)


@main.command()
@click.argument("law")
@dimension
@length
@seed
@click.option("--require", "required", multiple=True, help="Exit 1 unless this hypothesis holds (may be repeated).")
@as_json
def check(law: str, d: int | None, T: int | None, seed: int, required: tuple[str, ...], as_json: bool) -> None:
    """Everything about one LAW of the start; omitted -d or -T means symbolic."""
    from mesaproof import records, report
    from mesaproof.checking import check as checked
    from mesaproof.checking import require_known

    require_known(required)
    found = checked(law, d, T, seed)
    if as_json:
        _print_json(records.law_record(found))
    else:
        _print(lambda: report.law_tables(found))
    if not found.agrees:
        click.echo(f"replay: {_command('check', law, d, T)} --seed {seed}", err=True)
    sys.exit(0 if found.agrees and all(found.hypotheses[key].holds for key in required) else 1)


@main.command()
@click.argument("law")
@dimension
@length
@click.option("--a", "a", callback=_exact, help="W_KQ_32 = a I (default 1).")
@click.option("--b", "b", callback=_exact, help="W_PV_12 = b I (default 1).")
@click.option("--params", "params", default=None, help="JSON file with the six blocks instead of a and b.")
@as_json
def gradient(law: str, d: int | None, T: int | None, a: Any, b: Any, params: str | None, as_json: bool) -> None:
    """Exact population gradient of every block, on the line or at the blocks of a file."""
    from mesaproof import records, report
    from mesaproof.gradients import gradient as derived
    from mesaproof.law_spec import law_at
    from mesaproof.params_file import read_parameters

    if T is None:
        raise InputError("no -T", "a length -T of at least 3")
    if params is not None and (a is not None or b is not None):
        raise InputError("--params together with --a or --b", "either a point of the line or a file")
    parameters = read_parameters(params, law_at(law, d).d) if params is not None else None
    found = derived(law, d, T, a=1 if a is None else a, b=1 if b is None else b, parameters=parameters)
    if as_json:
        _print_json(records.gradient_record(found))
    else:
        _print(lambda: report.gradient_tables(found))


@main.command()
@click.argument("file")
@dimension
@as_json
def decide(file: str, d: int | None, as_json: bool) -> None:
    """Do the hypotheses of FILE.py force its conclusion? A proof, a law that breaks it, or undecided."""
    from mesaproof import records, report
    from mesaproof.deciding import from_file
    from mesaproof.verifying import exit_code

    answer = from_file(Path(file), d)
    if as_json:
        _print_json(records.answer_record(answer))
    else:
        _print(lambda: report.answer_screen(answer))
    sys.exit(exit_code(answer.outcome))


@main.command()
@click.argument("key")
@click.option("--to", "form", type=click.Choice(["latex", "markdown"]), default="markdown", show_default=True)
@click.option(
    "-o", "output", type=click.Path(dir_okay=False), default=None, help="File to write instead of the screen."
)
def derive(key: str, form: str, output: str | None) -> None:
    """The checked derivation of a claim, line by line."""
    from mesaproof.verifying import derivation

    printed = derivation(key)
    document = printed.latex() if form == "latex" else printed.markdown()
    if output is None:
        click.echo(document, nl=False)
    else:
        _write(Path(output), document)


def _write(path: Path, document: str) -> None:
    try:
        path.write_text(document, encoding="utf-8")
    except OSError as error:
        raise InputError(f"-o {path}: {error.strerror}", "a file that can be written") from None


def _command(name: str, law: str, d: int | None, T: int | None) -> str:
    sizes = [f"-d {d}" if d is not None else "", f"-T {T}" if T is not None else ""]
    return " ".join(part for part in ("mesaproof", name, f'"{printable(law)}"', *sizes) if part)


def _print(build: Callable[[], RenderableType]) -> None:
    from rich.console import Console

    console = Console(markup=False, highlight=False)
    if not console.is_terminal:
        console = Console(width=max(console.width, 160), markup=False, highlight=False)
    console.print(build())


def _print_json(record: Any) -> None:
    click.echo(json.dumps(record, indent=2, ensure_ascii=False))


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """A status line on stderr while the work goes on, where stderr is a terminal."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    with console.status("reading the claims") as status:
        yield lambda message: status.update(message)
