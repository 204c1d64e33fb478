"""The page in a real browser: live, pressed, reloaded, cut off, refused, and seen by many at once."""

import json
import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime
from http.client import HTTPConnection
from typing import Any

import pytest

from coach.core.session.view import Situation
from coach.gather.gathered import gathered_path
from coach.link.picture import IDLE
from tests.gather.gym import LIFTERS, RACKS, gym
from tests.link.boxes import PATIENCE, OpenBox, lose_the_voice, seen, until, with_a_program_for_today
from tests.link.web.chromium import Chromium, Tab, browser, chromium
from tests.link.web.pages import Page, page
from tests.needed import needs

pytestmark = needs(there=browser() is not None, reason="no Chromium is installed: apt install chromium")

LIVE = "document.body.dataset.mood && !document.body.classList.contains('away')"
CONTRAST = """(() => {
  const part = (c) => (c /= 255) <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => .2126 * part(r) + .7152 * part(g) + .0722 * part(b);
  const colour = (text) => text.match(/[\\d.]+/g).map(Number);
  const up = function* (e) { for (; e; e = e.parentElement) yield e; };
  const paper = (e) => { for (const each of up(e)) { const c = getComputedStyle(each).backgroundColor;
    if (c !== 'rgba(0, 0, 0, 0)') return colour(c); } return [255, 255, 255]; };
  const ratio = (e, style) => { const behind = paper(e);
    const [r, g, b, alpha = 1] = colour(style.color);
    const seen = [...up(e)].reduce((share, each) => share * getComputedStyle(each).opacity, alpha * style.opacity
      / getComputedStyle(e).opacity);
    const ink = [r, g, b].map((c, at) => c * seen + behind[at] * (1 - seen)), [a, z] = [light(ink), light(behind)];
    return (Math.max(a, z) + .05) / (Math.min(a, z) + .05); };
  const all = [...document.querySelectorAll('body *')].filter((e) => e.offsetParent);
  const words = all.filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()));
  const found = words.map((e) => [e.id || e.tagName, ratio(e, getComputedStyle(e))]);
  for (const e of all.filter((each) => each.placeholder))
    found.push([e.id + ' placeholder', ratio(e, getComputedStyle(e, '::placeholder'))]);
  return { seen: found.map(([name]) => name), faint: found.filter(([, much]) => much < 4.5) };
})()"""
"""Every text that is seen, and those that stand out less than AA wants, by the colours and opacities as computed."""

FULL = """
const rest = { title: 'A day', what: 'Rows', detail: 'five reps', next: 'Rows', load: '60 kg', plates: '20 a side',
  said: 'Go on.', heard: { at: 1, text: 'nxt', meant: 'next', sure: false }, trouble: { at: 1, text: 'Full.' },
  ends: { session: clock() + 99, wall: 2e9 }, rep: 1, reps: 3, rep_ends: [clock() + 99],
  buttons: ['ready', 'stop'], summary: ['3 sets'],
  asked: { question: 'Sure?', answers: ['yes', 'no'] }, sessions: [{ name: 'a', title: 'A day' }], today: ['A day'] };
"""
"""A picture with something in every place."""


ROWS = """
const shown = (id, made) => { at(id).hidden = false; at(id).replaceChildren(made); };
const follow = { name: 'a', title: 'A program', weeks: 6, for: 'everybody', next: 'today, week 1: a', to_a_date: true };
const who = { lifter: 'Ada', ago: 'today', title: 'A day', where: 'rack-1', sets: 3, trend: 'up', complaints: 'hip' };
shown('history', table(PAST, [{ day: '1 May', title: 'A day', minutes: 9, sets: 3, volume: '60 kg', ended: 'done' }]));
shown('programs', cards([follow], (row) => program(row, false)));
at('programs').querySelector('form').hidden = false;
shown('everybody', cards([who, { ...who, red_flag: 'RED FLAG' }], person));
"""
"""Something of everything that can be looked up."""


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """One browser for all tests."""
    with chromium(tmp_path_factory.mktemp("browser")) as made:
        yield made


@pytest.fixture
def look(opened: Chromium) -> Iterator[Chromium]:
    """The same, for devices that only one test needs."""
    with opened.visited():
        yield opened


