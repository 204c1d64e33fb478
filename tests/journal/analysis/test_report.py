"""The charts and the report: drawn from the history, opened in a browser, fetching nothing."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest

from coach.core.plan import Unit
from coach.errors import InputError
from coach.journal.analysis.charts import picture, svg
from coach.journal.analysis.drawing import LEFT, RIGHT, WIDE
from coach.journal.analysis.report import Grid, report
from tests.journal.analysis.browser import browser, open_page
from tests.journal.pasts import complaint, day, lift, ramp
from tests.needed import lacking

YEAR = tuple(
    day(
        7 * week,
        ramp(),
        *(lift(60.0 + week, 8, at=600.0 + 180 * number, began=560.0 + 180 * number) for number in range(3)),
        lift(100.0 + week, 5, exercise="conventional-deadlift"),
        complaints=(complaint(),) if week % 9 == 4 else (),
        findings={"leg_drop": "left" if week < 20 else "none"} if week % 10 == 0 else {},
    )
    for week in range(40)
)
MAXIMA = frozenset({"conventional-deadlift"})


def test_the_charts_name_every_movement_and_every_region() -> None:
    drawn = svg(YEAR, Unit.KILOS, MAXIMA)

    ET.fromstring(drawn)
    for word in ("work a week", "romanian-deadlift", "conventional-deadlift", "low back"):
        assert word in drawn


def test_a_maximum_is_drawn_only_for_movements_that_allow_it() -> None:
    titled = "estimated maximum by Epley"
    allowed = svg(YEAR, Unit.KILOS, MAXIMA)
    refused = svg(YEAR, Unit.KILOS)

    assert titled in allowed
    assert allowed.count(">conventional-deadlift<") == 2
    assert refused.count(">conventional-deadlift<") == 1


def test_the_same_history_is_drawn_the_same() -> None:
    assert svg(YEAR, Unit.KILOS) == svg(YEAR, Unit.KILOS)


@pytest.mark.parametrize(("ending", "first"), [(".png", b"\x89PNG"), (".svg", b"<?xml")])
def test_a_picture_has_the_form_its_name_says(ending: str, first: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"chart{ending}"
    picture(YEAR, Unit.KILOS, path)

    assert path.read_bytes().startswith(first)


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"neither \.png nor \.svg"):
        picture(YEAR, Unit.KILOS, tmp_path / "chart.bmp")


def test_a_single_session_can_be_drawn(tmp_path: Path) -> None:
    picture((day(0, lift()),), Unit.POUNDS, tmp_path / "chart.png")

    assert (tmp_path / "chart.png").stat().st_size > 1000


def test_the_report_fetches_nothing_and_runs_nothing() -> None:
    page = report(YEAR, Unit.KILOS, MAXIMA)
    outside = [link for link in re.findall(r'(?:src|href)="([^"]*)"', page) if not link.startswith("#")]

    assert outside == []
    assert "<script" not in page
    assert "@import" not in page


def test_the_lifters_own_words_cannot_become_markup() -> None:
    page = report((day(0, lift(), title="<script>alert(1)</script>"),), Unit.KILOS)

    assert "&lt;script&gt;" in page
    assert "<script>" not in page


def test_a_table_without_rows_is_left_out() -> None:
    page = report((day(0, lift()),), Unit.KILOS)

    assert "Best sets" in page
    assert "Complaints and what helped" not in page


@pytest.fixture(scope="module")
def program() -> str:
    """Chromium; where it is not installed the test is skipped with the reason, in CI it fails."""
    found = browser()
    if found is None:
        lacking("no Chromium is installed: apt install chromium")
    return found


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(report(YEAR, Unit.KILOS, MAXIMA), encoding="utf-8")
    return path


def test_a_browser_lays_out_every_table_and_the_charts(program: str, page: Path) -> None:
    became = open_page(program, page, "--dump-dom").stdout

    assert became.count("<table>") == 4
    assert became.count("<tr>") == len(YEAR) + 2 + 1 + 1 + 4  # sessions, bests, complaints, checks and their headings
    assert "</svg>" in became
    assert "<b>160</b>working sets" in became


def test_a_browser_shows_the_page_and_not_a_blank(program: str, page: Path) -> None:
    shot = page.with_suffix(".png")
    open_page(program, page, f"--screenshot={shot}", "--window-size=1000,2200")

    assert shown_colours(shot) > 20


def shown_colours(shot: Path) -> int:
    """How many colours a picture has: a blank page has one."""
    from matplotlib.image import imread

    pixels = imread(shot)
    return len({tuple(pixel) for row in pixels[::10, ::10] for pixel in row.round(2).tolist()})


def test_two_lifters_have_a_part_and_lines_of_their_own() -> None:
    two = (day(0, lift(140.0)), replace(day(1, lift(315.0)), lifter="Ann"))
    page = report(two, Unit.KILOS)
    mine, _, hers = page.partition("<h1>Ann</h1>")
    assert "140 kg" in mine
    assert "315" not in mine
    assert "315 kg" in hers


def test_a_complaint_that_was_taken_back_is_counted_as_none() -> None:
    page = report((day(0, lift(), complaints=(complaint("chest", "false_alarm"),)),), Unit.KILOS)
    assert "<b>0</b>complaints<" in page
    assert "taken back 1" in page
    assert "cx=" not in page.partition("complaints</")[2].partition("</svg>")[0]


def test_one_day_stands_in_the_middle_with_its_own_date() -> None:
    page = report((day(0, lift(), complaints=(complaint(),)),), Unit.KILOS)
    assert "<b>1</b>complaint<" in page
    middles = [float(x) for x in re.findall(r'cx="([\d.]+)"', page)]
    assert middles
    assert all(LEFT < x < WIDE - RIGHT for x in middles)


def test_ten_years_have_bars_by_month_and_dates_that_do_not_touch() -> None:
    decade = tuple(day(7 * week, lift(60.0 + week % 50)) for week in range(520))
    page = report(decade, Unit.KILOS)
    assert 110 < page.count("<rect") < 130
    assert page.count('text-anchor="middle"') == 2
    ET.fromstring(page[page.index("<svg") : page.index("</svg>") + 6])


def test_programs_and_the_names_of_movements_are_shown() -> None:
    page = report((day(0, lift()),), Unit.KILOS, titles={"romanian-deadlift": "Romanian deadlift"}, programs={
        day(0).lifter: Grid("Hinge base, week 3 of 8", ("week", "mon"), [("3, here", "First <hinge> (done)")])
    })  # fmt: skip
    assert "<h2>Hinge base, week 3 of 8</h2>" in page
    assert "<td>3, here</td><td>First &lt;hinge&gt; (done)</td>" in page
    assert "<td>Romanian deadlift</td>" in page


def test_the_page_follows_the_browser_into_the_dark_and_onto_a_phone() -> None:
    page = report(YEAR, Unit.KILOS)
    assert "prefers-color-scheme: dark" in page
    assert "background: #fff" not in page
    assert "minmax(min(100%" in page


def test_a_chart_of_months_says_so_and_its_levels_stand_beside_it() -> None:
    decade = report(tuple(day(7 * week, lift(2000.0, 20)) for week in range(520)), Unit.KILOS)
    assert "work a month, kg times reps" in decade
    assert re.findall(r'text-anchor="end">([\d.,]+k)<', decade) == ["100k", "200k"]
    assert "work a week, kg times reps" in report((day(0, lift()),), Unit.KILOS)


def test_of_several_years_the_older_ones_are_folded() -> None:
    page = report((day(0, lift()), day(1, lift()), day(400, lift())), Unit.KILOS)
    open_ones, _, folded = page.partition("<details>")
    assert "2027-02-09" in open_ones
    assert folded.startswith("<summary>2026: 2</summary>")
    assert "<details>" not in report((day(0, lift()),), Unit.KILOS)


def test_who_was_never_counted_for_reads_nothing_about_tempo() -> None:
    assert "kept their tempo" not in report((day(0, lift(counted=False)),), Unit.KILOS)


def test_the_report_tells_when_its_charts_draw_some_of_the_lifts_only() -> None:
    def drawn(lifts: int) -> str:
        return report([day(0, *(lift(60.0, exercise=f"lift-{number}") for number in range(lifts)))], Unit.KILOS)

    assert "The charts draw the 5 most trained of 6 lifts." in drawn(6)
    assert "The charts draw" not in drawn(5)
