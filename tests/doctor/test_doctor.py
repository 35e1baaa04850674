"""`taghtia doctor` names what is wrong and how to mend it, and shows no secret."""

from __future__ import annotations

import http.server
import threading
import time

import pytest

from bot.channels.messaging.tables import metadata, outgoing
from bot.doctor import analytics, installation, messengers, queues, services
from bot.doctor.finding import Level
from bot.doctor.links import check_links, known_links
from bot.outbox.database import open_outbox, outbox_url
from eligibility import EligibilityStore
from eligibility.demo import seed_demo
from eligibility.migrations import upgrade
from identifiers.database import create_tables, now
from identifiers.state import state_directory
from insights.spool import Spool

KEY, OTHER_KEY = "A" * 43 + "=", "B" * 42 + "A="


@pytest.fixture
def bare(tmp_path, monkeypatch):
    """Nothing configured, nothing made yet."""
    for name in ("KEY", "KEY_FILE", "DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "OUTBOX_URL"):
        monkeypatch.delenv(f"TAGHTIA_{name}", raising=False)
    monkeypatch.setenv("TAGHTIA_STATE", str(tmp_path / "state"))
    return monkeypatch


@pytest.fixture
def site():
    """Answers 200 at /here, 404 elsewhere; the clock of an hour ago at /late."""

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response_only(404 if self.path == "/gone" else 200)
            late = 3600 if self.path == "/late" else 0
            self.send_header("Date", self.date_time_string(time.time() - late))
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_HEAD = do_GET

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_before_anything_is_made_nothing_must_be_mended(bare):
    found = [installation.check_key(), installation.check_disk()]
    found += [*services.check_stores(), services.check_redis()]
    found += [*messengers.check_messengers(), *queues.check_queues(), *analytics.check_spool()]
    assert not [one for one in found if one.level is Level.MEND]
    assert "does not exist yet" in found[2].text
    assert not state_directory().exists()


def test_a_key_that_others_can_read_must_be_mended(bare, tmp_path):
    key = tmp_path / "key"
    key.write_text("A" * 43 + "=")
    bare.setenv("TAGHTIA_KEY_FILE", str(key))
    key.chmod(0o644)
    assert f"chmod 600 {key}" in installation.check_key().text
    key.chmod(0o600)
    assert installation.check_key().level is Level.OK
    key.write_text("no key")
    assert "openssl rand" in installation.check_key().text


def test_a_database_that_does_not_answer_is_named_without_its_password(bare):
    bare.setenv("TAGHTIA_DATABASE_URL", "postgresql://me:geheim@127.0.0.1:9/none")
    found = next(services.check_stores())
    assert found.level is Level.MEND and "TAGHTIA_DATABASE_URL" in found.text
    assert "geheim" not in found.text


def test_a_key_that_does_not_belong_to_the_store_must_be_mended(bare, tmp_path):
    url = f"sqlite:///{tmp_path / 'store.db'}"
    bare.setenv("TAGHTIA_DATABASE_URL", url)
    bare.setenv("TAGHTIA_KEY", KEY)
    upgrade(url)
    seed_demo(EligibilityStore.from_environment())
    assert services.check_store_key().level is Level.OK
    bare.setenv("TAGHTIA_KEY", OTHER_KEY)
    found = services.check_store_key()
    assert found.level is Level.MEND and "right key" in found.text
    assert KEY not in found.text and OTHER_KEY not in found.text


def test_what_a_platform_refuses_is_told_with_its_error(bare, tmp_path):
    bare.setenv("TAGHTIA_OUTBOX_URL", f"sqlite:///{tmp_path / 'outbox.db'}")
    engine = open_outbox(outbox_url())
    create_tables(engine, metadata)
    row = {"channel": "whatsapp", "conversation": "c", "not_before": now()}
    moments = {"created_at": now(), "changed_at": now()}
    states = (("waiting", "190"), ("failed", "131026"), ("parked", "131047"), ("read", None))
    with engine.begin() as connection:
        for state, error in states:
            given = {"reference": state, "state": state, "error": error}
            connection.execute(outgoing.insert().values(**row, **moments, **given))
    levels = {finding.text.split(":")[0]: finding.level for finding in queues.check_queues()}
    assert levels["1 message(s) wait because of error 190"] is Level.MEND
    assert levels["1 message(s) given up, error 131026"] is Level.WARNING
    assert levels["1 answer(s) wait until the person writes again"] is Level.WARNING
    assert levels["1 in the last 24 hours without trouble"] is Level.OK


def test_a_redis_that_does_not_answer_must_be_mended(bare):
    bare.setenv("TAGHTIA_REDIS_URL", "redis://:geheim@127.0.0.1:9/0")
    found = services.check_redis()
    assert found.level is Level.MEND and "geheim" not in found.text


def test_a_wrong_clock_must_be_mended(site):
    assert installation.check_clock(f"{site}/late").level is Level.MEND
    assert installation.check_clock(f"{site}/here").level is Level.OK
    assert installation.check_clock("http://127.0.0.1:9/").level is Level.WARNING


def test_links_that_are_gone_must_be_mended(site):
    wanted = [f"{site}/gone", f"{site}/here", "http://127.0.0.1:9/"]
    levels = {one.what: one.level for one in check_links(wanted)}
    assert [levels[one] for one in wanted] == [Level.MEND, Level.OK, Level.WARNING]


def test_links_of_sources_and_of_answers_are_known():
    assert {"https://www.cnops.org.ma"} & {link.rstrip("/") for link in known_links()}
    assert all(link.startswith("http") for link in known_links())


def test_half_a_messenger_is_named_with_what_is_missing(bare):
    bare.setenv("TAGHTIA_TELEGRAM_TOKEN", "123:geheim")
    (found,) = [one for one in messengers.check_messengers() if one.level is Level.MEND]
    assert "TAGHTIA_TELEGRAM_SECRET" in found.text and "geheim" not in found.text


def test_a_refused_token_must_be_mended(bare, site):
    for name in ("APP_SECRET", "VERIFY_TOKEN", "TOKEN"):
        bare.setenv(f"TAGHTIA_WHATSAPP_{name}", "geheim")
    bare.setenv("TAGHTIA_WHATSAPP_PHONE_NUMBER_ID", "1")
    bare.setenv("TAGHTIA_WHATSAPP_API", f"{site}")
    found = {one.what: one for one in messengers.check_messengers()}
    assert found["WhatsApp token"].level is Level.OK
    assert found["whatsapp web-hook"].level is Level.WARNING
    assert "geheim" not in str(found)


def test_events_that_nobody_takes_in_are_told_with_their_age(bare):
    bare.delenv("TAGHTIA_EVENT_BROKER_URL", raising=False)
    spool = Spool.from_environment()
    spool.append(b'{"event": "user", "timestamp": %d}' % time.time())
    assert [one.level for one in analytics.check_spool()] == [Level.OK]
    with spool.held():
        (taken,) = spool.take()
    taken.write_bytes(b'{"event": "user", "timestamp": 1795000000}\n' * 9)
    spool.append(b'{"event": "user", "timestamp": %d}' % time.time())
    (late,) = analytics.check_spool()
    assert late.level is Level.WARNING and "18/11/2026" in late.text


@pytest.mark.parametrize(
    ("name", "value"),
    [("TAGHTIA_INSIGHTS", "off"), ("TAGHTIA_EVENT_BROKER_URL", "amqp://localhost")],
)
def test_where_no_spool_is_kept_none_is_looked_at(bare, name, value):
    Spool.from_environment().append(b'{"event": "user", "timestamp": 1}')
    bare.setenv(name, value)
    assert not list(analytics.check_spool())


def test_a_spool_that_cannot_be_read_is_no_reason_to_stop(bare):
    Spool.from_environment().append(b"no event")
    assert [one.level for one in analytics.check_spool()] == [Level.WARNING]