@pytest.fixture(scope="module")
def served(open_box: OpenBox) -> Iterator[Page]:
    """The page of the box."""
    with page(open_box) as opened:
        yield opened


@pytest.fixture(scope="module")
def phone(opened: Chromium, served: Page) -> Tab:
    """A phone that was paired by the terminal's code."""
    return paired(opened, served)


@pytest.fixture(scope="module")
def on_the_wall(opened: Chromium, served: Page) -> Tab:
    """A screen that was paired to look only."""
    return paired(opened, served, looks=True)


@pytest.fixture
def tab(phone: Tab, served: Page, fresh_box: OpenBox) -> Iterator[Tab]:
    """The phone, which sees the box, which waits; its page is a new one for each test."""
    _ = fresh_box
    with anew(phone, served):
        yield phone


@pytest.fixture
def wall(on_the_wall: Tab, served: Page, fresh_box: OpenBox) -> Iterator[Tab]:
    """The screen that only looks, in the same way."""
    _ = fresh_box
    with anew(on_the_wall, served):
        yield on_the_wall


@contextmanager
def anew(device: Tab, served: Page) -> Iterator[None]:
    """A new page on this device, in which nothing may go wrong."""
    device.size(390, 844, phone=True)
    device.open(served.address)
    device.until(LIVE)
    yield
    device.call("Emulation.setEmulatedMedia", features=[])
    device.open("about:blank")  # its stream ends: there are so many at once
    faults = [*device.faults]
    device.faults.clear()
    assert faults == []


def paired(look: Chromium, served: Page, *, looks: bool = False) -> Tab:
    made = look.tab()
    made.size(390, 844, phone=True)
    made.open(served.link(looks=looks))
    made.until(LIVE)
    return made


def press(tab: Tab, button: str) -> None:
    tab.ask(f"document.querySelector('[data-press={button}]').click()")


def start(tab: Tab, session: str = "Small day") -> None:
    button = f"[...document.querySelectorAll('#sessions button')].find((b) => b.textContent === '{session}')"
    tab.until(f"Boolean({button})")
    tab.ask(f"{button}.click()")
    tab.until("now && now.situation === 'get ready' && now.buttons.includes('ready')")


def test_a_session_is_started_followed_and_paused_on_the_page(tab: Tab) -> None:
    start(tab)
    assert tab.text("what") == "Psoas release"
    press(tab, "ready")
    first = tab.until("now && now.situation === 'set' && /^0:0\\d$/.test(document.getElementById('timer').innerText)"
                      " && document.getElementById('timer').innerText")  # fmt: skip
    tab.until(f"document.getElementById('timer').innerText !== {first!r}")
    tab.until("document.getElementById('answer').textContent === 'Taken for: start'")
    press(tab, "pause")
    tab.until("document.getElementById('situation').textContent === 'pause'")
    assert tab.text("heard") == "Heard: pause"


def test_set_reps_load_plates_and_what_comes_next_stand_on_the_page(tab: Tab, fresh_box: OpenBox) -> None:
    start(tab, "Lifting day")
    assert tab.text("what") == "Romanian deadlift, set 1 of 2"
    assert tab.text("load") == "60 kg · 20 a side"
    assert tab.text("next") == "Next: Romanian deadlift, three reps at sixty kilos"
    press(tab, "ready")
    for done, dots in ((0, "○○○"), (1, "●○○"), (2, "●●○")):  # the page counts by itself: nothing is sent meanwhile
        tab.until(f"document.getElementById('reps').innerText === '{done} / 3'")
        assert tab.text("dots") == dots
    tab.until("now.situation === 'rest' && /^1:2\\d$/.test(document.getElementById('timer').innerText)")
    assert (tab.text("what"), tab.text("reps"), tab.text("dots")) == ("Rest", "", "")
    tab.ask("wish({ say: 'add five kilos' })")
    tab.until("document.getElementById('load').innerText === '65 kg · 20 + 2.5 a side'")
    tab.until("document.getElementById('next').innerText.endsWith('at sixty five kilos')")
    with fresh_box.visit() as client:
        lose_the_voice(fresh_box, client)
    tab.until("document.getElementById('trouble').innerText.startsWith('The voice was started anew')")


