"""How is something told to many? /announce: to whom, in which words, seen before it is sent, and halted."""

from __future__ import annotations

from telegram import CallbackQuery, Message

from handlers.replies import bulletins, labels
from handlers.replies.reply import MESSAGE_UNITS, units
from handlers.replies.staff import announcing as texts
from handlers.services import Services
from handlers.showing import say
from handlers.staff.bars import between_bars
from handlers.staff.gate import Worker
from handlers.staff.proposing import key_of
from handlers.staff.screens import show
from handlers.staff.steps import Content, Step, which
from plan_store.answers import Kind
from plan_store.deliveries import Audience
from plan_store.questions.thread import EMPTY
from plan_store.staff.drafts import Draft
from plan_store.staff.orders import read_target
from plan_store.staff.rights import Role
from plan_store.store import Store


class Announcing:
    """/announce."""

    def __init__(self, services: Services, store: Store) -> None:
        self._services = services
        self._store = store

    async def announce(self, worker: Worker, message: Message, words: str) -> None:
        """/announce asks for whom and what; /announce 六月 | 公告 and /announce 公告 show it at once."""
        *said_first, text = between_bars(words, 2)
        whom = "".join(said_first)
        if not whom and worker.rights.role is Role.UNIT_EDITOR:
            whom = worker.rights.unit
        if text:
            await self._preview(worker, message, whom or texts.EVERYBODY, text)
        elif whom:
            await self._chosen(worker, message, whom)
        else:
            content = which([texts.EVERYBODY], {"do": Step.ANNOUNCE})
            draft = await self._store.drafts.put(*key_of(worker), content, self._services.clock())
            await show(message, texts.which_audience(draft.key))

    async def picked(self, worker: Worker, on: Message | CallbackQuery, content: Content, whom: str) -> None:
        """For whom it is, tapped or written."""
        await self._chosen(worker, on, whom.strip())

    async def _chosen(self, worker: Worker, on: Message | CallbackQuery, whom: str) -> None:
        """What is to be said comes next."""
        audience = self._audience(whom)
        if audience is None:
            await show(on, texts.no_such_audience(whom))
        elif not _may_speak_to(worker, audience):
            await show(on, texts.not_yours(worker.rights))
        else:
            await self._ask_for_text(worker, whom)
            await show(on, texts.write_it(audience.whom))

    async def answered(self, worker: Worker, message: Message, content: Content, words: str) -> None:
        """The words of the announcement."""
        await self._preview(worker, message, content["whom"], words)

    async def back(self, worker: Worker, on: CallbackQuery, content: Content) -> None:
        """Let it be written anew."""
        await self._ask_for_text(worker, content["whom"])
        await show(on, texts.WRITE_AGAIN)

    async def confirmed(self, worker: Worker, query: CallbackQuery, draft: Draft) -> None:
        """Send it; the message that asked shows how far it has come.

        Raises `NotAllowedError`, `DraftSpentError`.
        """
        content = draft.content
        audience, message = self._audience(content["whom"]), query.message
        if audience is None or message is None:
            await show(query, texts.no_such_audience(content["whom"]))
            return
        announcements, snapshot = self._store.announcements, self._services.snapshots.current
        progress = await announcements.begin(
            worker.person,
            content["text"],
            audience,
            snapshot,
            self._services.clock(),
            message.chat.id,
            message.message_id,
            draft=draft,
        )
        elsewhere = self._services.in_terminal
        await show(query, texts.progress(audience.whom, progress, elsewhere=elsewhere))

    async def halt(self, worker: Worker, query: CallbackQuery, number: int) -> bool:
        """Send no more of it. Raises `NotAllowedError`."""
        await self._store.announcements.halt(number, worker.person.id, self._services.clock())
        return True

    async def _preview(self, worker: Worker, message: Message, whom: str, text: str) -> None:
        audience = self._audience(whom)
        if audience is None:
            await show(message, texts.no_such_audience(whom))
        elif not _may_speak_to(worker, audience):
            await show(message, texts.not_yours(worker.rights))
        elif units(text) > MESSAGE_UNITS:
            await self._ask_for_text(worker, whom)
            await show(message, texts.too_long(text))
        else:
            await self._show_preview(worker, message, whom, audience, text)

    async def _show_preview(
        self, worker: Worker, message: Message, whom: str, audience: Audience, text: str
    ) -> None:
        now, snapshot = self._services.clock(), self._services.snapshots.current
        count = await self._store.announcements.reach(audience, snapshot, now)
        if not count:
            await self._store.drafts.drop(*key_of(worker))
            await show(message, texts.nobody(audience.whom))
            return
        content: Content = {"do": Step.ANNOUNCED, "whom": whom, "text": text}
        draft = await self._store.drafts.put(*key_of(worker), content, now)
        await say(message.get_bot(), message.chat_id, bulletins.announcement(text))
        await show(message, texts.confirm(audience.whom, count, draft.key))

    async def _ask_for_text(self, worker: Worker, whom: str) -> None:
        content: Content = {"do": Step.ANNOUNCE, "whom": whom}
        await self._store.drafts.put(*key_of(worker), content, self._services.clock())

    def _audience(self, said: str) -> Audience | None:
        """Whom the words mean; None where they name nothing that can be followed."""
        if said in texts.ALL:
            return Audience(texts.EVERYBODY)
        named = read_target(said)
        entry = f"第{named[0].number}项" if named and not named[1] and named[0].year is None else ""
        answer, _ = self._services.look_up(entry or said, EMPTY)
        if answer.kind is not Kind.ENTRIES:
            return None
        return Audience(f"关注“{labels.understood(answer.query)}”的订阅者", answer.entries)


def _may_speak_to(worker: Worker, audience: Audience) -> bool:
    if worker.rights.role is not Role.UNIT_EDITOR:
        return True
    return bool(audience.units) and all(worker.rights.covers(unit) for unit in audience.units)
