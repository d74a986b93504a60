"""What becomes of a file that staff send? It is read, compared, and taken over as far as they say."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence

from telegram import CallbackQuery, InputFile, Message
from telegram.error import TelegramError

from handlers.exchanging import compare, exported
from handlers.replies import documents as plain
from handlers.replies.staff import documents as texts
from handlers.replies.staff import wizards
from handlers.services import Services
from handlers.showing import send
from handlers.staff.gate import Worker
from handlers.staff.notices import Notices
from handlers.staff.proposing import Proposals, change_content, edits_of, key_of, may_make
from handlers.staff.screens import show
from handlers.staff.steps import Content, Step
from plan_store.documents import DocumentError
from plan_store.documents.difference import Difference, read_numbers
from plan_store.documents.kinds import MOST_BYTES
from plan_store.documents.notices import looks_like_notice
from plan_store.documents.safely import Document, read_document
from plan_store.documents.writers import Format, file_name
from plan_store.plan import Plan
from plan_store.staff.drafts import Draft
from plan_store.staff.edits import Edit, Kind
from plan_store.store import Store


class Documents:
    """Files in, and /export."""

    def __init__(self, services: Services, store: Store, proposals: Proposals, notices: Notices) -> None:
        self._services = services
        self._store = store
        self._proposals = proposals
        self._notices = notices

    # --- in -------------------------------------------------------------------------------------------
    async def received(self, worker: Worker, message: Message) -> None:
        """A file: a plan, the notice of an activity, or what is wrong with it."""
        assert message.document is not None
        name = message.document.file_name or "文件"
        try:
            document = await self._read(message, name)
        except DocumentError as error:
            await send(message, texts.unreadable(str(error)))
            return
        if document.plan is not None:
            await self._propose(
                worker, message, await compare(document.plan, self._services, self._store), name
            )
        elif looks_like_notice(document.text):
            await self._notices.received(worker, message, document.text, source=name)
        else:
            await send(message, texts.unreadable(str(DocumentError(None, document.reason, name))))

    async def _read(self, message: Message, name: str) -> Document:
        assert message.document is not None
        if (message.document.file_size or 0) > MOST_BYTES:
            raise DocumentError(None, f"文件超过{MOST_BYTES // 1024 // 1024}兆，不像活动计划，没有读", name)
        try:
            file = await message.document.get_file()
            content = bytes(await file.download_as_bytearray())
        except TelegramError as error:
            raise DocumentError(None, "文件没有取到，请再发一次", name) from error
        return await read_document(content, name, [message.caption] if message.caption else [])

    async def _propose(self, worker: Worker, message: Message, found: Difference, name: str) -> None:
        allowed = _allowed(worker, found)
        if not (allowed.proposed or allowed.missing):
            hidden = len(found.proposed) + len(found.missing)
            await send(message, wizards.not_yours(worker.rights) if hidden else texts.same(found))
            return
        content: Content = {
            **change_content(allowed.plan, allowed.edits(), Kind.IMPORT, name),
            "do": Step.DOCUMENT,
            "missing": change_content(allowed.plan, allowed.missing, Kind.IMPORT, name)["edits"],
            "head": plain.counts(allowed),
            "pages": texts.pages(allowed),
            "page": 0,
        }
        await self._show(worker, message, content)

    async def _show(self, worker: Worker, on: Message | CallbackQuery, content: Content) -> None:
        draft = await self._store.drafts.put(*key_of(worker), content, self._services.clock())
        edits = edits_of(content)
        followers = await self._proposals.followers(edits, Kind.IMPORT, content["district"])
        missing = len(content["missing"])
        await show(
            on,
            texts.document(
                content["source"],
                content["head"],
                content["pages"],
                content["page"],
                len(edits),
                missing,
                followers,
                draft.key,
            ),
        )

    async def confirmed(self, worker: Worker, query: CallbackQuery, draft: Draft) -> None:
        """全部采用: shown already page by page, so that it is made at once."""
        await self._make(worker, query, draft, edits_of(draft.content))

    async def picked(self, worker: Worker, query: CallbackQuery, draft: Draft, place: int) -> bool:
        """Another page, only some, or the deletions too; whether there is such a choice."""
        content = draft.content
        if place == texts.WITH_MISSING and content["missing"]:
            gone = edits_of({**content, "edits": content["missing"]})
            await self._make(worker, query, draft, [*edits_of(content), *gone])
        elif place == texts.SOME and content["edits"]:
            assert isinstance(query.message, Message)
            await self._choose(worker, query.message, {**content, "do": Step.SOME, "chosen": []})
        elif 0 <= place - texts.PAGES < len(content["pages"]):
            await self._show(worker, query, {**content, "page": place - texts.PAGES})
        else:
            return False
        return True

    async def _choose(self, worker: Worker, on: Message | CallbackQuery, content: Content) -> None:
        draft = await self._store.drafts.put(*key_of(worker), content, self._services.clock())
        numbers = [edit.number for edit in edits_of(content)]
        await show(on, texts.choose(numbers, content["chosen"], draft.key))

    async def toggled(self, worker: Worker, query: CallbackQuery, draft: Draft, place: int) -> bool:
        """One of the entries, to be taken or not; whether there is such a one."""
        content = draft.content
        if place >= len(content["edits"]):
            return False
        chosen = sorted({place} ^ set(content["chosen"]))
        await self._choose(worker, query, {**content, "chosen": chosen})
        return True

    async def chosen(self, worker: Worker, query: CallbackQuery, draft: Draft) -> bool:
        """Those that were tapped: shown once more and confirmed; whether there are any."""
        content = draft.content
        edits = edits_of(content)
        taken = [edits[place] for place in content["chosen"]]
        if taken:
            await self._propose_some(worker, query, content, taken)
        return bool(taken)

    async def written(self, worker: Worker, message: Message, content: Content, words: str) -> None:
        """The numbers of what is to be taken: shown once more and confirmed."""
        numbers = read_numbers(words)
        if numbers is None:
            await send(message, wizards.refused(texts.NO_NUMBERS))
            return
        edits = [edit for edit in edits_of(content) if edit.number in numbers]
        if unknown := sorted(numbers - {edit.number for edit in edits}):
            await send(message, texts.not_proposed(unknown))
            return
        await self._propose_some(worker, message, content, edits)

    async def _propose_some(
        self, worker: Worker, on: Message | CallbackQuery, content: Content, edits: Sequence[Edit]
    ) -> None:
        source = str(content["source"])
        await self._proposals.propose(
            worker, on, edits, Kind.IMPORT, back=content, source=source, plan=_plan(content)
        )

    async def again(self, worker: Worker, query: CallbackQuery, content: Content) -> None:
        """Choose once more."""
        await self._choose(worker, query, content)

    async def _make(self, worker: Worker, query: CallbackQuery, draft: Draft, edits: Sequence[Edit]) -> None:
        content = draft.content
        change = change_content(_plan(content), edits, Kind.IMPORT, str(content["source"]))
        await self._proposals.confirmed(worker, query, draft, change)

    # --- out ------------------------------------------------------------------------------------------
    async def export(self, worker: Worker, message: Message, words: str) -> None:
        """/export asks for the format; /export xlsx and /export 2024 xlsx do not."""
        year = re.search(r"\b20\d\d\b", words)
        wanted = words.replace(year[0], "").strip() if year else words
        plan = self._services.plan_of(int(year[0])) if year else self._services.plan
        if plan is None:
            await send(message, wizards.no_such_plan(int(year[0]) if year else None))
            return
        if not wanted:
            await send(message, texts.formats(plan))
            return
        form = next((form for form in Format if form.value == wanted.lower().lstrip(".")), None)
        if form is None:
            await send(message, texts.unknown_format(wanted))
            return
        await self._send(message, plan, form)

    async def exported(self, query: CallbackQuery, year: int, place: int) -> bool:
        """The format that was tapped; whether there is such a plan and format."""
        plan = self._services.plan_of(year)
        if plan is None or place >= len(Format) or not isinstance(query.message, Message):
            return False
        await self._send(query.message, plan, list(Format)[place])
        return True

    async def _send(self, message: Message, plan: Plan, form: Format) -> None:
        # Writing takes up to a second, in which all others are to be answered.
        content = await asyncio.to_thread(exported, plan, form, self._services)
        document = InputFile(content, filename=file_name(plan, form))
        await message.reply_document(document, caption=texts.caption(plan), do_quote=False)


def _allowed(worker: Worker, found: Difference) -> Difference:
    """What of it is theirs to change."""
    return found.only(lambda edit: may_make(worker.rights, [edit]), texts.NOT_YOURS)


def _plan(content: Content) -> Plan:
    return Plan(int(content["year"]), content["title"], content["district"], ())