def test_what_is_typed_is_answered_with_what_it_meant(tab: Tab) -> None:
    tab.ask("document.getElementById('sentence').value = 'what is on today';"
            "document.querySelector('#typing button').click()")  # fmt: skip
    tab.until("document.getElementById('answer').textContent === 'Taken for: whats today'")


def test_a_question_brings_its_answers_as_buttons(tab: Tab) -> None:
    start(tab)
    press(tab, "stop")
    tab.until("document.querySelectorAll('#answers button').length === 2")
    tab.ask("document.querySelector('#answers button').click()")
    tab.until("now.mode === 'standby'")


def test_a_reload_brings_the_whole_picture_back(tab: Tab) -> None:
    start(tab)
    tab.call("Page.reload")
    tab.until(LIVE)
    tab.until("document.getElementById('what').textContent === 'Psoas release'")


def test_nothing_comes_from_elsewhere_and_scripts_stand_in_no_page(tab: Tab, served: Page) -> None:
    loaded = tab.ask("performance.getEntriesByType('resource').map((each) => each.name)")
    assert loaded
    assert all(each.startswith(served.address) for each in loaded)
    assert tab.ask("document.querySelectorAll('script:not([src]), [style], style').length") == 0


@pytest.mark.parametrize("situation", [*(each.value for each in Situation), IDLE])
def test_every_text_stands_out_from_its_paper_in_every_situation(tab: Tab, situation: str) -> None:
    tab.ask(f"{{ {FULL} take({{ ...now, ...rest, is: 'picture', situation: {situation!r} }}); state('A state') }}")
    found = tab.ask(CONTRAST)
    shown = {"title", "state", "situation", "what", "timer", "reps", "dots", "load", "next", "said", "heard", "trouble"}
    assert shown <= set(found["seen"])
    assert found["faint"] == []


def test_every_text_stands_out_where_the_page_is_cut_off_looked_up_or_not_paired(tab: Tab) -> None:
    tab.ask(f"{{ {FULL} {ROWS} take({{ ...now, ...rest, is: 'picture', situation: 'set' }}) }}")
    cut_off = tab.ask(f"document.body.classList.add('away'), {CONTRAST}")
    assert {"TD", "H3", "LABEL"} <= set(cut_off["seen"])
    assert cut_off["faint"] == []
    pairing = tab.ask(f"unpaired(), pairstate('That is not the number.'), {CONTRAST}")
    assert {"pairstate", "name placeholder", "state"} <= set(pairing["seen"])
    assert pairing["faint"] == []


def test_every_button_is_large_enough_for_a_thumb_with_chalk_on_it(tab: Tab) -> None:
    tab.ask(f"{{ {FULL} {ROWS} take({{ ...now, ...rest, is: 'picture', situation: 'get ready' }}) }}")
    small = tab.ask("[...document.querySelectorAll('button, nav a, input:not([type=checkbox])')]"
                    ".filter((each) => each.offsetParent && (each.offsetHeight < 64 || each.offsetWidth < 64))"
                    ".map((each) => each.id || each.textContent)")  # fmt: skip
    assert small == []


def test_the_page_fits_a_phone_without_scrolling_sideways(tab: Tab) -> None:
    tab.ask(f"{{ {FULL} {ROWS} take({{ ...now, ...rest, is: 'picture', situation: 'get ready', what: 'a'.repeat(99),"
            " detail: 'One side, then the other. '.repeat(9) }) }")  # fmt: skip
    assert tab.ask("document.documentElement.scrollWidth <= innerWidth")


def test_what_matters_is_read_aloud_and_the_timer_is_not(tab: Tab) -> None:
    lives = "document.getElementById('{}').getAttribute('aria-live')"
    assert [tab.ask(lives.format(name)) for name in ("what", "heard", "timer")] == ["polite", "polite", "off"]


def test_the_history_and_the_report_show_the_sessions_before(tab: Tab, served: Page, fresh_box: OpenBox) -> None:
    start(tab)
    fresh_box.end_session()
    tab.ask("document.getElementById('past').click()")
    tab.until("[...document.querySelectorAll('#history td')].some((each) => each.textContent === 'Small day')", 120)
    tab.open(served.address + "report")
    tab.until("document.title === 'Training' && document.body.innerText.includes('Small day')", 120)


