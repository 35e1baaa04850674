"""What becomes of each thing that a caller does: keys, words, silence."""

from __future__ import annotations

from bot.answers.generator import default_language
from bot.channels.telephone import keys
from bot.channels.telephone.asking import Asking
from bot.channels.telephone.call import Call
from bot.channels.telephone.giving import ask_on, how_to_give, take_keys, take_speech
from bot.channels.telephone.hearing.commands import Command, command_in
from bot.channels.telephone.hearing.free_speech import question_in
from bot.channels.telephone.link_sending import LinkSending
from bot.channels.telephone.reply import Reply, Saying
from bot.channels.telephone.saying import again, chosen, hang_up, language_of, listen, say_parts
from bot.channels.telephone.spelling import Spelling, Step
from bot.channels.telephone.webhook import Heard
from bot.channels.telephone.wording import spoken
from bot.handover.wording import written_language
from knowledge.clock import today
from knowledge.records import LANGUAGES

# A recogniser that is less sure than this is asked back.
SURE = 0.45
MOST_SILENCES = 3
# What the gateway says of a dialled call that somebody picked up.
SPOKEN = frozenset({"completed", "answered"})
PERSON, TRACKING = "/request_human", "/track_application"
CHOOSE = '/choose_language{{"language_choice": "{language}"}}'
_BY_COMMAND = {Command.FRENCH: "fr", Command.ARABIC: "ar"}


