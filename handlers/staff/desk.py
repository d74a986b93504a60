"""What do the words and taps of staff mean? A next step, a wish, or a question like any other."""

from __future__ import annotations

import datetime as dt
import logging

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType

from handlers.replies import menus
from handlers.replies.staff import wizards
from handlers.replies.staff.taps import (
    Back,
    Cancel,
    ChooseUnit,
    Confirm,
    Delete,
    Dismiss,
    EditField,
    EditMenu,
    Export,
    Halt,
    InviteEditor,
    InviteFor,
    Older,
    Pick,
    Restore,
    StaffTap,
    Teach,
    Unanswered,
    Undo,
    Unname,
    Unteach,
    Withdraw,
    read_staff_tap,
)
from handlers.residents import Context, Residents
from handlers.services import Services
from handlers.showing import send
from handlers.staff.begun import Begun
from handlers.staff.gate import Command, Gate, Worker
from handlers.staff.office import Handler
from handlers.staff.proposing import key_of
from handlers.staff.rooms import Rooms
from handlers.staff.steps import WAITING_FOR_WORDS, Step, step_of
from handlers.tapping import acknowledge
from plan_store.documents.notices import looks_like_notice
from plan_store.staff.fields import Field
from plan_store.staff.orders import (
    DeleteEntry,
    DeleteSeveral,
    Described,
    Order,
    RestoreEntry,
    SameUnit,
    SetField,
    Target,
    UndoChange,
    read_order,
)
from plan_store.staff.rights import NotAllowedError, Rights, Role
from plan_store.store import Store
from plan_store.wishes import read_wish

LISTENING = dt.timedelta(minutes=30)
"""So long after a question of ours the next words are its answer; later they are words like any others."""
_SHORT_VALUES = frozenset({Field.PERIOD, Field.DATE, Field.FORMS, Field.UNIT})
"""Parts whose new value is never a whole sentence that orders something."""
_CANCEL = frozenset({"取消", "算了", "不改了"})

_log = logging.getLogger(__name__)