def test_a_program_is_followed_from_the_page_by_two_presses_and_today_brings_its_session(
    tab: Tab, fresh_box: OpenBox
) -> None:
    kept = with_a_program_for_today(fresh_box)
    tab.ask("document.getElementById('program').click()")
    tab.until("document.querySelectorAll('#programs li').length > 2", 120)
    card = "[...document.querySelectorAll('#programs li')].find((each) => each.innerText.includes('{}'))"
    mine, race = card.format("like the others"), card.format("race")
    tab.ask(f"{race}.querySelector('button').click()")
    assert tab.ask(f"{race}.querySelector('input').required")  # the day of the race has to be given
    tab.ask(f"{mine}.querySelector('button').click()")
    assert not kept.exists()
    assert not tab.ask(f"{mine}.querySelector('form').hidden")
    tab.ask(f"{mine}.querySelector('form button').click()")
    tab.until("(document.getElementById('begun') || {}).textContent === "
              "'Started: A day like the others: today, week 1: small-day'", 120)  # fmt: skip
    assert tab.ask("document.querySelectorAll('#programs form').length") == 0  # one at a time
    assert kept.exists()
    tab.until("document.getElementById('today').textContent.startsWith('Today: Small day, week one of')")
    tab.until("document.getElementById('today').textContent.endsWith('“Ready” begins it.')")
    kept.unlink()


def test_everybody_on_six_racks_is_read_on_a_phone(tab: Tab, fresh_box: OpenBox) -> None:
    data = fresh_box.workshop.folder / "data" / "coach"
    gym(data, datetime.now().astimezone())
    tab.ask("document.getElementById('people').click()")
    tab.until(f"document.querySelectorAll('#everybody li').length >= {len(LIFTERS)}", 120)
    gathered_path(data).unlink()  # other tests have a box by itself
    text = tab.text("everybody")
    assert all(name in text for name in LIFTERS)
    assert all(f"rack-{number}" in text for number in range(1, RACKS + 1))
    assert "low back (7 times), hip (3 times)" in text
    assert "RED FLAG" in tab.ask("document.querySelector('#everybody .flag').textContent")
    assert tab.ask("document.documentElement.scrollWidth <= innerWidth")
    assert (
        tab.ask(
            "Math.min(...[...document.querySelectorAll('#everybody p')].map("
            "(each) => parseFloat(getComputedStyle(each).fontSize)))"
        )
        >= 16
    )
    assert tab.ask(CONTRAST)["faint"] == []


def test_a_screen_on_the_wall_is_not_told_how_everybody_stands(wall: Tab) -> None:
    assert wall.ask("getComputedStyle(document.getElementById('people')).display") == "none"
    assert wall.ask("fetch('everybody').then((answer) => answer.json())") == {"done": False, "why": "looks"}
    assert wall.ask("post('wish', {start_program: 'hinge-base'})") == {"done": False, "why": "looks"}


def test_the_plan_is_there_for_the_devices_own_calendar(tab: Tab) -> None:
    got = """fetch('plan.ics').then(async (a) => [a.status, a.headers.get('content-type'), await a.text()])"""
    status, kind, text = tab.ask(got)
    assert (status, kind.partition(";")[0]) == (200, "text/calendar")
    assert text.startswith("BEGIN:VCALENDAR")
    assert tab.ask("document.getElementById('plan').download") == "coach.ics"


def test_who_is_not_paired_gets_no_plan(look: Chromium, served: Page) -> None:
    tab = look.tab()
    tab.open(served.address)
    tab.until("!document.getElementById('pairing').hidden")
    assert tab.ask("fetch('plan.ics').then((a) => a.status)") == 401


def test_a_server_that_is_killed_and_comes_back_is_found_again(look: Chromium, fresh_box: OpenBox) -> None:
    with page(fresh_box) as first:
        tab = paired(look, first)
        first.process.kill()
        first.process.wait(30)
        tab.until("document.body.classList.contains('away')")
    with page(fresh_box, first.port):
        tab.until(LIVE)
        tab.until("now && now.mode === 'standby'")


