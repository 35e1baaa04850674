"""The editor's page: one editor on one machine, and one key writes an example."""

from __future__ import annotations

import uuid

import pytest
import requests

from bot.evaluation.additions import TrainingFiles
from bot.evaluation.examples import read_examples
from bot.review.session import ReviewSession
from bot.review.site import ReviewSite
from insights.review.candidates import find_candidates
from tests.evaluation.test_additions import FILE
from tests.insights.conftest import key, sqlite_store  # noqa: F401
from tests.insights.test_figures import Talking
from tests.serving import serving

INTENTS = frozenset({"ask_renewal", "ask_coverage"})
TEXTS = ("en septembre il faut recommencer ?", "la déclaration de l'an dernier suffit-elle ?")


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "nlu"
    folder.mkdir()
    (folder / "enrollment.yml").write_text(FILE, encoding="utf-8")
    return folder


@pytest.fixture
def site(sqlite_store, folder):  # noqa: F811
    for number, text in enumerate(TEXTS):
        lost = Talking(f"student {number}").asks("ask_renewal", text=text).hears("utter_lost")
        sqlite_store.taking_in.take(lost.bodies)
    candidates = find_candidates(sqlite_store.engine, days=3, most=10)
    session = ReviewSession(sqlite_store, TrainingFiles(folder, {}), [candidates], INTENTS)
    return ReviewSite(session, [{"name": one, "fr": "", "ar": ""} for one in sorted(INTENTS)])


@pytest.fixture
def url(site):
    with serving(site.app()) as url:
        yield url


@pytest.fixture
def editor(site, url):
    browser = requests.Session()
    opened = browser.get(f"{url}/?token={site.token}", timeout=10)
    assert opened.status_code == 200 and "token" not in opened.url
    return browser


def groups(editor, url):
    return editor.get(f"{url}/groups", timeout=10).json()


def decide(editor, url, message, decision="accepted", csrf=None, **more):
    body = {"intent": "ask_renewal", "decision": decision, **message, **more}
    headers = {"X-Csrf": csrf or groups(editor, url)["csrf"]}
    return editor.post(f"{url}/decisions", json=body, headers=headers, timeout=10)


def test_nobody_without_the_token_gets_in_and_no_other_site_asks_in_the_editors_name(url, editor):
    for path in ("/", "/groups", "/page/review.js", "/?token=wrong"):
        assert requests.get(url + path, timeout=10).status_code == 403
    message = groups(editor, url)["groups"][0]["messages"][0]
    assert decide(editor, url, message, csrf="guessed").status_code == 403
    # A name that another site points at this machine (DNS rebinding).
    strange = editor.get(f"{url}/groups", headers={"Host": "evil.example"}, timeout=10)
    assert strange.status_code == 403
    cookie = next(iter(editor.cookies))
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert cookie.get_nonstandard_attr("SameSite") == "Strict"


def test_the_page_loads_nothing_from_elsewhere_and_may_be_framed_by_nobody(url, editor):
    page = editor.get(f"{url}/", timeout=10)
    assert "http" not in page.text
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    for name in ("review.js", "words.js", "messages.js", "review.css", "strings.json"):
        assert editor.get(f"{url}/page/{name}", timeout=10).status_code == 200
    assert editor.get(f"{url}/page/..%2Fsite.py", timeout=10).status_code == 404


def test_an_accepted_message_is_an_example_and_comes_back_no_more(url, editor, folder):
    messages = groups(editor, url)["groups"][0]["messages"]
    (first,) = [one for one in messages if one["text"] == TEXTS[0]]
    done = decide(editor, url, first)
    assert done.json() == {"added": "enrollment.yml:9"}
    assert TEXTS[0] in [example.text for example in read_examples(folder)]
    left = groups(editor, url)["groups"][0]["messages"]
    assert [one["text"] for one in left] == [TEXTS[1]]
    assert decide(editor, url, first).status_code == 409


def test_a_near_copy_is_refused_stays_open_and_can_be_written_otherwise(url, editor, folder):
    messages = groups(editor, url)["groups"][0]["messages"]
    (copy,) = [one for one in messages if one["text"] == TEXTS[1]]
    assert "near copy" in decide(editor, url, copy).json()["refused"]
    assert (folder / "enrollment.yml").read_text(encoding="utf-8") == FILE
    rewritten = decide(editor, url, copy, text="celle d'avant est encore bonne ou pas")
    assert rewritten.json() == {"added": "enrollment.yml:9"}


def test_what_is_rejected_or_a_new_need_changes_no_file(url, editor, folder, sqlite_store):  # noqa: F811
    first, second = groups(editor, url)["groups"][0]["messages"]
    assert decide(editor, url, first, "rejected").json() == {}
    assert decide(editor, url, second, "need", intent="grant").json() == {}
    assert groups(editor, url)["groups"] == []
    assert (folder / "enrollment.yml").read_text(encoding="utf-8") == FILE
    assert find_candidates(sqlite_store.engine, days=3, most=10) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"decision": "deleted"},
        {"intent": "ask_everything"},
        {"variety": "de"},
        {"text": " "},
        {"text": "x" * 601},
        {"intent": 7},
    ],
)
def test_a_request_that_says_nothing_that_can_be_done_is_refused(url, editor, wrong, folder):
    message = groups(editor, url)["groups"][0]["messages"][0]
    assert decide(editor, url, message, **wrong).status_code == 400
    assert decide(editor, url, {**message, "key": uuid.uuid4().hex}).status_code == 409
    assert (folder / "enrollment.yml").read_text(encoding="utf-8") == FILE
