"""The plugin in projects of other people: it checks, fails readably, shares one budget, and is silent when unused."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from mesaproof import pytest_plugin
from tests.processes import Processes

Run = Callable[..., pytest.RunResult]

ROOT = Path(__file__).parent.parent.parent
SKEWED = "twopoint(2:1/3, -1:2/3)"


OPTIONS = ("-p", "mesaproof.pytest_plugin", "--strict-markers")


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No other plugin than those named, and ours is found."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


@pytest.fixture
def run(pytester: pytest.Pytester, processes: Processes, alone: None) -> Run:
    """Run pytest on a test file in a project of its own, in a process that has imported the libraries already."""

    def started(text: str, *arguments: str, mathematics: bool = True) -> pytest.RunResult:
        pytester.makepyfile(test_mine=text)
        command = ("-m", "pytest", f"--basetemp={pytester.path / 'inner'}", *OPTIONS, *arguments)
        done = processes.run(*command, mathematics=mathematics)
        return pytest.RunResult(done.returncode, done.stdout.splitlines(), done.stderr.splitlines(), 0.0)

    return started


def test_a_marked_law_passes_and_is_told(run: Run) -> None:
    found = run(
        """
        import pytest

        @pytest.mark.mesaproof(law="rademacher", d=2, T=5, require=("line-invariant", "zheng2024/assumption-4.1"))
        @pytest.mark.mesaproof(claim="zheng2024/theorem-4.1-limit")
        def test_both(): ...

        def test_by_hand(mesaproof):
            assert str(mesaproof.law("gaussian", d=1, T=4).ab_limit) == "1/5"
        """
    )
    found.assert_outcomes(passed=2)
    found.stdout.fnmatch_lines(["*2 checks of laws, 1 of claims, 0 in tests that failed*whole run at most 1e-9*"])


def test_a_failure_says_what_fails_where_and_how_to_replay_it(run: Run) -> None:
    found = run(
        f"""
        import pytest

        @pytest.mark.mesaproof(law="{SKEWED}", d=2, T=5, require=("line-invariant", "zheng2024/assumption-4.1"))
        def test_mine():
            raise RuntimeError("never reached")
        """
    )
    found.assert_outcomes(failed=1)
    found.stdout.fnmatch_lines(
        [
            f"{SKEWED}, d = 2, T = 5",
            "*the line is left: W_* needs *E[[]x_j^3 x_k^3]* = 0, here *",
            f'*replay: mesaproof check "{SKEWED}" -d 2 -T 5 --seed 0',
            "*1 in tests that failed*",
        ]
    )
    assert "never reached" not in found.stdout.str()
    assert "Traceback" not in found.stdout.str()


def test_a_refuted_claim_shows_its_witness(run: Run) -> None:
    found = run(
        """
        def test_printed(mesaproof):
            mesaproof.claim("zheng2024/theorem-4.1")
        """
    )
    found.assert_outcomes(failed=1)
    found.stdout.fnmatch_lines(
        ["*zheng2024/theorem-4.1 is REFUTED*", "*witness: twopoint*", "*replay: mesaproof verify*"]
    )


FAULTS = (
    ("", "given nothing"),
    ("law='gaussian', claim='zheng2024/gradient'", "law= (with d=, T=, require=) or claim="),
    ("'gaussian'", "given 'gaussian'"),
    ("law='gausian', d=2", "did you mean gaussian?"),
    ("law='gaussian', d=2, T=5, require=('zheng2024/assumption-4.l',)", "did you mean zheng2024/assumption-4."),
    ("claim='zheng2024/theorem-4.l'", "did you mean zheng2024/theorem-4."),
    ("law='gaussian', colour='red'", "colour='red'"),
    ("claim='zheng2024/theorem-4.1-limit', require=('line-invariant',)", "and seed="),
    ("claim='zheng2024/theorem-4.1-limit', d=2", "and seed="),
    ("law='sparse', d=2, T=5, require='line-invariant'", "a list of keys"),
    ("law='sparse', d=2, T=5, require=iter(('line-invariant',))", "a list or a tuple"),
    ("law='sparse', d=2.5, T=5", "d = 2.5"),
    ("law='sparse', d=2, T='5'", "T = '5'"),
    ("law='sparse', d=2, T=5, seed=None", "seed = None"),
)


def test_a_mark_at_fault_is_a_sentence(run: Run) -> None:
    tests = (f"@pytest.mark.mesaproof({mark})\ndef test_{n}(): ...\n" for n, (mark, _) in enumerate(FAULTS))
    found = run("import pytest\n\n" + "\n".join(tests))
    found.assert_outcomes(failed=len(FAULTS))
    for n, (mark, said) in enumerate(FAULTS):
        (told,) = re.findall(rf"^_+ test_{n} _+$(.*?)^(?:_+ test|=)", found.stdout.str(), re.M | re.S)
        assert said in told, mark
    assert "INTERNALERROR" not in found.stdout.str()
    assert "Traceback" not in found.stdout.str()


SKEWED_MARK = f"pytest.mark.mesaproof(law='{SKEWED}', d=2, T=5, require=('line-invariant',))"

ANYWHERE = {
    "a method of unittest": """
        import unittest
        class TestMine(unittest.TestCase):
            @MARK
            def test_mine(self): ...
        """,
    "a class of unittest, with subtests": """
        import unittest
        @MARK
        class TestMine(unittest.TestCase):
            def test_mine(self):
                with self.subTest("one"):
                    pass
        """,
    "an asynchronous test of unittest": """
        import unittest
        class TestMine(unittest.IsolatedAsyncioTestCase):
            @MARK
            async def test_mine(self): ...
        """,
    "the base class of one of unittest": """
        import unittest
        @MARK
        class Base(unittest.TestCase): ...
        class TestMine(Base):
            def test_mine(self): ...
        """,
    "a class": """
        @MARK
        class TestMine:
            def test_mine(self): ...
        """,
    "a method": """
        class TestMine:
            @MARK
            def test_mine(self): ...
        """,
    "a module": """
        pytestmark = MARK
        def test_mine(): ...
        """,
    "a module of unittest": """
        import unittest
        pytestmark = [MARK]
        class TestMine(unittest.TestCase):
            def test_mine(self): ...
        """,
    "a module of doctests": """
        pytestmark = MARK

        def two():
            '''
            >>> 1 + 1
            2
            '''
        """,
    "a parameter": """
        @pytest.mark.parametrize("n", [pytest.param(1, marks=MARK)])
        def test_mine(n): ...
        """,
    "below another one that holds": """
        @pytest.mark.mesaproof(law="sparse", d=2, T=5)
        @MARK
        def test_mine(): ...
        """,
    "above another one that holds": """
        @MARK
        @pytest.mark.mesaproof(law="sparse", d=2, T=5)
        def test_mine(): ...
        """,
    "an asynchronous function": """
        @MARK
        async def test_mine(): ...
        """,
}


def test_a_mark_is_checked_wherever_it_is(pytester: pytest.Pytester, run: Run) -> None:
    texts = {where: dedent(text).replace("MARK", SKEWED_MARK) for where, text in ANYWHERE.items()}
    files = {f"test_{where.replace(' ', '_').replace(',', '')}": f"import pytest\n{texts[where]}" for where in texts}
    pytester.makepyfile(**files)
    found = run("def test_other(): ...\n", "--doctest-modules")
    found.assert_outcomes(failed=len(ANYWHERE), passed=1)
    reports, _, _ = found.stdout.str().partition("short test summary info")
    assert reports.count("the line is left: W_PV_12[j,k] needs ") == len(files)
    assert all(f"FAILED {name}.py::" in found.stdout.str() for name in files)


def test_a_mark_on_an_item_of_another_kind_is_checked(pytester: pytest.Pytester, run: Run) -> None:
    pytester.makeconftest(
        f"""
        import pytest

        class Lines(pytest.File):
            def collect(self):
                yield Line.from_parent(self, name="one")

        class Line(pytest.Item):
            def runtest(self): ...

        def pytest_collect_file(file_path, parent):
            if file_path.suffix == ".lines":
                found = Lines.from_parent(parent, path=file_path)
                found.add_marker({SKEWED_MARK})
                return found
        """
    )
    pytester.makefile(".lines", mine="")
    found = run("def test_other(): ...\n")
    found.assert_outcomes(failed=1, passed=1)
    found.stdout.fnmatch_lines(["*the line is left: W_* needs *"])


def test_a_mark_that_holds_lets_the_test_of_unittest_run(run: Run) -> None:
    found = run(
        """
        import unittest

        import pytest

        @pytest.mark.mesaproof(law="sparse", d=2, T=5, require=("line-invariant",))
        class TestMine(unittest.TestCase):
            def test_right(self): ...

            def test_wrong(self):
                self.assertEqual(1, 2)
        """
    )
    found.assert_outcomes(passed=1, failed=1)
    found.stdout.fnmatch_lines(["*2 checks of laws, 0 of claims, 1 in tests that failed*"])


def test_a_mark_on_a_fixture_is_not_silent(run: Run) -> None:
    found = run(
        f"""
        import pytest

        @{SKEWED_MARK}
        @pytest.fixture
        def mine(): ...

        def test_mine(mine): ...
        """,
        "-W",
        "error",
    )
    assert found.ret != pytest.ExitCode.OK
    assert "fixtures" in found.stdout.str()


def test_without_the_plugin_a_mark_is_unknown(pytester: pytest.Pytester, run: Run) -> None:
    found = run(f"import pytest\n\n@{SKEWED_MARK}\ndef test_mine(): ...\n", "-p", "no:mesaproof.pytest_plugin")
    assert found.ret != pytest.ExitCode.OK
    assert "'mesaproof' not found in `markers`" in found.stdout.str()


def test_the_fixture_is_not_handed_out_when_the_budget_is_already_split(run: Run) -> None:
    found = run(
        """
        import pytest

        @pytest.fixture
        def checks(mesaproof):
            return mesaproof

        def test_through_a_fixture(checks):
            checks.law("sparse", d=2, T=4)

        def test_late(request):
            request.getfixturevalue("mesaproof")
        """
    )
    found.assert_outcomes(passed=1, failed=1)
    found.stdout.fnmatch_lines(["*name it in the signature of the test*"])


THREE = """
    import pytest

    @pytest.mark.parametrize("n", range(3))
    def test_share(n, mesaproof):
        print(f"spent {mesaproof.budget!r}")
        mesaproof.law("sparse", d=2, T=4)

    def test_other():
        print("spent nothing")
