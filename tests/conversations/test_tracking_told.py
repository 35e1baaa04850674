"""What a student is told of the application: which year, from where, since when, and what next."""

from __future__ import annotations

import base64
import sqlite3
from datetime import date, datetime, timezone

import pytest
from werkzeug import Response

from bot.commands.running import running_assistant
from eligibility import EligibilityStore
from eligibility.deliveries.lines import COLUMNS
from eligibility.importing import import_delivery
from eligibility.migrations import upgrade
from eligibility.person import Digests
from identifiers.keys import MasterKey
from tests.conftest import Conversation, everything_written
from tests.fund_service import application, fund_service

TODAY = "2026-11-26"
RECEIVED = datetime(2026, 11, 13, 9, tzinfo=timezone.utc)
KEY = b"k" * 32
# Several years with a past; an old year only; whose past is asked for by one test alone: invented.
SEVERAL = "ZZ300001 Z300000001 5/3/2003"
OLD = "ZZ300002 Z300000002 6/4/2002"
UNASKED = "ZZ300003 Z300000003 7/5/2001"
LINES = (
    "ZZ300001,Z300000001,2003-03-05,UM5,2024-2025,accepted,,2024-11-04",
    "ZZ300001,Z300000001,2003-03-05,UM5,2025-2026,incomplete,,2025-10-06",
    "ZZ300001,Z300000001,2003-03-05,UM5,2026-2027,declared,,2026-10-01",
    "ZZ300001,Z300000001,2003-03-05,UM5,2026-2027,under_verification,,2026-11-12",
    "ZZ300002,Z300000002,2002-04-06,UMI,2025-2026,rejected_other_coverage,,2025-12-03",
    "ZZ300003,Z300000003,2001-05-07,UAE,2025-2026,incomplete,,2025-10-19",
    "ZZ300003,Z300000003,2001-05-07,UAE,2026-2027,declared,,2026-10-02",
)


@pytest.fixture(scope="module")
def service():
    with fund_service() as service:
        yield service


@pytest.fixture(scope="module")
def with_service(tmp_path_factory, service):
    state = tmp_path_factory.mktemp("with service")
    url = f"sqlite:///{state / 'fund.db'}"
    upgrade(url)
    file = state / "fund.csv"
    file.write_text("\n".join([",".join(COLUMNS), *LINES]))
    store = EligibilityStore(url, Digests(MasterKey(KEY).derive("digest")))
    import_delivery(store, file, RECEIVED)
    settings = {
        "TAGHTIA_KEY": base64.b64encode(KEY).decode(),
        "TAGHTIA_DATABASE_URL": url,
        "TAGHTIA_REMOTE_URL": service.url,
        "TAGHTIA_REMOTE_TOKEN": "s3cret-token",
        "TAGHTIA_REMOTE_MAX_AGE": "0",
        "TAGHTIA_TODAY": TODAY,
    }
    with running_assistant(state, **settings) as running:
        yield running


@pytest.fixture
def asking(with_service, service):
    service.behave = service.answer
    return Conversation(with_service)


def down(question):
    return Response("", 500)


def test_the_current_year_comes_first_with_its_delivery_and_what_next(asking):
    answer = asking.say(f"où en est ma demande ? {SEVERAL}")
    assert "2026-2027" in answer and "en cours de vérification depuis le 12/11/2026" in answer
    assert "reçues le 13/11/2026 (fichier remis à ce service), à jour au 12/11/2026" in answer
    assert "2025-2026" not in answer


def test_earlier_years_are_offered_and_told_in_a_line_each(asking):
    asking.say(f"où en est ma demande ? {SEVERAL}")
    told = asking.press("Autres années")
    assert "2025-2026\u200e (UM5) – incomplète – 06/10/2025" in told
    assert told.index("2025-2026") < told.index("2024-2025\u200e (UM5) – acceptée")


@pytest.mark.parametrize("question", ["depuis quand ?", "l'historique", "mn imta ?"])
def test_the_history_is_told_on_request_in_order(asking, question):
    asking.say(f"où en est ma demande ? {SEVERAL}")
    told = asking.say(question)
    assert told.index("01/10/2026") < told.index("12/11/2026")
    assert "réf" not in told


def test_one_detail_after_the_other_in_arabic(asking):
    asking.say(f"فين وصل الطلب ديالي {SEVERAL}")
    assert "قيد التحقق" in asking.press("مراحل الطلب")
    assert "2024-2025" in asking.say("السنوات السابقة")
    assert "12/11/2026" in asking.say("منذ متى؟")


def test_details_are_for_the_conversation_that_gave_the_proof(asking, with_service):
    asking.say(f"où en est ma demande ? {SEVERAL}")
    other = Conversation(with_service)
    told = other.say('/track_application{"application_detail": "history"}')
    assert "رقم بطاقتك الوطنية" in told and "01/10/2026" not in told


