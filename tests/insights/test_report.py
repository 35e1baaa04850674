"""The report: whole in itself, in both languages, and with nothing of anybody in it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest

from bot.bench.simulated_helpline import simulate_helpline
from bot.bench.simulated_talks import simulate
from bot.commands.bench_insights import _midnight
from bot.commands.names import names_by_language
from handover import HandoverStore
from handover.migrations import upgrade as upgrade_helpline
from identifiers.keys import MasterKey
from insights import InsightsStore
from insights.figures.period import Period
from insights.figures.talks import read_talks
from insights.figures.tally import tally
from insights.migrations import upgrade
from insights.report.making import make_reports
from insights.report.words import Words, catalogue
from knowledge.clock import today

YESTERDAY = today() - timedelta(days=1)
DAYS = 14


class Reader(HTMLParser):
    """The texts and attributes of a page; void elements apart, every one is closed."""

    VOID = frozenset({"meta", "rect", "circle", "line", "br"})

    def __init__(self, html):
        super().__init__()
        self.texts, self.attributes, self.open = [], [], []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.attributes += [(tag, name, value) for name, value in attributes]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.attributes += [(tag, name, value) for name, value in attributes]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


@pytest.fixture(scope="module")
def stores(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    urls = [f"sqlite:///{folder / name}.db" for name in ("insights", "handover")]
    upgrade(urls[0])
    upgrade_helpline(urls[1])
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TAGHTIA_KEY", MasterKey.new().encode())
        store, helpline = InsightsStore.open(urls[0]), HandoverStore.open(urls[1])
    first = _midnight(YESTERDAY - timedelta(days=DAYS - 1))
    store.taking_in.take(simulate(400, first, DAYS, seed=7))
    simulate_helpline(helpline, 100, YESTERDAY, DAYS, seed=7)
    yield store, helpline
    store.engine.dispose()
    helpline.engine.dispose()


@pytest.fixture(scope="module")
def reports(stores):
    store, helpline = stores
    period = Period.of_days(DAYS // 2, YESTERDAY)
    return make_reports(store.engine, helpline.figures, period, names_by_language(), today())


@pytest.mark.parametrize(("language", "direction"), [("fr", "ltr"), ("ar", "rtl")])
def test_it_is_a_page_of_its_language_that_loads_nothing(reports, language, direction):
    page = Reader(reports[language])
    assert ("html", "lang", language) in page.attributes
    assert ("html", "dir", direction) in page.attributes
    loading = [a for a in page.attributes if a[1] in ("src", "href", "srcset", "xlink:href")]
    assert loading == [] and "url(" not in reports[language] and "@import" not in reports[language]
    assert "<script" not in reports[language]


def test_every_section_has_its_definition_and_rows(reports):
    for language, html in reports.items():
        words = Words.of(language, {})
        for key in [key for key in words.texts if key.endswith(".definition")]:
            assert words[key] in Reader(html).texts, key
        assert words["nothing"] not in html


def test_no_count_below_five_and_no_exact_one_is_shown(reports, stores):
    period = Period.of_days(DAYS // 2, YESTERDAY)
    exact = tally(read_talks(stores[0].engine, period))
    cells = re.findall(r"<td><bdi>([^<]*)</bdi></td><td>", reports["fr"])
    counts = [int(re.sub(r"\D", "", cell)) for cell in cells if "&lt;" not in cell]
    assert counts and all(count % 5 == 0 for count in counts)
    # There was something to hide.
    assert any(0 < n < 5 for n in exact.cities.values())


def test_no_word_of_a_student_and_no_id_is_in_it(reports, stores):
    period = Period.of_days(DAYS, YESTERDAY)
    for talk in read_talks(stores[0].engine, period):
        for message in talk.messages:
            for html in reports.values():
                assert message.conversation not in html and message.key not in html
                assert message.text is None or len(message.text) < 25 or message.text not in html


def test_the_period_before_stands_beside_it(reports):
    before = Period.of_days(DAYS // 2, YESTERDAY).before()
    assert Words.of("fr", {}).day(before.first) in reports["fr"]


def test_a_name_that_would_be_markup_is_shown_as_it_is_written(stores):
    store, helpline = stores
    names = {"fr": {"ask_enrollment_steps": "<b>Les étapes</b>"}}
    period = Period.of_days(DAYS, YESTERDAY)
    html = make_reports(store.engine, helpline.figures, period, names, today())["fr"]
    assert "&lt;b&gt;Les étapes" in html and "<b>Les" not in html


def test_a_period_without_conversations_says_so(stores):
    store, helpline = stores
    empty = Period(date(2020, 1, 1), date(2020, 1, 7))
    html = make_reports(store.engine, helpline.figures, empty, {"fr": {}}, today())["fr"]
    assert Words.of("fr", {})["nothing"] in html


def test_every_text_is_there_in_both_languages_and_arabic_is_arabic():
    for key, sides in catalogue().items():
        assert sides["fr"].strip() and sides["ar"].strip(), key
        if key != "few" and not key.startswith("channels."):
            assert re.search("[\u0600-\u06ff]", sides["ar"]), key
        assert set(re.findall(r"{\w+}", sides["fr"])) == set(re.findall(r"{\w+}", sides["ar"]))


def test_numbers_are_written_as_in_their_language():
    french, arabic = Words.of("fr", {}), Words.of("ar", {})
    assert french.number(12500) == "12\u202f500" and arabic.number(12500) == "12.500"
    assert "نونبر" in arabic.day(date(2026, 11, 27))
    assert french.seconds(0.126) == "0,13 s" and french.seconds(90) == "1,5 min"