"""


@pytest.mark.parametrize("workers", [(), ("-p", "xdist.plugin", "-n", "2")], ids=["alone", "two workers"])
def test_the_budget_is_split_over_the_tests_that_use_it(workers: tuple[str, ...], run: Run) -> None:
    found = run(THREE, "-rP", "-o", "mesaproof_false_alarm=3e-6", *workers)
    found.assert_outcomes(passed=4)
    spent = [float(value) for value in re.findall(r"spent ([\d.e-]+)", found.stdout.str())]
    assert spent == pytest.approx([1e-6] * 3)
    found.stdout.fnmatch_lines(["*3 checks of laws, 0 of claims, 0 in tests that failed*at most 3e-6*"])


def test_several_uses_in_one_test_stay_below_its_share(run: Run) -> None:
    found = run(
        """
        def test_many(mesaproof):
            shares = [mesaproof.law("sparse", d=2, T=4).crosschecks[1].comparison.false_alarm for _ in range(5)]
            print(shares)
            spent = [mesaproof._next("law") for _ in range(2000)]
            assert sum(spent) < mesaproof.budget == 1e-9
            assert spent == sorted(spent, reverse=True)
        """
    )
    found.assert_outcomes(passed=1)


@pytest.mark.parametrize("given", ["0", "1", "often", "-1e-9"])
def test_a_budget_that_is_no_probability_stops_the_run(given: str, run: Run) -> None:
    found = run("def test_mine(): ...\n", "-o", f"mesaproof_false_alarm={given}")
    assert found.ret == pytest.ExitCode.USAGE_ERROR
    assert "strictly between 0 and 1" in found.stderr.str()


@pytest.mark.usefixtures("alone")
def test_unused_it_says_nothing_and_imports_nothing(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_mine():
            assert not {"sympy", "numpy", "flint", "scipy", "rich", "proofs", "symbolic"} & set(sys.modules)
        """
    )
    found = pytester.runpytest_subprocess(*OPTIONS)
    found.assert_outcomes(passed=1)
    assert "mesaproof" not in found.stdout.str().partition("test session starts")[2].replace(
        "mesaproof.pytest_plugin", ""
    )


