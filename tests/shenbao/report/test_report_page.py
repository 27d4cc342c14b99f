"""The page in a real Chromium: what an auditor does with it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from reported import EMPTY, FINDINGS, box, filing, finding, kept, pdf

from normalize.models import Filing
from shenbao.cli import cli

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="Chromium is not installed (make setup does, as root on Debian)"
)

MANY = 120
"""Filings of one finding each, enough for several pages of the list."""
NASTY = "<img src=x onerror=alert(1)>.pdf"


def of_department(name: str, year: int, source: bytes, file: str, **more: object) -> Filing:
    one = filing(source, file, **more)  # type: ignore[arg-type]
    assert one.declaration is not None
    declaration = one.declaration.model_copy(update={"department": name, "fiscal_year": year})
    return one.model_copy(update={"declaration": declaration})


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Filings with their sources, one whose source is gone, and many small ones."""
    folder = tmp_path_factory.mktemp("report")
    for name in ("a.pdf", NASTY):
        (folder / name).write_bytes(pdf())
    filings = {
        folder / "a.pdf": of_department("甲局", 2024, pdf(), "a.pdf"),
        folder / NASTY: of_department(
            "</script><b>乙局", 2023, pdf(), NASTY, findings=FINDINGS[:2]
        ),
        folder / "gone.pdf": of_department("丙局", 2022, pdf(), "gone.pdf", findings=FINDINGS[:1]),
        folder / "clean.pdf": of_department("丁局", 2024, pdf(), "clean.pdf", findings=()),
    }
    for number in range(MANY):
        path = folder / f"many-{number}.pdf"
        one = finding(["/attributes/金额"], severity="info", message=f"第{number}份的提示")
        filings[path] = of_department("众局", 2021, b"", path.name, findings=[one])
    kept(folder / "out", filings, [EMPTY])
    done = CliRunner().invoke(cli, ["report", str(folder / "out"), "--to", "html"])
    assert done.exit_code == 0, done.output
    return folder / "out" / "report.html"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, results: Path) -> Iterator[Page]:
    """The report, opened; at the end nothing may have gone wrong or out to the network."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: wrong.append(dialog.message))
    page.on("request", lambda request: wrong.append(request.url) if goes_out(request.url) else None)
    page.goto(results.as_uri())
    yield page
    page.close()
    assert wrong == []


def goes_out(url: str) -> bool:
    return not url.startswith(("file:", "data:"))


def lines(page: Page) -> Locator:
    return page.locator("button.line[data-id]")


def told(page: Page) -> str:
    return page.locator("#list [role=status]").first.inner_text()


def at(page: Page, address: str) -> Page:
    """The page at an address within it, once it is drawn: keys would go to the view before."""
    page.evaluate(
        """address => new Promise(done => {
            if (location.hash === address) return done();
            addEventListener("hashchange", () => requestAnimationFrame(done), { once: true });
            location.hash = address;
        })""",
        address,
    )
    return page


def test_the_overview_counts_filings_and_findings(page: Page) -> None:
    tiles = page.locator("#overview .tiles").first
    assert tiles.inner_text().split() == [
        "3", "有错误", "0", "有疑似问题", "120", "仅有提示", "1", "未发现问题", "1", "无法读取",
    ]  # fmt: skip
    expect(page.locator("#overview")).to_contain_text("empty.pdf")
    expect(page.locator("#overview")).to_contain_text("文件为空（0 字节）")
    bars = page.locator("section:has(#by-rule) .bars li")
    assert [bar.locator(".number").inner_text() for bar in bars.all()] == ["124", "2"]
    assert bars.first.locator("rect").count() == 3


def test_a_bar_leads_to_its_findings_and_back(page: Page) -> None:
    page.locator("section:has(#by-department) .bars a", has_text="甲局").click()
    assert told(page) == "显示 1–3 条，共 3 条"
    assert "department=" in page.url
    page.reload()
    assert lines(page).count() == 3
    page.go_back()
    expect(page.locator("#overview")).to_be_visible()


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 50),
        ("q=≥90% 甲局", 1),
        ("q=ｂ10 丙", 1),
        ("q=nothing of the kind", 0),
        ("severity=error", 3),
        ("severity=error,undetermined", 4),
        ("severity=", 0),
        ("rule=indicator.empty_target", 2),
        ("year=2023", 2),
        ("filing=gone", 1),
        ("filing=gone&severity=info", 0),
        ("page=3&q=提示", 20),
        ("page=99&q=提示", 20),
        ("sort=bogus&severity=error", 3),
    ],
)
def test_the_address_filters(page: Page, query: str, count: int) -> None:
    at(page, f"#findings?{query}")
    expect(lines(page)).to_have_count(count)


def test_filters_are_set_with_the_controls_and_cleared(page: Page) -> None:
    at(page, "#findings")
    form = page.locator("#filters")
    form.locator("[data-weight=info]").click()
    expect(lines(page)).to_have_count(6)
    assert form.locator("[data-weight=info]").get_attribute("aria-pressed") == "false"
    form.locator("[name=rule]").select_option(label="A03 指标值为空 (2)")
    expect(lines(page)).to_have_count(2)
    assert "待核对 0" in form.locator("[data-weight=undetermined]").inner_text()
    form.locator("[name=q]").fill("乙局")
    expect(lines(page)).to_have_count(1)
    form.locator("#clear").click()
    expect(lines(page)).to_have_count(50)
    assert page.url.endswith("#findings") and form.locator("[name=q]").input_value() == ""


def test_the_list_is_sorted_by_what_is_asked_for(page: Page) -> None:
    at(page, "#findings?severity=error,warning,undetermined")
    titles = page.locator(".filing h3")
    assert [title.split(" · ")[0] for title in titles.all_inner_texts()] == [
        "甲局", "</script><b>乙局", "丙局",
    ]  # fmt: skip
    page.locator(".heads button", has_text="级别").click()
    first = [text.split()[0] for text in lines(page).locator(".weight").all_inner_texts()]
    assert first == ["错误"] * 3 + ["疑似"] * 2 + ["待核对"]
    page.locator(".heads button", has_text="级别").click()
    assert lines(page).locator(".weight").first.inner_text() == "待核对"
    page.locator("#filters [name=sort]").select_option("year")
    page.locator("#filters [name=sort]").select_option("department")
    assert "sort=department" in page.url and "down" in page.url


def test_a_finding_opens_with_its_crop_marked(page: Page) -> None:
    at(page, "#findings?filing=a")
    lines(page).first.click()
    body = page.locator(".body").first
    assert body.locator(".actual dd").inner_text() == "116.88"
    assert body.locator(".expected dd").inner_text() == "100.00"
    assert body.locator(".stated tr").first.inner_text().split("\t") == [
        "金额",
        "116.88",
        "第 1 页",
    ]
    image, mark = body.locator("img"), body.locator(".mark")
    image.scroll_into_view_if_needed()
    expect(image).to_have_js_property("complete", True)
    assert image.evaluate("image => image.naturalWidth") in range(648, 652)
    frame, drawn = mark.bounding_box(), image.bounding_box()
    assert frame and drawn
    scale = drawn["width"] / 406
    x0, top, x1, bottom = box("amount")
    found = [(frame[side] - drawn[side]) / scale for side in ("x", "y")]
    found += [frame[side] / scale for side in ("width", "height")]
    # The mark stands a point outside of its box; the crop begins 3 points outside of its row.
    wanted = (x0 - 1 - 97, top - 1 - 157, x1 - x0 + 2, bottom - top + 2)
    assert found == pytest.approx(wanted, abs=1)
    body.locator("summary").click()
    expect(body.locator(".about")).to_contain_text("89.62%")
    lines(page).first.click()
    expect(page.locator(".body")).to_have_count(0)


def test_doubt_is_shown(page: Page) -> None:
    at(page, "#findings?filing=a&severity=undetermined")
    lines(page).first.click()
    expect(page.locator(".body .doubt").first).to_have_text("读数存疑")
    expect(page.locator(".mark.doubt")).to_have_count(1)


def test_a_filing_whose_source_is_gone_says_so(page: Page) -> None:
    at(page, "#findings?filing=gone")
    expect(page.locator(".filing .away")).to_contain_text("找不到原文件")
    lines(page).first.click()
    expect(page.locator(".body svg rect.box")).to_have_count(1)


def test_nothing_that_a_filing_says_becomes_markup(page: Page) -> None:
    at(page, "#findings?year=2023")
    expect(page.locator(".filing h3")).to_have_text("</script><b>乙局 · 2023")
    expect(page.locator(".filing .facts")).to_contain_text(NASTY)
    expect(lines(page).nth(1)).to_contain_text("<script>alert(1)</script>")
    assert page.locator("main b >> text=乙局").count() == 0


def test_from_filing_to_filing(page: Page) -> None:
    at(page, "#filings")
    expect(page.locator("#table tbody tr")).to_have_count(MANY + 5)
    page.locator("#table select").select_option("clean")
    expect(page.locator("#table tbody tr")).to_have_count(1)
    page.locator("#table select").select_option("")
    page.locator("#table th button", has_text="错误").click()
    expect(page.locator("#table tbody tr").first).to_contain_text("1")
    page.locator("#table a", has_text="clean.pdf").click()
    expect(page.locator(".filing h3")).to_have_text("丁局 · 2024")
    expect(page.locator("#list")).to_contain_text("没有符合条件的条目")
    page.locator(".filing .links a", has_text="上一份").click()
    expect(page.locator(".filing h3")).to_have_text("丙局 · 2022")


def test_the_keyboard_is_enough(page: Page) -> None:
    at(page, "#findings?severity=error")
    for key in ("j", "j", "k", "Enter"):
        page.keyboard.press(key)
    expect(lines(page).first).to_have_attribute("aria-expanded", "true")
    expect(lines(page).first).to_be_focused()
    page.keyboard.press("/")
    page.keyboard.type("丙局")
    expect(lines(page)).to_have_count(1)
    page.keyboard.press("Escape")
    expect(lines(page).first).to_be_focused()
    page.keyboard.press("e")
    expect(page.locator(".body")).to_have_count(1)


def test_on_paper_everything_is_open(page: Page) -> None:
    at(page, "#findings?severity=error,warning")
    expect(page.locator(".body")).to_have_count(0)
    paper = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    sheets = [paper[number] for number in range(len(paper))]
    text = "".join(sheet.get_textpage().get_text_bounded() for sheet in sheets)
    assert text.count("填报") >= 5 and "甲局" in text and "丙局" in text and "89.62" in text
    pictures = sum(
        item.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE
        for sheet in sheets
        for item in sheet.get_objects()
    )
    assert pictures >= 4
    assert {tuple(map(round, sheet.get_size())) for sheet in sheets} == {(595, 842)}
    expect(page.locator(".body")).to_have_count(0)


def test_on_a_phone_nothing_runs_out_of_the_screen(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for address in ("#overview", "#findings?filing=a", "#filings"):
        at(page, address)
        if "findings" in address:
            lines(page).first.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
    at(page, "#findings?filing=a")
    assert page.locator(".scroll").first.evaluate("scroll => scroll.scrollLeft") > 100
