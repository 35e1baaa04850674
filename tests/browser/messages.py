"""Answers as the server gives them, for the fake channel."""

from __future__ import annotations

from typing import Any

GREETING = {
    "text": "Bonjour !",
    "language": "fr",
    "name": "utter_greet",
    "buttons": [{"title": "Les étapes", "payload": "/ask_enrollment_steps"}],
}
ANSWER = {"text": "400 dirhams par an.", "language": "fr", "name": "utter_x", "facts": ["K1"]}
MAP = "https://www.google.com/maps/search/?api=1&query=27.14180%2C-13.18800"
OFFICE = {
    "id": "O15",
    "town": "العيون",
    "name": "École Supérieure de Technologie",
    "address": "BP 3007, Lotissement 25 Mars, Laâyoune",
    "distance_km": 474,
    "lat": 27.1418,
    "lon": -13.188,
    "map_url": MAP,
}
OFFICE_ANSWER = {
    "name": "utter_office_near",
    "language": "ar",
    "text": (
        "لا تضم اللائحة مكتبا في الداخلة. الأقرب في العيون، على بعد حوالي 474 كلم في خط مستقيم:\n"
        f"{OFFICE['name']}\n{OFFICE['address']}\n{MAP}\n"
        "حسب لائحة المطوية؛ لم نجد الهاتف ولا المواقيت: تأكد قبل الذهاب."
    ),
    "offices": [OFFICE],
    "facts": ["F06"],
    "buttons": [
        {"title": "السمارة", "payload": '/find_office{"place_id": "O20"}'},
        {"title": "كلميم", "payload": '/find_office{"place_id": "O14"}'},
    ],
}
STEPS = {
    "fr": {
        "name": "utter_ask_enrollment_steps",
        "language": "fr",
        "step": 0,
        "text": (
            "L'inscription à l'AMO étudiants se fait en 4 étapes :\n"
            "1. Déclarer en ligne, sur le site de votre université, que vous avez ou non une autre "
            "couverture\n2. Vérification par l'ANAM (agence de l'assurance maladie)\n"
            "3. Réponse de la CNOPS par e-mail\n"
            "4. Si vous êtes accepté, droits ouverts dès cet e-mail\n"
            "Fin du régime vers le 1er février 2027 (à confirmer)."
        ),
        "facts": ["F30"],
        "buttons": [
            {"title": "Étape suivante", "payload": "/ask_next_step"},
            {"title": "Ma plateforme", "payload": "/ask_university_platform"},
        ],
    },
    "ar": {
        "name": "utter_ask_enrollment_steps",
        "language": "ar",
        "step": 0,
        "text": (
            "يتم التسجيل في تأمين الطلبة على 4 مراحل:\n"
            "1. التصريح إلكترونيا، في موقع جامعتك، باستفادتك أو عدم استفادتك من تغطية أخرى\n"
            "2. تحقق الوكالة الوطنية للتأمين الصحي\n3. جواب الصندوق برسالة إلكترونية\n"
            "4. إذا قبل طلبك، بداية الاستفادة فور التوصل بالرسالة\n"
            "من المقرر أن ينتهي هذا النظام حوالي فاتح فبراير 2027 (تاريخ غير مؤكد)."
        ),
        "facts": ["F30"],
        "buttons": [{"title": "المرحلة التالية", "payload": "/ask_next_step"}],
    },
}
STATUSES = (
    "declared",
    "under_verification",
    "accepted",
    "rejected_other_coverage",
    "incomplete",
)


def status_answer(status: str, language: str = "fr") -> dict[str, Any]:
    texts = {
        "fr": "Demande 2026-2027 (UM5) : voici son état.\nDonnées au 20/11/2026.",
        "ar": "طلب \u200e2026-2027\u200e (UM5): هذه حالته.\nمعطيات إلى غاية 20/11/2026.",
    }
    answer = {"text": texts[language], "language": language, "facts": ["K57"]}
    return {**answer, "name": f"utter_application_{status}", "status": status}


def asking(kind: str, text: str, language: str = "fr") -> dict[str, Any]:
    return {"name": f"utter_ask_{kind}", "language": language, "text": text, "asks": kind}