def test_a_project_with_a_proofs_folder_of_its_own_is_left_alone_and_told_clearly(
    pytester: pytest.Pytester, run: Run
) -> None:
    pytester.mkpydir("proofs")
    fine = run("def test_mine(): ...\n", mathematics=False)
    fine.assert_outcomes(passed=1)
    text = """
        import sys
        sys.path.insert(0, "")

        def test_law(mesaproof):
            mesaproof.law("gaussian", d=2, T=5)
    """
    found = run(text, mathematics=False)
    found.assert_outcomes(failed=1)
    found.stdout.fnmatch_lines(["*mesaproof needs its own package 'proofs', but Python finds *"])


PAGE = (ROOT / "docs" / "testing.md").read_text(encoding="utf-8")
SHOWN = re.findall(
    r"<!-- test: (\S+) (fails|passes) -->\n```python\n(.+?)^```\n\n```text\n(.+?)^```", PAGE, re.S | re.M
)


@pytest.mark.parametrize(("name", "outcome", "text", "output"), SHOWN, ids=[shown[0] for shown in SHOWN])
def test_the_page_on_testing_shows_what_happens(name: str, outcome: str, text: str, output: str, run: Run) -> None:
    found = run(text)
    assert found.ret == (pytest.ExitCode.TESTS_FAILED if outcome == "fails" else pytest.ExitCode.OK)
    printed = [" ".join(line.strip("= ").split()) for line in found.stdout.lines]
    wanted = [" ".join(line.split()) for line in output.splitlines() if line != "…"]
    places = [printed.index(line) for line in wanted]
    assert places == sorted(places)


def test_the_page_has_a_failing_and_a_passing_example() -> None:
    assert [outcome for _, outcome, _, _ in SHOWN] == ["fails", "passes"]


def test_the_plugin_is_found_by_its_entry_point() -> None:
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert table["project"]["entry-points"]["pytest11"] == {"mesaproof": "mesaproof.pytest_plugin"}
    assert callable(pytest_plugin.pytest_terminal_summary)
