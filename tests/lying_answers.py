"""Answers of a remote source that must not be believed, to the request `r1`."""

from __future__ import annotations

from tests.fund_service import application


def answer(*applications: object, **more: object) -> dict[str, object]:
    return {"request_id": "r1", "applications": list(applications), **more}


LATE = "2026-11-27T09:30:00Z"
LIES = {
    "another request's answer": answer(application(), request_id="r2"),
    "an unknown status": answer(application("perhaps")),
    "a year twice": answer(application(), application("declared")),
    "a year that is none": answer(application(year="2026-2028")),
    "a year that is no year": answer(application(year="2026")),
    "a year that is a number": answer(application(year=2026)),
    "a year far ahead": answer(application(year="2029-2030", updated_at="2026-11-20T09:30:00Z")),
    "a time in the future": answer(application(updated_at=LATE)),
    "a time years from its year": answer(application(updated_at="2020-11-20T09:30:00Z")),
    "a time without a zone": answer(application(updated_at="2026-11-20T09:30:00")),
    "a time that is a number": answer(application() | {"updated_at": 1764000000}),
    "a time that is no time": answer(application() | {"updated_at": "2026-02-31T09:30:00Z"}),
    "a history later than the data": answer(application(history=[("accepted", LATE)])),
    "a history out of order": answer(
        application(
            history=[("declared", "2026-10-02T00:00:00Z"), ("accepted", "2026-10-01T00:00:00Z")]
        )
    ),
    "a history that ends otherwise": answer(
        application(history=[("declared", "2026-10-01T00:00:00Z")])
    ),
    "no history": answer(application() | {"history": []}),
    "a history that is a text": answer(application() | {"history": "accepted"}),
    "a link in the university": answer(application() | {"university": "http://evil.example"}),
    "an address in the university": answer(application() | {"university": "evil.example"}),
    "mark-up in the university": answer(application() | {"university": "<b>UM5</b>"}),
    "a line break in the university": answer(application() | {"university": "UM5\n"}),
    "turned writing in the university": answer(application() | {"university": "UM5\u202e"}),
    "an endless university": answer(application() | {"university": "U" * 81}),
    "no university": answer({k: v for k, v in application().items() if k != "university"}),
    "a whole e-mail address": answer(application(email_hint="salma@um5.ac.ma")),
    "far too many years": answer(
        *(
            application(year=f"{y}-{y + 1}", updated_at=f"{y}-11-20T00:00:00Z")
            for y in range(2012, 2026)
        )
    ),
    "applications that are no list": {"request_id": "r1", "applications": {}},
    "no applications": {"request_id": "r1"},
    "a list": [1, 2],
    "a text": "not found",
    "nothing": None,
    "not JSON": b"<html>",
    "not a text at all": b"\xff\xfe\x00",
    "too deep": b"[" * 60_000,
}