class Conversation:
    """Answers one web-hook after the other; all it knows of a call is in its `Call`."""

    def __init__(self, asking: Asking, links: LinkSending) -> None:
        self._asking = asking
        self._links = links

    def welcome(self, call: Call) -> Reply:
        """The first words, in both languages."""
        by_language = {language: key for key, language in keys.LANGUAGE_BY_KEY.items()}
        words = [
            spoken("utter_telephone_welcome", language, key=key)
            for language, key in sorted(by_language.items())
        ]
        return listen(call, *words)

    async def respond(self, conversation: str, call: Call, heard: Heard) -> Reply:
        """The reply to what the caller did; changes the call."""
        if not heard.digits and not heard.speech:
            return self._silence(call)
        call.silences = 0
        if call.language is None:
            return await self._choose_language(conversation, call, heard)
        if heard.digits:
            return await self._keys(conversation, call, heard.digits)
        return await self._words(conversation, call, heard)

    async def after_transfer(self, conversation: str, call: Call, status: str) -> Reply:
        """What follows a call that was put through: the end, or the offer to be called back."""
        language = language_of(call)
        if status in SPOKEN:
            return hang_up(call, spoken("utter_telephone_after_transfer", language))
        sorry = spoken("utter_telephone_not_answered", language)
        return await self._asking.ask(conversation, call, "/request_call_back", sorry)

    def _silence(self, call: Call) -> Reply:
        call.silences += 1
        language = language_of(call)
        if call.silences >= MOST_SILENCES:
            languages = [call.language] if call.language else LANGUAGES
            return hang_up(call, *(spoken("utter_telephone_silence_ends", o) for o in languages))
        if call.language is None:
            return again(call)
        if call.silences == 1:
            return again(call, spoken("utter_telephone_nothing_heard", language))
        if call.spelling is not None and not call.spelling.value:
            return again(call, how_to_give(call.spelling, language))
        return again(call, _keys_explained(language))

    async def _choose_language(self, conversation: str, call: Call, heard: Heard) -> Reply:
        if heard.digits:
            call.language = keys.LANGUAGE_BY_KEY.get(heard.digits[0])
            if heard.digits[0] == keys.PERSON:
                call.language = default_language()
                return await self._asking.ask(conversation, call, PERSON)
            if call.language is None:
                return again(call)
            return await self._begin(conversation, call)
        command = command_in(heard.speech)
        if command in _BY_COMMAND:
            call.language = _BY_COMMAND[command]
            return await self._begin(conversation, call)
        # Who asks at once has shown their language, too.
        call.language = written_language(heard.speech)
        return await self._words(conversation, call, heard)

    async def _begin(self, conversation: str, call: Call) -> Reply:
        language = language_of(call)
        explained = _keys_explained(language)
        payload = CHOOSE.format(language=language)
        return await self._asking.ask(conversation, call, payload, after=explained)

    async def _keys(self, conversation: str, call: Call, digits: str) -> Reply:
        command = _COMMAND_BY_KEY.get(digits)
        if command is not None:
            return await self._command(conversation, call, command)
        if digits == keys.PERSON:
            call.spelling, call.to_confirm = None, ""
            return await self._asking.ask(conversation, call, PERSON)
        if call.to_confirm and digits in (keys.YES, keys.NO):
            return await self._confirmed(conversation, call, digits == keys.YES)
        option = None if call.spelling and call.spelling.value else chosen(call, digits)
        if option is not None:
            return await self._asking.ask(conversation, call, option.payload)
        if call.spelling is not None:
            step = take_keys(call, call.spelling, digits)
            return await self._step(conversation, call, call.spelling, step)
        return again(call, spoken("utter_telephone_unknown_key", language_of(call)))

    async def _words(self, conversation: str, call: Call, heard: Heard) -> Reply:
        command = command_in(heard.speech)
        if call.to_confirm and command in (Command.YES, Command.NO):
            return await self._confirmed(conversation, call, command is Command.YES)
        call.to_confirm = ""
        if command is not None and _is_meant(command, call):
            return await self._command(conversation, call, command)
        if call.spelling is not None:
            step = take_speech(call, call.spelling, heard.speech)
            if step is not Step.PASS_ON:
                return await self._step(conversation, call, call.spelling, step)
        if heard.confidence is not None and heard.confidence < SURE:
            return _check_back(call, heard.speech)
        return await self._question(conversation, call, heard.speech)

    async def _question(self, conversation: str, call: Call, speech: str) -> Reply:
        question = question_in(speech.lstrip("/ "), language_of(call), today())
        # Nobody gives an identity number for anything else.
        return await self._asking.ask(conversation, call, question or TRACKING)

    async def _confirmed(self, conversation: str, call: Call, right: bool) -> Reply:
        speech, call.to_confirm = call.to_confirm, ""
        if right:
            return await self._question(conversation, call, speech)
        return listen(call, spoken("utter_telephone_say_again", language_of(call)))

    async def _step(self, conversation: str, call: Call, spelling: Spelling, step: Step) -> Reply:
        if step is Step.SUBMIT:
            return await self._asking.submit(conversation, call, spelling)
        if step is Step.GIVE_UP:
            call.spelling = None
            sorry = spoken("utter_telephone_number_not_understood", language_of(call))
            return await self._asking.ask(conversation, call, PERSON, sorry)
        return ask_on(call, spelling, step)

    async def _command(self, conversation: str, call: Call, command: Command) -> Reply:
        if command is Command.SLOWER:
            call.slow = not call.slow
        elif command is Command.MORE and call.later:
            return say_parts(call, call.later)
        elif command is Command.SEND_LINK:
            return again(call, await self._links.send(call))
        elif command is Command.IN_FULL and call.texts:
            return self._asking.say_in_full(call)
        return again(call)


def _is_meant(command: Command, call: Call) -> bool:
    """ "The rest", "the link": a command only where there is any, else a question like others."""
    needed = {Command.MORE: call.later, Command.SEND_LINK: call.links, Command.IN_FULL: call.texts}
    return command in (Command.REPEAT, Command.SLOWER) or bool(needed.get(command))


def _check_back(call: Call, speech: str) -> Reply:
    call.to_confirm = speech
    language = language_of(call)
    values = {"heard": speech, "yes_key": keys.YES, "no_key": keys.NO}
    return listen(call, spoken("utter_telephone_did_you_say", language, **values))


def _keys_explained(language: str) -> Saying:
    return spoken("utter_telephone_keys", language, slower_key=keys.SLOWER, person_key=keys.PERSON)


_COMMAND_BY_KEY = {
    keys.REPEAT: Command.REPEAT,
    keys.SLOWER: Command.SLOWER,
    keys.MORE: Command.MORE,
    keys.SEND_LINK: Command.SEND_LINK,
}
