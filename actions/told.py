"""What a conversation may still ask about the applications that it was told of.

A slot would carry it into the tracker store, the events and whoever goes on with the conversation
later; telling all of it at once would show it to everybody who never asks. So it waits where the
identifiers waited: encrypted, for this conversation, for half an hour; a slot holds its reference.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace

from pydantic import parse_obj_as
from pydantic.json import pydantic_encoder

from eligibility import Application
from identifiers.vault import Vault

SLOT = "told_applications"
KIND = "applications"


@dataclass(frozen=True)
class Told:
    """The application that was told, and those of the person's other years, newest first.

    `person`: the store's digest, by which they can be told of changes.
    """

    application: Application
    others: tuple[Application, ...]
    person: str = field(default="", repr=False)


def keep(told: Told, vault: Vault, conversation: str) -> str:
    """Put it aside, without the hint at the address; returns the reference for the slot."""
    applications = [replace(one, email_hint=None) for one in (told.application, *told.others)]
    content = {"person": told.person, "applications": applications}
    return vault.hold(conversation, KIND, json.dumps(content, default=pydantic_encoder))


def recall(vault: Vault, conversation: str, reference: str) -> Told | None:
    """What was put aside; None when it is gone, or was never this conversation's."""
    held = vault.reveal(conversation, reference)
    if held is None or held.kind != KIND:
        return None
    content = json.loads(held.value)
    first, *others = parse_obj_as(list[Application], content["applications"])
    return Told(first, tuple(others), content["person"])
