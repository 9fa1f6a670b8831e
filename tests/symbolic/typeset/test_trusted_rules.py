"""The list of the kernel's rules in docs/trust.md is what the register says."""

from __future__ import annotations

from pathlib import Path

from symbolic.core.rulebook import GROUPS, RULES
from symbolic.typeset.trusted_rules import BEGIN, END, lines_of_code, main, trusted_rules

ROOT = Path(__file__).parents[3]


def test_the_list_in_the_document_is_current() -> None:
    text = (ROOT / "docs/trust.md").read_text(encoding="utf-8")
    listed = text.partition(BEGIN)[2].partition(END)[0]
    assert listed == trusted_rules(), "python -m symbolic.typeset.trusted_rules docs/trust.md"


def test_every_rule_is_listed_once_in_its_group_and_says_what_it_does() -> None:
    text = trusted_rules()
    assert sum(text.count(f"- `{name}`: ") for name in RULES) == len(RULES)
    assert {rule.group for rule in RULES.values()} == set(GROUPS)
    assert all("⊢" in rule.statement for rule in RULES.values())


def test_what_is_a_fact_has_a_source_and_stands_in_one_file() -> None:
    assert all(bool(rule.fact) is (rule.group == "facts") for rule in RULES.values())


def test_only_the_list_is_written(tmp_path: Path) -> None:
    file = tmp_path / "trust.md"
    file.write_text(f"before\n{BEGIN}old\n{END}after\n", encoding="utf-8")
    assert main([str(file)]) == 0
    assert file.read_text(encoding="utf-8") == f"before\n{BEGIN}{trusted_rules()}{END}after\n"
    assert main([]) == 2


def test_docstrings_and_comments_are_no_code() -> None:
    source = '"""Two\n\nlines."""\n\n\ndef f():\n    """One."""\n    return (\n        1,  # one\n    )\n\n\n# none\n'
    assert lines_of_code(source) == 4