class Desk:
    """Where staff work: all that is not a command of its own."""

    def __init__(self, services: Services, store: Store, residents: Residents) -> None:
        self._services = services
        self._store = store
        self._residents = residents
        self._gate = Gate(store.members, residents)
        self.rooms = Rooms(services, store)
        self._begun = Begun(store, self.rooms)

    async def help(self, update: Update, context: Context) -> None:
        """/help tells staff what residents are told, and what they may do besides."""
        await self._residents.help(update, context)
        message = update.effective_message
        if message is not None and message.chat.type == ChatType.PRIVATE:
            worker = await self._gate.worker(message.from_user, message)
            if worker is not None:
                await send(message, wizards.help_(worker.rights))

    def command(self, name: str, do: Command, *, owners: bool) -> Handler:
        """The handler of a command of staff; `owners`: of one that they alone may give."""
        return self._gate.command(name, self._anew(do), owners=owners)

    def _anew(self, do: Command) -> Command:
        """A command begins something else: what was asked before takes no more words."""

        async def given(worker: Worker, message: Message, words: str) -> None:
            draft = await self._store.drafts.get(*key_of(worker))
            if draft is not None and step_of(draft.content) in WAITING_FOR_WORDS:
                await self._store.drafts.drop(*key_of(worker))
            await do(worker, message, words)

        return given

    async def cancel(self, worker: Worker, message: Message, words: str) -> None:
        """/cancel gives up whatever was begun."""
        await self._store.drafts.drop(*key_of(worker))
        await send(message, wizards.CANCELLED)

    # --- words ----------------------------------------------------------------------------------------
    async def words(self, update: Update, context: Context) -> None:
        """Words of staff go on with what they began, or are a wish; all others are questions."""
        message = update.effective_message
        if message is not None and message.chat.type == ChatType.PRIVATE:
            worker = await self._gate.worker(message.from_user, message)
            if worker is not None and message.text and await self._taken(worker, message, message.text):
                return
        await self._residents.question(update, context)

    async def edited(self, update: Update, context: Context) -> None:
        """Words that staff mend go the same way as new ones; all others are a question that was edited."""
        message = update.edited_message
        if message is not None:
            worker = await self._gate.worker(message.from_user, message)
            if worker is not None and message.text and await self._mended(worker, message, message.text):
                return
        await self._residents.edited(update, context)

    async def _mended(self, worker: Worker, message: Message, words: str) -> bool:
        """Whether the words were of staff's work; those that a preview came of are read once more."""
        draft = await self._store.drafts.get(*key_of(worker))
        step = (
            draft.content.get("back") if draft is not None and step_of(draft.content) is Step.CHANGE else None
        )
        fresh = draft is not None and self._services.clock() - draft.at < LISTENING
        if fresh and step and step_of(step) is Step.VALUE:
            return await self._begun.answered(worker, message, step, words)
        return await self._taken(worker, message, words)

    async def sent(self, update: Update, context: Context) -> None:
        """A file, or a picture with words below it: of staff it may be a plan or a notice."""
        message = update.effective_message
        if message is not None and not message.animation:
            worker = await self._gate.worker(message.from_user, message)
            caption = message.caption or ""
            if worker is not None and message.document is not None:
                await self.rooms.documents.received(worker, message)
                return
            if worker is not None and looks_like_notice(caption):
                await self.rooms.notices.received(worker, message, caption)
                return
        await self._residents.sent(update, context)

    async def _taken(self, worker: Worker, message: Message, words: str) -> bool:
        """Whether the words were of staff's work."""
        draft = await self._store.drafts.get(*key_of(worker))
        if draft is not None and self._services.clock() - draft.at < LISTENING:
            if words.strip() in _CANCEL:
                await self._store.drafts.drop(*key_of(worker))
                await send(message, wizards.CANCELLED)
                return True
            anew = draft.content.get("field") in _SHORT_VALUES and read_order(words) is not None
            if not anew and await self._begun.answered(worker, message, draft.content, words):
                return True
        if looks_like_notice(words):
            await self.rooms.notices.received(worker, message, words)
            return True
        order = None if read_wish(words) else read_order(words)
        return order is not None and await self._ordered(worker, message, order)

    async def _ordered(self, worker: Worker, message: Message, order: Order) -> bool:
        """Whether it could be proposed; what could not be is a question, perhaps."""
        editing = self.rooms.editing
        match order:
            case SetField(Described() as described) | DeleteEntry(Described() as described):
                return await self.rooms.describing.propose(worker, message, order, described)
            case SetField():
                await editing.propose_value(worker, message, order)
            case DeleteEntry(Target() as target):
                await editing.propose_deletion(worker, message, target)
            case DeleteSeveral(numbers):
                await editing.propose_deletions(worker, message, numbers)
            case RestoreEntry(target):
                return await editing.propose_return(worker, message, target)
            case UndoChange(number):
                await self.rooms.looking_back.undo(worker, message, str(number or ""))
            case SameUnit(name, unit):
                named = self.rooms.naming.understood(name, unit)
                if named is None:
                    return False
                await self.rooms.naming.propose(worker, message, *named)
        return True

    # --- taps -----------------------------------------------------------------------------------------
    async def tapped(self, update: Update, context: Context) -> None:
        """A button of staff's: whoever else taps one, forged or left from before, changes nothing."""
        query = update.callback_query
        if query is None:
            return
        tap = read_staff_tap(query.data or "")
        worker = await self._gate.tapper(query)
        if worker is None:
            self._gate.refuse(query.from_user, f"a button of staff: {query.data!r:.80}")
            await acknowledge(query, menus.OUT_OF_DATE)
            return
        try:
            done = tap is not None and await self._do(worker, query, tap)
            trouble = "" if done else wizards.NOTHING_BEGUN
        except NotAllowedError as error:
            _log.warning("refused: %s", error)
            trouble = wizards.NOT_ALLOWED
        await acknowledge(query, trouble)

    async def _do(self, worker: Worker, query: CallbackQuery, tap: StaffTap) -> bool:
        """Whether it could be done."""
        match tap:
            case Confirm(key) | Cancel(key) | Back(key) | Pick(key):
                return await self._begun.tapped(worker, query, key, tap)
            case EditMenu(year, number):
                await self._store.drafts.drop(*key_of(worker))
                await self.rooms.editing.menu(worker, query, Target(number, year))
            case EditField(year, number, place):
                if place >= len(Field):
                    return False
                await self.rooms.editing.ask(worker, query, Target(number, year), list(Field)[place])
            case Delete(year, number):
                await self.rooms.editing.propose_deletion(worker, query, Target(number, year))
            case Restore(year, number):
                return await self.rooms.editing.propose_return(worker, query, Target(number, year))
            case Undo(change):
                return await self.rooms.looking_back.propose_undo(worker, query, change)
            case Older(year, number, before):
                return await self.rooms.looking_back.older(query, year, number, before)
            case Unname(chosen):
                return await self.rooms.naming.unname(worker, query, chosen)
            case Teach(chosen):
                wordings = await self.rooms.unanswered.wordings(chosen)
                if not wordings:
                    return False
                await self.rooms.standing_replies.wordings(worker, query, wordings)
            case Unteach(number):
                return await self.rooms.standing_replies.withdraw(worker, query, number)
            case Export(year, place):
                return await self.rooms.documents.exported(query, year, place)
            case Unanswered(page):
                await self.rooms.unanswered.page(worker, query, page)
            case Halt(number):
                return await self.rooms.announcing.halt(worker, query, number)
            case _:
                return worker.rights.may_grant and await self._granted(worker, query, tap)
        return True

    async def _granted(self, worker: Worker, query: CallbackQuery, tap: StaffTap) -> bool:
        """The buttons of owners."""
        match tap:
            case InviteEditor():
                await self.rooms.granting.invite(worker, query, Rights(Role.EDITOR))
            case ChooseUnit(page):
                await self.rooms.granting.choose_unit(query, page)
            case InviteFor(chosen):
                return await self.rooms.granting.unit_chosen(worker, query, chosen)
            case Withdraw(number):
                return await self.rooms.granting.withdraw(worker, query, number)
            case Dismiss(user):
                await self.rooms.granting.ask_dismiss(worker, query, user)
            case _:
                return False
        return True
