"""The pages of a report in headless Chromium, wide and narrow: skipped where there is no Chromium or no playwright."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mesaproof.documents.pages.page_folder import pages
from numeric_check.compare.agreement import close
from proofs.crosschecks import Case
from proofs.verdict import CheckedNumber, Outcome, Verdict

playwright = pytest.importorskip(
    "playwright.sync_api", reason="pages are looked at with playwright (pip install playwright) and a Chromium"
)
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.skipif(CHROMIUM is None, reason="pages are looked at in Chromium (apt-get install chromium)"),
]

FALSE, MENDED = "zheng2024/theorem-4.1", "zheng2024/theorem-4.1-repaired"
FEW = (FALSE, MENDED, "ahn2023/any-preconditioner", "garg2022/different-orthants", "newton/schulz")
WIDTHS = (1280, 390)

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SHOWN = "[...document.querySelectorAll('li.claim')].filter(e => e.offsetParent).map(e => e.dataset.key)"
FAINT = "[...document.querySelectorAll('.panels .node.out')].map(e => e.dataset.key)"


@pytest.fixture(
    scope="module",
    params=[pytest.param(FEW, id="a few"), pytest.param((), id="every claim", marks=pytest.mark.slow)],
)
def report(
    request: pytest.FixtureRequest, verdicts: Mapping[str, Verdict], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The folder of a report with a comparison beside every verdict, and one that disagrees."""
    folder = tmp_path_factory.mktemp("pages")
    case = Case("gaussian", d=2, T=5)
    numbers = (
        CheckedNumber("product", case, close(1.0, 1.0, 1.0), 1e-10),
        CheckedNumber("w" * 80, case, close(1.0, 1.1, 1.0), 1e-10),
    )
    found = [replace(verdicts[key], crosschecks=numbers) for key in request.param or verdicts]
    pages(found).write(folder)
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as running:
        found = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


class Looked:
    """A page that is looked at; whatever it complains of is kept."""

    def __init__(self, browser: Any, width: int, **how: Any) -> None:
        self.page = browser.new_context(viewport={"width": width, "height": 900}, **how).new_page()
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def at(self, file: Path) -> Any:
        self.page.goto(file.as_uri())
        return self.page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_overflows_complains_or_is_loaded_from_elsewhere(
    width: int, scheme: str, report: Path, browser: Any, tmp_path: Path
) -> None:
    looked = Looked(browser, width, color_scheme=scheme)
    for file in (report / "index.html", *sorted(report.glob("claims/*.html"))):
        page = looked.at(file)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert page.evaluate(OVERFLOW) == 0, file.name
        assert page.evaluate("document.fonts.check('16px \"Pages Math\"')")
        page.screenshot(path=tmp_path / f"{file.stem}-{width}-{scheme}.png", full_page=True)
    assert looked.complaints == []
    assert all(url.startswith((report.as_uri(), "data:font/woff2;")) for url in looked.asked)


@pytest.mark.parametrize("width", WIDTHS)
def test_search_and_filters_show_what_fits_and_are_kept_in_the_address(
    width: int, report: Path, browser: Any, verdicts: Mapping[str, Verdict]
) -> None:
    looked = Looked(browser, width)
    page = looked.at(report / "index.html")
    every = page.evaluate(SHOWN)
    assert {FALSE, MENDED} <= set(every)

    page.select_option("#verdict", "REFUTED")
    refuted = [key for key in every if verdicts[key].outcome is Outcome.REFUTED]
    assert page.evaluate(SHOWN) == refuted
    assert page.inner_text("#count") == f"{len(refuted)} of {len(every)} claims"
    assert set(page.evaluate(FAINT)) == set(every) - set(refuted)

    page.select_option("#paper", "ahn2023")
    assert page.evaluate(SHOWN) == [key for key in refuted if key.startswith("ahn2023/")]
    page.go_back()
    page.go_forward()
    page.reload()
    assert page.evaluate(SHOWN) == [key for key in refuted if key.startswith("ahn2023/")]

    page.click("button[type=reset]")
    page.wait_for_function(f"({SHOWN}).length === {len(every)}")
    page.select_option("#fact", "ode uniqueness")
    assert page.evaluate(SHOWN) == [key for key in every if "ode-uniqueness" in verdicts[key].rests_on]

    page.click("button[type=reset]")
    page.wait_for_function(f"({SHOWN}).length === {len(every)}")
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    page.keyboard.type("THEOREM-4.1 repaired")
    assert MENDED in page.evaluate(SHOWN)
    page.keyboard.type(" nothing-is-called-so")
    assert page.evaluate(SHOWN) == []
    assert page.is_visible("#none")
    assert looked.complaints == []


def test_keyboard_reaches_the_content_and_the_graph(report: Path, browser: Any) -> None:
    page = Looked(browser, 1280).at(report / "index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    node = page.locator(f'.node[data-key="{FALSE}"]').first
    node.focus()
    assert "refuted" in node.get_attribute("aria-label")
    assert page.locator(f'.edge.lit[data-from="{FALSE}"][data-to="{MENDED}"]').count() == 1
    page.keyboard.press("Enter")
    page.wait_for_url("**/claims/zheng2024-theorem-4.1.html")
    assert page.locator("h1").inner_text() == "theorem-4.1"


def test_pages_are_read_without_their_script(report: Path, browser: Any) -> None:
    page = Looked(browser, 390, java_script_enabled=False).at(report / "index.html")
    assert page.locator("li.claim").first.is_visible()
    assert not page.locator("form.filter").is_visible()


def test_a_folded_comparison_opens_and_one_that_disagrees_is_in_sight(report: Path, browser: Any) -> None:
    page = Looked(browser, 390).at(report / "claims" / "zheng2024-theorem-4.1.html")
    assert page.get_by_role("table", name="Comparisons that disagree").is_visible()
    folded = page.get_by_role("table", name="1 comparison agrees by quadrature, the coarsest to 1e-10")
    assert not folded.is_visible()
    page.get_by_text("1 comparison agrees by quadrature").click()
    assert folded.is_visible()


def test_on_paper_everything_is_unfolded(report: Path, browser: Any) -> None:
    page = Looked(browser, 1280).at(report / "claims" / "zheng2024-theorem-4.1.html")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    assert not page.locator("nav.top").is_visible()
    assert page.pdf().startswith(b"%PDF")
