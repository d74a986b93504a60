"""How does a resident reach staff? By 转人工 and buttons; only what is meant for them goes there."""

from __future__ import annotations

import logging

from telegram import Bot, CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.helpers import create_deep_linked_url

from handlers.inquiries.reading import content_of, source_of
from handlers.inquiries.recipients import Recipients
from handlers.replies import Reply
from handlers.replies.inquiries import asking as asking_texts
from handlers.replies.inquiries import letters as letter_texts
from handlers.replies.inquiries import offering
from handlers.replies.inquiry_taps import AddTo, Offer, PassOn, Rewrite, Withdraw
from handlers.residents import Context, asker_of
from handlers.services import Asker, Services
from handlers.showing import replace, say, send
from plan_store.inquiries.drafts import Draft
from plan_store.inquiries.keeping import Kept
from plan_store.inquiries.letters import Content, Inquiry, Side, Source
from plan_store.personal_data import personal_numbers
from plan_store.questions.thread import EMPTY
from plan_store.staff.rights import NotAllowedError
from plan_store.store import Store
from plan_store.wishes import Act, read_wish

LINK = "ask"
"""The parameter of the link that leads from a group to the private chat."""

_log = logging.getLogger(__name__)


class Asking:
    """The resident's side of inquiries."""

    def __init__(self, services: Services, store: Store, recipients: Recipients) -> None:
        self._services = services
        self._store = store
        self._recipients = recipients

    # --- commands and links ---------------------------------------------------------------------------
    async def ask(self, update: Update, context: Context) -> None:
        """/ask makes the next message the question; /ask 问题 asks it at once."""
        message = update.effective_message
        if message is None or message.from_user is None:
            return
        if message.chat.type != ChatType.PRIVATE:
            await send(message, asking_texts.IN_PRIVATE)
        elif words := " ".join(context.args or ()):
            await self._written(message, words=words)
        else:
            await self.begin(message)

    async def begin(self, message: Message, unit: str = "") -> None:
        """The next message is the question."""
        await self._store.inquiry_drafts.put(
            asker_of(message).user_id, Draft(self._services.clock(), unit=unit)
        )
        await send(message, asking_texts.write_it_down(unit))

    # --- messages -------------------------------------------------------------------------------------
    async def taken(self, message: Message) -> bool:
        """Whether a message in private was meant for staff."""
        user = asker_of(message).user_id
        words = (message.text or "").strip()
        draft = await self._store.inquiry_drafts.get(user)
        if draft is not None and words in offering.WITHDRAWS:
            return await self.given_up(message)
        waiting = draft if draft is not None and draft.heard(self._services.clock()) else None
        if (question := offering.wish_for_staff(words)) is not None:
            await self._wished(message, waiting, question)
            return True
        if waiting is not None and words in offering.ENDS:
            if not await self._store.letters.open_of(user):
                return await self.given_up(message)
            await self._store.inquiry_drafts.drop(user)
        elif waiting is not None and _is_wish(words):
            await self.interrupted(message)
        elif waiting is not None:
            await self._written(message, waiting)
            return True
        if words in offering.ENDS and (inquiries := await self._store.letters.open_of(user)):
            await self.close(message.get_bot(), inquiries[-1], user)
            return True
        if message.media_group_id is not None:
            letter = await self._store.letters.of_album(user, message.media_group_id)
            if letter is not None:
                await self.add(message, letter.inquiry)
                return True
        return False

    async def _wished(self, message: Message, waiting: Draft | None, question: str) -> None:
        """转人工, with the question or without; where one is waited for already, it is for the same staff."""
        if question:
            await self._written(message, waiting, words=question)
        elif waiting is None:
            await self.begin(message)
        elif waiting.inquiry is None:
            await self.begin(message, waiting.unit)
        elif (inquiry := await self._store.letters.get(waiting.inquiry)) is not None:
            await send(message, asking_texts.add_to(inquiry))
        else:
            await self.begin(message)

    async def interrupted(self, message: Message) -> None:
        """Something else is wanted of the bot: what comes next is no longer for staff, which is said."""
        user = asker_of(message).user_id
        draft = await self._store.inquiry_drafts.get(user)
        if draft is not None and draft.heard(self._services.clock()):
            await self._store.inquiry_drafts.drop(user)
            await send(message, asking_texts.INTERRUPTED)

    async def given_up(self, message: Message) -> bool:
        """Nothing is asked after all; whether anything was to be."""
        user = asker_of(message).user_id
        if await self._store.inquiry_drafts.get(user) is None:
            return False
        await self._store.inquiry_drafts.drop(user)
        await send(message, asking_texts.WITHDRAWN)
        return True

    async def add(self, message: Message, inquiry: Inquiry) -> None:
        """A reply to what the bot said about an inquiry belongs to it; 结束 ends it."""
        if (message.text or "").strip() in offering.ENDS:
            await self.close(message.get_bot(), inquiry, inquiry.resident)
        else:
            await self._written(message, Draft(self._services.clock(), inquiry.number))

    async def _written(
        self, message: Message, draft: Draft | None = None, *, words: str | None = None
    ) -> None:
        """Words for staff: kept and passed on, or asked about where there are personal numbers in them."""
        draft = draft or Draft(self._services.clock())
        content = content_of(message, words=words)
        if content is None:
            await send(message, asking_texts.NOT_TAKEN)
            return
        asker, source = asker_of(message), source_of(message)
        if draft.inquiry is None and not draft.unit:
            unit, about = await self._meaning(asker, content.text)
            draft = Draft(draft.at, unit=unit)
            content = Content(content.text, content.media, about, content.album)
        await self._point_out_or_pass_on(message.get_bot(), asker.user_id, draft, content, source)

    async def _point_out_or_pass_on(
        self, bot: Bot, user: int, draft: Draft, content: Content, source: Source
    ) -> None:
        numbers = personal_numbers(content.text)
        if numbers or content.media == "contact":
            kept = Draft(draft.at, draft.inquiry, draft.unit, content, source)
            await self._store.inquiry_drafts.put(user, kept)
            await say(bot, user, asking_texts.warning(numbers, content.media, source.message_id))
        else:
            await self._pass_on(bot, user, draft, content, source)

    async def _pass_on(self, bot: Bot, user: int, draft: Draft, content: Content, source: Source) -> bool:
        """Keep it, say so, and let it be delivered; false where it had been taken before."""
        kept = await self._keep(user, draft, content, source)
        await self._store.inquiry_drafts.drop(user)
        if kept is None:
            await say(bot, user, asking_texts.GONE)
            return True
        if kept.new:
            anybody = bool(await self._recipients.of(kept.letter.inquiry.unit, user))
            sent = await say(bot, user, letter_texts.receipt(kept.letter, anybody=anybody))
            await self._store.inquiries.acknowledged(kept.letter, sent)
        return kept.new

    async def _keep(self, user: int, draft: Draft, content: Content, source: Source) -> Kept | None:
        inquiries, now = self._store.inquiries, self._services.clock()
        if draft.inquiry is None:
            to = await self._recipients.of(draft.unit, user)
            return await inquiries.ask(user, draft.unit, content, source, to, now)
        inquiry = await self._store.letters.get(draft.inquiry)
        if inquiry is None:
            return None
        to = await self._recipients.of_inquiry(inquiry)
        try:
            return await inquiries.add(inquiry.number, user, content, source, to, now)
        except NotAllowedError as error:
            _log.warning("refused: %s", error)
            return None

    async def _meaning(self, asker: Asker, words: str) -> tuple[str, str]:
        """The unit that a question is about, and what it is about where its words alone do not say so."""
        thread = await self._services.thread_of(asker)
        answer, _ = self._services.look_up(words, thread)
        return offering.unit_of(answer), offering.about(answer)

    async def edited(self, message: Message) -> bool:
        """Whether an edited message had been passed on; then the change is passed on too."""
        user = asker_of(message).user_id
        letter = await self._store.letters.written_as(message.chat_id, message.message_id)
        content = content_of(message)
        if letter is None or content is None or letter.inquiry.resident != user:
            return False
        before = {number.digits for number in personal_numbers(letter.content.text)}
        if any(number.digits not in before for number in personal_numbers(content.text)):
            await send(message, asking_texts.EDIT_NOT_PASSED_ON)
            return True
        kept = await self._store.inquiries.correct(user, content, source_of(message), self._services.clock())
        if kept is not None and kept.new:
            sent = await say(message.get_bot(), user, letter_texts.receipt(kept.letter))
            await self._store.inquiries.acknowledged(kept.letter, sent)
        return True

    # --- taps -----------------------------------------------------------------------------------------
    async def offered(self, query: CallbackQuery, tap: Offer) -> str:
        """The question under which the button stood goes to staff; in a group the private chat is opened."""
        message, user = query.message, query.from_user.id
        if message is None:
            return asking_texts.OUT_OF_DATE
        bot = query.get_bot()
        if message.chat.type != ChatType.PRIVATE:
            await query.answer(url=create_deep_linked_url(bot.username, LINK))
            return ""
        words = tap.words
        if not words and isinstance(message, Message) and message.reply_to_message is not None:
            words = message.reply_to_message.text or message.reply_to_message.caption or ""
        unit, about = self._about_entry(tap) or await self._meaning(Asker(user, user), words)
        if not words:
            await self._store.inquiry_drafts.put(user, Draft(self._services.clock(), unit=unit))
            await say(bot, user, asking_texts.write_it_down(unit))
            return ""
        source = Source(message.chat.id, message.message_id)
        if await self._store.letters.written_as(source.chat_id, source.message_id) is not None:
            return asking_texts.ALREADY_PASSED_ON
        draft = Draft(self._services.clock(), unit=unit)
        await self._point_out_or_pass_on(bot, user, draft, Content(words, about=about), source)
        return ""

    def _about_entry(self, tap: Offer) -> tuple[str, str] | None:
        if tap.entry is None:
            return None
        year, number = tap.entry
        answer, _ = self._services.look_up(f"{year}年第{number}项", EMPTY)
        return offering.unit_of(answer), offering.about(answer)

    async def add_tapped(self, query: CallbackQuery, tap: AddTo) -> str:
        """The next message belongs to the inquiry."""
        user = query.from_user.id
        inquiry = await self._store.letters.get(tap.inquiry)
        if inquiry is None or inquiry.resident != user:
            return asking_texts.OUT_OF_DATE
        await self._store.inquiry_drafts.put(user, Draft(self._services.clock(), inquiry.number))
        await say(query.get_bot(), user, asking_texts.add_to(inquiry))
        return ""

    async def decided(self, query: CallbackQuery, tap: PassOn | Rewrite | Withdraw) -> str:
        """What is done with a question that was not passed on yet."""
        bot, user = query.get_bot(), query.from_user.id
        draft = await self._store.inquiry_drafts.get(user)
        if draft is None:
            return asking_texts.OUT_OF_DATE
        if isinstance(tap, Withdraw):
            await self._store.inquiry_drafts.drop(user)
            await self._in_place(query, asking_texts.WITHDRAWN)
            return ""
        if draft.content is None or draft.source is None or draft.source.message_id != tap.message:
            return asking_texts.OUT_OF_DATE
        if isinstance(tap, Rewrite):
            again = Draft(self._services.clock(), draft.inquiry, draft.unit)
            await self._store.inquiry_drafts.put(user, again)
            await self._in_place(query, asking_texts.WRITE_AGAIN)
            return ""
        return (
            ""
            if await self._pass_on(bot, user, draft, draft.content, draft.source)
            else asking_texts.ALREADY_PASSED_ON
        )

    async def close(self, bot: Bot, inquiry: Inquiry, user: int) -> str:
        """The resident has no more to ask."""
        chats = await self._recipients.others(inquiry, ())
        closed = await self._store.inquiries.close(
            inquiry.number, Side.RESIDENT, user, chats, self._services.clock()
        )
        if closed is None:
            return asking_texts.ALREADY_CLOSED
        sent = await say(bot, user, asking_texts.closed(inquiry))
        await self._store.inquiries.posted(user, sent, inquiry.number)
        return ""

    async def _in_place(self, query: CallbackQuery, reply: Reply) -> None:
        if query.message is not None:
            await replace(query.get_bot(), query.message.chat.id, query.message.message_id, reply)


def _is_wish(words: str) -> bool:
    """Whether words tell the bot to do something; a question about that may be one for staff."""
    wish = read_wish(words)
    return wish is not None and wish.sure and wish.act is not Act.HOW
