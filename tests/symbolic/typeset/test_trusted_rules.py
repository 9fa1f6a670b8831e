"""The lists of the kernel's rules and of trusted procedures in docs/trust.md are what the registers say."""

from __future__ import annotations

from pathlib import Path

from symbolic.core.rulebook import GROUPS, RULES
from symbolic.core.rules.procedures import PROCEDURES
from symbolic.typeset.trusted_rules import (
    BEGIN,
    END,
    NAMED,
    OF_PROCEDURES,
    lines_of_code,
    main,
    trusted_procedures,
    trusted_rules,
)

ROOT = Path(__file__).parents[3]


def test_the_list_in_the_document_is_current() -> None:
    text = (ROOT / "docs/trust.md").read_text(encoding="utf-8")
    listed = text.partition(BEGIN)[2].partition(END)[0]
    assert listed == trusted_rules(), "python -m symbolic.typeset.trusted_rules docs/trust.md"
    listed = text.partition(OF_PROCEDURES[0])[2].partition(OF_PROCEDURES[1])[0]
    assert listed == trusted_procedures(), "python -m symbolic.typeset.trusted_rules docs/trust.md"


def test_every_procedure_of_the_package_is_listed_and_says_what_it_does() -> None:
    ours = {
        name for name, run in PROCEDURES.items() if run.__module__.split(".")[0] in ("symbolic", "proofs", "mesaproof")
    }
    assert ours == set(NAMED)
    assert all(f"- `{name}` (`{PROCEDURES[name].__module__}`): Return" in trusted_procedures() for name in NAMED)


def test_the_import_of_a_procedure_is_found_wherever_it_is() -> None:
    """What puts a procedure into the register stands in the list, also where nothing has imported it yet."""
    sources = (file for room in ("symbolic", "proofs", "mesaproof") for file in (ROOT / room).rglob("*.py"))
    found = {file for file in sources if "\n@procedure(" in file.read_text(encoding="utf-8")}
    assert {".".join(file.relative_to(ROOT).with_suffix("").parts) for file in found} == {
        PROCEDURES[name].__module__ for name in NAMED
    }


def test_every_rule_is_listed_once_in_its_group_and_says_what_it_does() -> None:
    text = trusted_rules()
    assert sum(text.count(f"- `{name}`: ") for name in RULES) == len(RULES)
    assert {rule.group for rule in RULES.values()} == set(GROUPS)
    assert all("⊢" in rule.statement for rule in RULES.values())


def test_what_is_a_fact_has_a_source_and_stands_in_two_files() -> None:
    assert all(bool(rule.fact) is (rule.group in ("facts", "training")) for rule in RULES.values())


def test_only_the_list_is_written(tmp_path: Path) -> None:
    file = tmp_path / "trust.md"
    first, last = OF_PROCEDURES
    file.write_text(f"before\n{BEGIN}old\n{END}between\n{first}old\n{last}after\n", encoding="utf-8")
    assert main([str(file)]) == 0
    rules, procedures = f"{BEGIN}{trusted_rules()}{END}", f"{first}{trusted_procedures()}{last}"
    assert file.read_text(encoding="utf-8") == f"before\n{rules}between\n{procedures}after\n"
    assert main([]) == 2


def test_docstrings_and_comments_are_no_code() -> None:
    source = '"""Two\n\nlines."""\n\n\ndef f():\n    """One."""\n    return (\n        1,  # one\n    )\n\n\n# none\n'
    assert lines_of_code(source) == 4