def test_the_history_is_written_nowhere_before_it_is_asked_for(asking, with_service):
    asking.say(f"où en est ma demande ? {UNASKED}")
    (with_service.state / "fund.csv").unlink(missing_ok=True)
    written = everything_written(with_service.state)
    assert "2025-2026" in asking.press("Autres années")
    told = everything_written(with_service.state)
    assert "19/10/2025" not in written and "19/10/2025" in told


def test_after_cancelling_nothing_more_is_told(asking):
    asking.say(f"où en est ma demande ? {SEVERAL}")
    asking.say("où en est ma demande ?")
    assert "annulé" in asking.say("annuler")
    told = asking.say('/track_application{"application_detail": "years"}')
    assert "CIN" in told and "2025-2026" not in told


def test_an_old_year_alone_is_said_to_be_old(asking):
    answer = asking.say(f"où en est ma demande ? {OLD}")
    assert answer.startswith("Rien encore ici pour 2026-2027")
    assert "2025-2026 (UMI) : refusée le 03/12/2025" in answer and "chaque rentrée" in answer
    assert "لا شيء هنا بعد" in Conversation(asking.assistant).say(f"فين وصل الطلب ديالي {OLD}")


def test_who_is_known_to_the_service_alone_is_found_there(asking, service):
    history = [("declared", "2026-10-03T10:00:00Z"), ("accepted", "2026-11-19T10:00:00Z")]
    service.knows("ZZ400001", "Z400000001", date(2004, 5, 6), application(history=history))
    answer = asking.say("où en est ma demande ? ZZ400001 Z400000001 6/5/2004")
    assert "acceptée le 19/11/2026" in answer and "(service du fonds)" in answer
    assert "03/10/2026" in asking.press("L'historique")


def test_when_the_service_is_down_the_last_known_state_is_told_with_its_age(asking, service):
    service.behave = down
    answer = asking.say(f"où en est ma demande ? {SEVERAL}")
    assert "ne répond pas" in answer and "reçu le 13/11/2026" in answer
    assert "en cours de vérification" in answer


def test_when_the_service_is_down_an_unknown_person_may_exist_and_tries_again(asking, service):
    service.behave = down
    service.knows("ZZ400002", "Z400000002", date(2004, 5, 6), application("declared"))
    answer = asking.say("où en est ma demande ? ZZ400002 Z400000002 6/5/2004")
    assert "existe peut-être" in answer and "ne trouve pas" not in answer
    service.behave = service.answer
    assert "déclarée" in asking.press("Réessayer")


def test_a_definite_no_of_the_service_is_not_found(asking):
    assert "ne trouve pas" in asking.say("ma demande ? ZZ499999 Z499999999 1/1/2001")


def test_no_identifier_and_no_token_is_in_any_log_or_store(asking, with_service):
    asking.say("ma demande ? ZZ488888 Z488888888 2/2/2002")
    written = everything_written(with_service.state)
    assert not [s for s in ("488888", "2002-02-02", "s3cret-token") if s in written]


@pytest.fixture(scope="module")
def without_data(tmp_path_factory):
    state = tmp_path_factory.mktemp("without data")
    url = f"sqlite:///{state / 'fund.db'}"
    with running_assistant(state, TAGHTIA_DATABASE_URL=url, TAGHTIA_TODAY=TODAY) as running:
        yield running


def test_without_any_data_nothing_is_asked_for_and_the_funds_link_is_given(without_data):
    talk = Conversation(without_data)
    answer = talk.say("où en est ma demande ?")
    assert "Aucune donnée" in answer and "https://eservices.cnops.org.ma" in answer
    assert "suspendus" in answer and "numéro de CIN ?" not in answer
    # The form has not begun: what comes next is answered as outside it.
    assert "400 DH" in talk.say("c'est payant ?")
    assert "Revenons" not in "\n".join(one["text"] for one in talk.answers)


def test_without_any_data_identifiers_that_come_anyway_are_not_kept(without_data):
    talk = Conversation(without_data)
    assert "Aucune donnée" in talk.say("où en est ma demande ? ZZ100001 Z100000001 5/3/2005")
    assert "لم تسلم" in Conversation(without_data).say("ZZ100001 Z100000001 5/3/2005")
    with sqlite3.connect(without_data.state / "vault.db") as vault:
        assert vault.execute("SELECT kind FROM held_identifiers").fetchall() == []


def test_without_any_data_the_second_of_two_wishes_is_answered_so_too(without_data):
    answer = Conversation(without_data).say("c'est payant l'AMO ? et où en est ma demande à moi ?")
    assert "400 DH" in answer and "Aucune donnée" in answer