def test_a_server_that_is_frozen_is_told_of_and_what_thaws_is_found_again(look: Chromium, fresh_box: OpenBox) -> None:
    with page(fresh_box) as frozen:
        tab = paired(look, frozen)
        os.kill(frozen.process.pid, signal.SIGSTOP)
        try:
            tab.until("document.body.classList.contains('away') && "
                      "document.getElementById('state').innerText === 'Connecting again'", 40)  # fmt: skip
            tab.until("tries > 1", 40)  # who does not answer is not waited for without end
            with fresh_box.visit() as client:
                assert client.ask({"start": "small-day"})["done"]
        finally:
            os.kill(frozen.process.pid, signal.SIGCONT)
        tab.until(LIVE)
        tab.until("now && now.mode === 'session' && document.getElementById('state').innerText === ''")


def test_a_number_that_the_box_speaks_pairs_and_a_wrong_one_does_not(
    look: Chromium, served: Page, fresh_box: OpenBox
) -> None:
    tab = look.tab()
    tab.open(served.address)
    tab.until("!document.getElementById('pairing').hidden")
    assert tab.ask("document.getElementById('now').hidden")
    before = fresh_box.number()
    tab.until("(document.getElementById('speak').click(), true)")
    tab.until("document.getElementById('pairstate').textContent.startsWith('The coach says')")
    until(lambda: fresh_box.number() != before)
    number = fresh_box.number()
    for tried, told in (("000001" if number != "000001" else "000002", "not the number"), (number, "")):
        tab.ask(f"document.getElementById('number').value = '{tried}'")
        tab.ask("document.getElementById('name').value = 'tablet'; document.querySelector('#pin button').click()")
        tab.until(f"document.getElementById('pairstate').textContent.includes('{told}')")
    tab.until(LIVE)
    assert "tablet" in served.coach("link", "devices")


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1280, 720), (960, 540)])
def test_a_screen_on_the_wall_shows_a_whole_set_without_scrolling_and_large(wall: Tab, width: int, height: int) -> None:
    wall.size(width, height)
    wall.ask(f"{{ {FULL} take({{ ...now, ...rest, is: 'picture', situation: 'set', summary: [] }}) }}")
    shown = "[...document.querySelectorAll('header p, main p, main h1')].filter((each) => each.innerText)"
    assert wall.ask(f"{shown}.length") == 12
    assert wall.ask(f"Math.max(...{shown}.map((each) => each.getBoundingClientRect().bottom))") <= height
    letters = wall.ask(f"{shown}.map((each) => parseFloat(getComputedStyle(each).fontSize))")
    assert min(letters) >= height / 40  # a centimetre on a usual TV: read from three metres
    assert wall.ask("document.documentElement.scrollWidth <= innerWidth")


def test_a_screen_that_only_looks_has_no_buttons_and_its_wishes_are_refused(wall: Tab) -> None:
    assert wall.ask("getComputedStyle(document.getElementById('controls')).display") == "none"
    keys = "[...document.querySelectorAll('nav > *')].filter((each) => each.offsetParent).map((each) => each.id)"
    assert wall.ask(keys) == ["awake", "report"]
    assert wall.ask("post('wish', {press: 'stop'})") == {"done": False, "why": "looks"}


def test_a_screen_that_only_looks_cannot_read_the_number_that_would_make_it_more(wall: Tab, fresh_box: OpenBox) -> None:
    before = fresh_box.number()
    wall.ask("window.seen = []; stream.addEventListener('message', (event) => seen.push(event.data)), 0")
    wall.until("post('pin', {}).then((answer) => answer.done)")  # not more often than every fifteen seconds
    until(lambda: fresh_box.number() != before)
    number = fresh_box.number()
    with fresh_box.visit() as client:
        client.ask({"say": "help"})
        seen(client, lambda now: "race begins" in now["said"])
    wall.until("now.said.includes('race begins')")
    told = wall.ask("seen.join('')")
    assert "race begins" in told
    assert " ".join(number) not in told  # as it is said


def test_a_device_that_is_forgotten_sees_nothing_more_within_seconds(look: Chromium, served: Page) -> None:
    tab = paired(look, served)
    mine = served.coach("link", "devices").splitlines()[-1].partition("  since")[0]
    served.coach("link", "forget", mine)
    tab.until("!document.getElementById('pairing').hidden", 30)


