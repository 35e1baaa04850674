"""Whatever an answer holds, each platform gets it within its limits and with whole characters."""

from __future__ import annotations

import csv
import json

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.answer import Answer, Button, OfficeCard
from bot.channels.messaging.splitting import cut_text, split_text, units
from bot.channels.messenger import rendering as messenger
from bot.channels.telegram import rendering as telegram
from bot.channels.whatsapp import rendering as whatsapp
from identifiers.state import PROJECT

# Letters with marks, a family of four signs, a flag, a surrogate pair, line ends.
PIECES = ["بِسْمِ", "بًٌٍ", "👨‍👩‍👧‍👦", "🇲🇦", "𝒜", "é", "mot ", "نعم. ", "\n", "\n\n", "؟ ", "a" * 30]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=400).map("".join)
TITLES = st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join)
BUTTONS = st.lists(
    st.builds(Button, TITLES, st.sampled_from([f"/ask_{n}" for n in range(20)])), max_size=14
)
OFFICE = OfficeCard("O01", "Rabat", "Bureau " * 30, "avenue " * 60, 3, 34.0, -6.8, "https://x.ma/")
ANSWERS = st.builds(
    Answer,
    TEXTS,
    st.sampled_from(["fr", "ar"]),
    buttons=BUTTONS.map(tuple),
    offices=st.lists(st.just(OFFICE), max_size=5).map(tuple),
)


def whole(text: str) -> list[str]:
    return regex.findall(r"\X", "".join(text.split()))


@given(TEXTS, st.integers(20, 200))
@settings(max_examples=80, deadline=None)
def test_a_split_text_fits_loses_nothing_and_breaks_no_character(text, limit):
    parts = split_text(text, limit)
    assert all(0 < units(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert [c for part in parts for c in whole(part)] == whole(text)


@given(TITLES, st.integers(12, 30))
@settings(max_examples=80, deadline=None)
def test_a_cut_title_fits_and_ends_with_a_whole_character(title, limit):
    cut = cut_text(title, limit)
    assert units(cut) <= limit
    assert cut == title.strip() or cut.endswith("…")


def test_a_text_is_split_between_sentences_before_words():
    text = "Une phrase courte. Une autre phrase un peu plus longue. La fin."
    assert split_text(text, 45) == [
        "Une phrase courte.",
        "Une autre phrase un peu plus longue. La fin.",
    ]
    assert split_text("كلمة أولى؟ كلمة ثانية", 14) == ["كلمة أولى؟", "كلمة ثانية"]


def test_a_character_longer_than_a_message_still_fits():
    parts = split_text("ا" + "\u064b" * 100, 20)
    assert all(units(part) <= 20 for part in parts)


@given(ANSWERS)
@settings(max_examples=80, deadline=None)
def test_whatsapp_messages_are_within_the_limits(answer):
    for payload in whatsapp.render(answer):
        if payload["type"] == "text":
            assert 0 < units(payload["text"]["body"]) <= 4096
            assert payload["text"]["preview_url"] is False
        elif payload["type"] == "interactive":
            check_interactive(payload["interactive"])
        else:
            assert units(payload["location"]["name"]) <= 100


def check_interactive(interactive: dict) -> None:
    assert 0 < units(interactive["body"]["text"]) <= 1024
    action = interactive["action"]
    if interactive["type"] == "button":
        replies = [button["reply"] for button in action["buttons"]]
        assert 1 <= len(replies) <= 3 and all(0 < units(r["title"]) <= 20 for r in replies)
        assert len({r["title"] for r in replies}) == len({r["id"] for r in replies}) == len(replies)
        return
    (section,) = action["sections"]
    assert units(action["button"]) <= 20 and 1 <= len(section["rows"]) <= 10
    assert len({row["id"] for row in section["rows"]}) == len(section["rows"])
    assert all(units(row["title"]) <= 24 for row in section["rows"])
    assert all(units(row.get("description", "")) <= 72 for row in section["rows"])


@given(ANSWERS)
@settings(max_examples=60, deadline=None)
def test_telegram_calls_are_within_the_limits(answer):
    for call in telegram.render(answer):
        if call["method"] == "sendMessage":
            assert 0 < units(call["text"]) <= 4096
            assert call["link_preview_options"] == {"is_disabled": True}
            for row in call.get("reply_markup", {}).get("inline_keyboard", []):
                assert all(0 < len(b["callback_data"].encode()) <= 64 and b["text"] for b in row)


@given(ANSWERS)
@settings(max_examples=60, deadline=None)
def test_messenger_messages_are_within_the_limits(answer):
    messages = messenger.render(answer)
    for message in messages:
        if "text" in message:
            assert 0 < len(message["text"]) <= 2000
        replies = message.get("quick_replies", [])
        assert len(replies) <= 13 and all(0 < len(reply["title"]) <= 20 for reply in replies)
    assert not any("quick_replies" in message for message in messages[:-1])


def test_three_short_buttons_are_buttons_and_more_or_longer_ones_a_list():
    def kind(*titles):
        buttons = tuple(Button(title, f"/ask_{n}") for n, title in enumerate(titles))
        (payload,) = whatsapp.render(Answer("?", "fr", buttons=buttons))
        return payload["interactive"]["type"], payload["interactive"]["action"]

    assert kind("Oui", "Non", "Autre")[0] == "button"
    assert kind("a", "b", "c", "d")[0] == "list"
    long = "Remboursement des soins dentaires"
    name, action = kind("Oui", long)
    row = action["sections"][0]["rows"][1]
    assert name == "list" and row["title"].endswith("…") and row["description"] == long


def test_an_office_is_a_place_on_each_platform():
    answer = Answer("Le bureau", "fr", offices=(OFFICE,))
    location, _ = whatsapp.render(answer)
    assert (location["location"]["latitude"], location["location"]["longitude"]) == (34.0, -6.8)
    venue, _ = telegram.render(answer)
    assert (venue["method"], venue["latitude"]) == ("sendVenue", 34.0)
    card, _ = messenger.render(answer)
    (element,) = card["attachment"]["payload"]["elements"]
    assert element["buttons"][0]["url"] == OFFICE.map_url


def test_every_place_of_the_gazetteer_fits_a_telegram_button():
    with (PROJECT / "knowledge/data/gazetteer.csv").open(encoding="utf-8") as file:
        place_ids = [row["id"] for row in csv.DictReader(file)]
    for place_id in place_ids:
        payload = "/find_office" + json.dumps({"place_id": place_id})
        (call,) = telegram.render(Answer("?", "fr", buttons=(Button("x", payload),)))
        assert call["reply_markup"], place_id


@pytest.mark.parametrize("platform", [whatsapp, telegram, messenger])
def test_an_answer_without_words_is_no_message(platform):
    assert platform.render(Answer(" \n", "fr", buttons=(Button("x", "/greet"),))) == []
