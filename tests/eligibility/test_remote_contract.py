"""docs/remote-source.openapi.yml is a right document, and what the client does is what it says."""

from __future__ import annotations

import json
from datetime import date, datetime, timezone
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator, RefResolver
from openapi_spec_validator import openapi_v31_spec_validator

from eligibility.remote import answer, exchange
from eligibility.remote.settings import RemoteSettings
from eligibility.status import Status
from identifiers.birth_date import read_birth_date
from identifiers.cin import normalise_cin
from identifiers.massar_code import normalise_massar_code
from tests.fund_service import PATH
from tests.lying_answers import LIES

FILE = Path(__file__).resolve().parents[2] / "docs" / "remote-source.openapi.yml"
TEXT = FILE.read_text(encoding="utf-8")
CONTRACT = yaml.safe_load(TEXT)
# Python's expressions do not know classes of letters by name.
PYTHONS = yaml.safe_load(TEXT.replace(r"[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_", r"[^\\W_][\\w"))
OPERATION = CONTRACT["paths"][PATH]["post"]
QUESTION = OPERATION["requestBody"]["content"]["application/json"]["examples"]["student"]["value"]
ANSWERS = OPERATION["responses"]["200"]["content"]["application/json"]["examples"]
NOW = datetime(2026, 11, 26, 12, tzinfo=timezone.utc)


def conforms(value: object, schema: str) -> bool:
    resolver = RefResolver.from_schema(PYTHONS)
    return Draft202012Validator(
        PYTHONS["components"]["schemas"][schema], resolver=resolver
    ).is_valid(value)


def test_it_is_valid_openapi_3_1():
    openapi_v31_spec_validator.validate(CONTRACT)


def test_the_client_asks_at_its_path_with_its_question():
    assert exchange.PATH == PATH
    assert conforms(QUESTION, "LookupRequest")
    assert normalise_cin(QUESTION["cin"]) == QUESTION["cin"]
    assert normalise_massar_code(QUESTION["massar_code"]) == QUESTION["massar_code"]


@pytest.mark.parametrize("name", ANSWERS)
def test_every_example_answer_conforms_and_is_read(name):
    example = ANSWERS[name]["value"]
    assert conforms(example, "LookupAnswer")
    born = read_birth_date(QUESTION["birth_date"], NOW.date())
    read_ones = answer.read_answer(json.dumps(example).encode(), QUESTION["request_id"], born, NOW)
    assert len(read_ones) == len(example["applications"])


def test_states_and_limits_are_those_of_the_code():
    schemas = CONTRACT["components"]["schemas"]
    assert schemas["Status"]["enum"] == [status.value for status in Status]
    assert schemas["LookupAnswer"]["properties"]["applications"]["maxItems"] == answer.MOST_YEARS
    properties = schemas["Application"]["properties"]
    assert properties["university"]["maxLength"] == answer.LONGEST_UNIVERSITY
    assert properties["email_hint"]["maxLength"] == answer.LONGEST_HINT
    assert properties["history"]["maxItems"] == answer.MOST_CHANGES


def test_the_time_limits_that_it_tells_are_those_of_the_settings():
    told = CONTRACT["info"]["description"]
    limits = RemoteSettings("https://amo.example")
    assert f"{limits.connect_seconds:g} s for the connection and {limits.read_seconds:g} s" in told
    assert f"after {limits.budget_seconds:g} s in all" in told
    assert f"for {limits.open_seconds:g} s" in told
    assert exchange.MOST_BYTES == 64 * 1024 and "64 KiB" in told


def test_what_the_contract_forbids_in_form_the_client_refuses_too():
    forms = [lie for lie, body in LIES.items() if not isinstance(body, bytes)]
    broken = [lie for lie in forms if not conforms(LIES[lie], "LookupAnswer")]
    assert len(broken) > 15
    for lie in broken:
        with pytest.raises(answer.BadAnswer):
            answer.read_answer(json.dumps(LIES[lie]).encode(), "r1", date(2005, 3, 5), NOW)