def test_ten_screens_are_told_the_same_of_one_change(look: Chromium, served: Page, fresh_box: OpenBox) -> None:
    tabs = [paired(look, served) for _ in range(2)]
    with ExitStack() as stack:
        others = [stack.enter_context(stream_of(served, f"other {number}")) for number in range(8)]
        with fresh_box.visit() as client:
            assert client.ask({"start": "small-day"})["done"]
        told = [next(each for each in stream if each.get("what") == "Psoas release") for stream in others]
    for tab in tabs:
        tab.until("document.getElementById('what').textContent === 'Psoas release'")
    assert len({(each["number"], each["at"]) for each in told}) == 1


@contextmanager
def stream_of(served: Page, name: str) -> Iterator[Iterator[dict[str, Any]]]:
    """What a device is told that shows none of it: the messages of its stream, from the first on."""
    cookie = served.pair(name)
    with closing(HTTPConnection("127.0.0.1", served.port, timeout=PATIENCE)) as line:
        line.request("GET", "/events", headers={"cookie": cookie})
        answer = line.getresponse()
        assert answer.status == 200
        yield (json.loads(row[6:]) for row in answer if row.startswith(b"data: {"))


def test_a_screen_stays_on_by_a_silent_film_where_the_page_may_not_ask_for_it(tab: Tab, served: Page) -> None:
    tab.ask("Object.defineProperty(navigator, 'wakeLock', { value: undefined }), 0")  # as over plain http
    tab.ask("document.getElementById('awake').click()")
    tab.until("document.getElementById('awakeness').textContent.startsWith('A tiny silent film runs')")
    film = "document.querySelector('video')"
    assert tab.ask(f"[{film}.muted, {film}.loop, {film}.paused, {film}.ariaHidden]") == [True, True, False, "true"]
    assert tab.ask(f"[{film}.currentSrc, {film}.duration]") == [served.address + "awake.mp4", 10]
    tab.until(f"{film}.currentTime > 0 && {film}.webkitDecodedFrameCount > 0 && {film}.webkitAudioDecodedByteCount > 0")
    tab.ask(f"{film}.currentTime = 9.5")
    tab.until(f"{film}.currentTime < 9 && !{film}.paused && !{film}.ended")  # it begins anew by itself


def test_the_film_runs_again_when_the_page_is_seen_again(tab: Tab) -> None:
    tab.ask("Object.defineProperty(navigator, 'wakeLock', { value: undefined }), 0")
    tab.ask("document.getElementById('awake').click()")
    tab.until("film && !film.paused && film.currentTime > 0")
    tab.ask("film.pause()")  # as phones do with a page that is not seen
    tab.ask("document.dispatchEvent(new Event('visibilitychange')), 0")
    tab.until("!film.paused")


def test_no_film_is_fetched_where_the_page_may_ask_for_the_screen_to_stay_on(tab: Tab) -> None:
    tab.ask("Object.defineProperty(navigator, 'wakeLock', { value: { request: async () => ({}) } }), 0")
    tab.ask("document.getElementById('awake').click()")
    tab.until("document.getElementById('awakeness').textContent.startsWith('The screen stays on')")
    assert tab.ask("document.querySelector('video')") is None
    assert not any(
        "awake.mp4" in each for each in tab.ask("performance.getEntriesByType('resource').map((e) => e.name)")
    )


def test_nothing_moves_for_who_wants_less_motion(tab: Tab) -> None:
    tab.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-reduced-motion", "value": "reduce"}])
    tab.ask(f"{{ {FULL} {ROWS} take({{ ...now, ...rest, is: 'picture', situation: 'set' }}) }}")
    moving = """[...document.querySelectorAll('*')].map((each) => getComputedStyle(each)).filter((style) =>
        style.animationName !== 'none' || style.transitionDuration !== '0s').length"""
    assert tab.ask(moving) == 0


def test_the_address_bar_keeps_no_code(look: Chromium, served: Page) -> None:
    assert paired(look, served).ask("location.href") == served.address


def test_a_code_pairs_once(look: Chromium, served: Page) -> None:
    address = served.coach("link", "pair", "--local", "--port", str(served.port)).splitlines()[-1]
    first, second = look.tab(), look.tab()
    first.open(address)
    first.until(LIVE)
    second.open(address)
    second.until("!document.getElementById('pairing').hidden")
