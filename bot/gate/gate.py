"""What every message passes before Rasa sees it, whatever channel it came by."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
import time
from collections.abc import Awaitable, Callable, Collection, Sequence
from enum import Enum
from typing import Any, Protocol

from rasa.core.channels.channel import OutputChannel, UserMessage

from bot.answers.plain import plain_texts
from bot.gate.answered import AnsweredChannel
from bot.gate.counting import count_intake, counted_turn
from bot.gate.limits import MAX_CHARACTERS, RateLimit
from bot.gate.payloads import is_button_payload, without_command
from bot.gate.plain_text import plain_text
from identifiers.placeholders import strip_placeholders
from identifiers.recognise import recognise
from identifiers.redact import redact
from identifiers.vault import Vault
from identifiers.vault_store import VaultUnavailable
from knowledge.records import LANGUAGES
from telemetry.correlation import correlated, correlation_id
from telemetry.stages import stage

logger = logging.getLogger(__name__)

# Said to Rasa until the person gets an answer: apologise; begin the conversation anew.
FAILED, RESTART = "/action_failed", "/restart"
RESCUES = (FAILED, RESTART)
APOLOGY = "utter_apology"

# What each platform calls what is no text; all else is answered in general.
ATTACHMENTS = {
    **dict.fromkeys(("audio", "voice", "video_note"), "/message_voice"),
    **dict.fromkeys(("image", "photo", "document", "file", "video"), "/message_file"),
}

Handler = Callable[[UserMessage], Awaitable[Any]]


class Hearer(Enum):
    """Who hears the student; `BOTH`: the assistant answers while an agent is waited for."""

    ASSISTANT = "assistant"
    BOTH = "both"
    AGENT = "agent"


class People(Protocol):
    """The agents, as far as the gate needs them; see `bot.handover.hearing.Hearing`."""

    async def hearer(self, conversation: str) -> Hearer: ...

    async def tell_agent(
        self, admitted: str, conversation: str, key: str | None, channel: OutputChannel
    ) -> bool: ...

    async def overhear(
        self, admitted: str, conversation: str, answers: Sequence[dict[str, Any]]
    ) -> None: ...

    async def forget(self, conversation: str) -> dict[str, int]: ...

    async def show_typing(self, conversation: str) -> None: ...


class Gate:
    """Turns a channel's message into one that Rasa may keep.

    Args:
        vault: where identifiers wait, encrypted, for the tracking action.
        pseudonym_key: key of the conversation ids; a channel's own sender id may be a phone number.
        intents: the intents that buttons may name.
        public_numbers: digit strings that are nobody's secret, such as the call centre's number.
        today: the current date, for telling birth dates from other dates.
        people: the agents; without them the assistant alone hears everybody.
    """

    def __init__(
        self,
        vault: Vault,
        pseudonym_key: bytes,
        intents: Collection[str],
        public_numbers: frozenset[str],
        today: Callable[[], Any],
        rate_limit: RateLimit | None = None,
        people: People | None = None,
    ) -> None:
        self._vault = vault
        self._key = pseudonym_key
        self._intents = intents
        self._public = public_numbers
        self._today = today
        self._rate_limit = rate_limit or RateLimit()
        self._people = people

    def guard(self, on_new_message: Handler, forget: Callable[[str], Awaitable[Any]]) -> Handler:
        """The handler that a channel calls instead of Rasa's own.

        Args:
            forget: deletes what is kept of a conversation whose person has been told so.
        """

        async def handle(message: UserMessage) -> None:
            conversation = self.conversation(message.input_channel or "", message.sender_id)
            admitted = await self.admit(message, conversation)
            said = await self.answer(admitted, message, conversation, on_new_message)
            if not said.answers and not said.with_agent:
                apology = {"text": _apology(message.metadata)}
                await message.output_channel.send_response(message.sender_id, apology)
            if "forget" in said.effects:
                await forget(conversation)

        return handle

    def conversation(self, channel: str, sender: str) -> str:
        """The conversation id of a channel's sender: keyed, so that it leads back to nobody."""
        # A client may send half a character, which no UTF-8 has.
        name = f"{channel}\x00{sender}".encode(errors="surrogatepass")
        return hmac.new(self._key, name, hashlib.sha256).hexdigest()[:32]

    def clean(self, text: str, conversation: str) -> str:
        """`text` with every identifier replaced by the placeholder under which it now waits."""
        text = strip_placeholders(without_command(plain_text(text)))
        findings = recognise(text, self._today(), public=self._public)
        return redact(text, findings, lambda f: self._vault.hold(conversation, f.kind, f.value))

    def asker(self, channel: str, address: str) -> str:
        """Who is behind several conversations of a channel: a pseudonym that is none of theirs."""
        return self.conversation(f"{channel} asker", address)

    async def admit(self, message: UserMessage, conversation: str, asker: str | None = None) -> str:
        """What Rasa may be told: the text without identifiers, or what is wrong with the message.

        Each call counts as one message of the conversation, and of the asker where one is known.
        """
        with correlated(correlation_id(message.message_id)), stage("admit"):
            admitted = await self._admit(message, conversation, asker)
        count_intake(message.input_channel, admitted)
        return admitted

    async def _admit(self, message: UserMessage, conversation: str, asker: str | None) -> str:
        for sender in filter(None, (conversation, asker)):
            if not await self._rate_limit.admits(sender):
                return "/message_too_often"
        try:
            return await self._admitted(message, conversation)
        except VaultUnavailable as error:
            # What cannot be kept apart is not let through.
            logger.error("a message is refused: %s", error)
            return FAILED

    async def _admitted(self, message: UserMessage, conversation: str) -> str:
        location = _location(message.metadata)
        if location is not None:
            reference = await self._hold(conversation, "location", location)
            return f'/find_office{{"location": "<location:{reference}>"}}'
        text = message.text
        if not isinstance(text, str) or not _has_words(text):
            return _instead_of_words(message)
        if len(text) > MAX_CHARACTERS:
            return "/message_too_long"
        if is_button_payload(text, self._intents):
            return text
        cleaned = await asyncio.to_thread(self.clean, text, conversation)
        return cleaned if _has_words(cleaned) else "/message_empty"

    async def answer(
        self,
        admitted: str,
        message: UserMessage,
        conversation: str,
        on_new_message: Handler,
        asker: str | None = None,
    ) -> AnsweredChannel:
        """Let Rasa answer an admitted text, to the message's own channel and sender.

        Args:
            asker: told to the actions, which count wrong tries by it; no client can name one.

        Returns:
            How many answers the person got, an apology among them, and their effects; or that an
            agent has the talk, so that the words are theirs and the assistant is silent.
        """
        channel = AnsweredChannel(message.output_channel, message.sender_id)
        with (
            correlated(correlation_id(message.message_id)),
            counted_turn(message.input_channel, channel),
        ):
            await self._answer(admitted, message, conversation, on_new_message, channel, asker)
        return channel

    async def _answer(
        self,
        admitted: str,
        message: UserMessage,
        conversation: str,
        on_new_message: Handler,
        channel: AnsweredChannel,
        asker: str | None,
    ) -> None:
        hearer = Hearer.ASSISTANT
        if self._people is not None:
            hearer = await self._people.hearer(conversation)
            given = (admitted, conversation, message.message_id, channel)
            if hearer is Hearer.AGENT and await self._people.tell_agent(*given):
                channel.with_agent = True
                return
        await self._ask_rasa(admitted, message, conversation, on_new_message, channel, asker)
        if self._people is not None and hearer is Hearer.BOTH:
            await self._people.overhear(admitted, conversation, channel.said)

    async def show_typing(self, conversation: str) -> None:
        """Show an agent, if one is waited for or there, that the student writes."""
        if self._people is not None:
            await self._people.show_typing(conversation)

    async def forget_people(self, conversation: str) -> dict[str, int]:
        """Delete what the agents' side keeps of a conversation; returns the counts."""
        return await self._people.forget(conversation) if self._people is not None else {}

    async def _ask_rasa(
        self,
        admitted: str,
        message: UserMessage,
        conversation: str,
        on_new_message: Handler,
        channel: AnsweredChannel,
        asker: str | None,
    ) -> None:
        # How long an answer takes is reckoned from here.
        metadata = {"received_at": time.time(), **_language_hint(message.metadata)}
        if asker is not None:
            metadata["asker"] = asker

        async def say(text: str) -> None:
            await on_new_message(
                UserMessage(
                    text,
                    channel,
                    conversation,
                    input_channel=message.input_channel,
                    message_id=message.message_id,
                    metadata=metadata,
                )
            )

        for text in (admitted, *RESCUES):
            try:
                if text == RESTART:
                    await asyncio.to_thread(self._vault.forget, conversation)
                await say(text)
            except Exception as error:
                # Its own text may quote what the person said.
                logger.error("a turn failed: %s", type(error).__name__)
            if channel.answers:
                return
            logger.error("a turn ended without an answer")

    async def _hold(self, conversation: str, kind: str, value: str) -> str:
        return await asyncio.to_thread(self._vault.hold, conversation, kind, value)


