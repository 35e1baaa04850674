"""News is told once, to whom asked for it, and as the platform allows."""

from __future__ import annotations

import json
from datetime import date, timedelta

from bot.channels.messaging.pushing import Pushed
from eligibility.erasure import forget
from eligibility.person import Digests
from eligibility.subscriptions import LIFETIME, Topic
from identifiers.keys import MasterKey
from tests.delivery_files import SALMA
from tests.notifying.conftest import ADDRESS, now

ENDED = date(2027, 3, 1)


def test_nothing_is_told_while_nothing_changes(world):
    world.hear()
    world.wishes.begin(world.wish())
    assert world.go_round() == {} and world.queued() == []


def test_a_change_is_told_once_and_does_not_say_the_state(world):
    world.hear()
    world.wishes.begin(world.wish())
    world.becomes("rejected_other_coverage", "2026-11-02")
    assert world.go_round() == {"queued": 1}
    assert world.go_round() == {}
    (queued,) = world.queued()
    said = json.dumps(queued, ensure_ascii=False)
    assert queued["address"] == ADDRESS
    assert "L'état de votre demande a changé" in said and "refus" not in said


def test_outside_the_window_the_template_goes_in_the_persons_language(world):
    world.hear(hours_ago=30)
    world.wishes.begin(world.wish(language="ar"))
    world.becomes("accepted", "2026-11-02")
    assert world.go_round() == {"queued": 1}
    (queued,) = world.queued()
    assert queued["payload"]["template"] == {"name": "application_news", "language": {"code": "ar"}}


def test_without_a_template_the_news_wait_until_the_person_writes(world):
    world.templates.clear()
    world.hear(hours_ago=30)
    world.wishes.begin(world.wish())
    world.becomes("accepted", "2026-11-02")
    assert world.go_round() == {"not_now": 1} and world.queued() == []
    world.hear()
    assert world.go_round() == {"queued": 1}


def test_a_later_change_is_told_again_even_back_to_an_earlier_state(world):
    world.hear()
    world.wishes.begin(world.wish())
    for status, day in (("incomplete", "02"), ("under_verification", "03"), ("incomplete", "04")):
        world.becomes(status, f"2026-11-{day}")
        assert world.go_round() == {"queued": 1}
    assert len(world.queued()) == 3


def test_a_round_interrupted_after_queueing_tells_nothing_twice(world):
    world.hear()
    world.wishes.begin(world.wish())
    world.becomes("accepted", "2026-11-02")
    telling = world.telling()
    telling._wishes.know = lambda *_: False  # as if it had died here
    assert telling.go_round(now(), date(2026, 11, 26))[Pushed.QUEUED] == 1
    assert world.go_round() == {"queued": 1}
    assert len(world.queued()) == 1


def test_who_stopped_is_told_nothing(world):
    world.hear()
    world.wishes.begin(world.wish())
    assert world.wishes.end("c1") == 1
    world.becomes("accepted", "2026-11-02")
    assert world.go_round() == {}


def test_a_wish_ends_by_itself(world):
    world.hear()
    world.wishes.begin(world.wish(since=now() - LIFETIME - timedelta(days=1)))
    world.becomes("accepted", "2026-11-02")
    assert world.go_round() == {} and world.wishes.count() == 0


def test_whose_address_is_gone_is_no_longer_wished_for(world):
    world.wishes.begin(world.wish())
    assert world.go_round() == {"nobody": 1} and world.wishes.count() == 0


def test_a_channel_that_is_not_set_up_keeps_its_wishes(world):
    world.wishes.begin(world.wish(channel="telegram"))
    assert world.go_round() == {} and world.wishes.count() == 1


def test_an_open_page_is_told_once(world):
    world.open_page()
    world.wishes.begin(world.wish(channel="web", conversation="w1"))
    world.becomes("accepted", "2026-11-02")
    assert world.go_round() == {"queued": 1} and world.go_round() == {}
    (said,) = world.said_on_page()
    assert said.startswith("L'état de votre demande a changé")


def test_a_forgotten_page_is_told_nothing(world):
    world.open_page()
    world.wishes.begin(world.wish(channel="web", conversation="w1"))
    world.outbox.forget("w1")
    assert world.go_round() == {"nobody": 1} and world.wishes.count() == 0


def test_open_declarations_are_told_once_to_all_who_wait_for_that_year(world):
    world.hear()
    world.wishes.begin(world.wish(Topic.DECLARATIONS))
    assert world.go_round() == {}
    assert world.go_round(opened="2025-2026") == {}
    assert world.go_round(opened="2026-2027") == {"queued": 1}
    assert world.go_round(opened="2026-2027") == {} and world.wishes.count() == 0
    assert "déclarations de couverture sont ouvertes" in json.dumps(
        world.queued(), ensure_ascii=False
    )


def test_once_the_scheme_has_ended_nobody_waits_for_declarations(world):
    world.hear()
    world.wishes.begin(world.wish(Topic.DECLARATIONS))
    assert world.go_round(ENDED) == {"queued": 1} and world.wishes.count() == 0
    assert "a pris fin" in json.dumps(world.queued(), ensure_ascii=False)


def test_a_rotation_of_the_key_ends_a_wish_and_the_person_is_told_so(world):
    world.hear()
    world.wishes.begin(world.wish())
    world.store.digests = Digests.of(world.chain.longer())
    assert world.go_round() == {"queued": 1} and world.wishes.count() == 0
    assert "clés de ce service" in json.dumps(world.queued(), ensure_ascii=False)


def test_an_operator_who_deletes_a_person_deletes_their_wish(world):
    world.wishes.begin(world.wish())
    forget(world.store, SALMA, now())
    assert world.wishes.count() == 0


def test_no_identifier_and_no_address_is_kept_for_a_wish(world):
    world.hear()
    world.wishes.begin(world.wish())
    kept = world.stored()
    for secret in (SALMA.cin, SALMA.massar_code, ADDRESS["to"], str(SALMA.birth_date.year)):
        assert secret not in kept
    assert world.store.digests.person(SALMA) not in repr(world.wishes.all()[0])
    assert Digests(MasterKey(b"x" * 32).derive("digest")).person(SALMA) not in kept