def _location(metadata: object) -> str | None:
    """`"lat,lon"` in degrees when the channel brought a place on the globe, else None."""
    place = metadata.get("location") if isinstance(metadata, dict) else None
    if not isinstance(place, dict):
        return None
    latitude, longitude = place.get("lat"), place.get("lon")
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    return f"{latitude:.5f},{longitude:.5f}"


def _language_hint(metadata: object) -> dict[str, str]:
    """The language of the page or telephone that a message came from, where the channel knows."""
    language = metadata.get("language") if isinstance(metadata, dict) else None
    return {"language": language} if language in LANGUAGES else {}


def _apology(metadata: object) -> str:
    """What is said when Rasa says nothing at all; in every language, where none is known."""
    texts, hint = plain_texts(APOLOGY), _language_hint(metadata)
    return texts[hint["language"]] if hint else "\n".join(texts.values())


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _instead_of_words(message: UserMessage) -> str:
    """What was sent without words: a voice note, a picture, a sticker, an emoji alone, nothing."""
    attachment = message.metadata.get("attachment") if isinstance(message.metadata, dict) else None
    if attachment:
        known = ATTACHMENTS.get(attachment) if isinstance(attachment, str) else None
        return known or "/message_unsupported"
    said = isinstance(message.text, str) and message.text.strip()
    return "/message_unsupported" if said else "/message_empty"
