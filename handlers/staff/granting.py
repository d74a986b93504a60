"""Who becomes staff? Owners hand out one-time links and take rights back."""

from __future__ import annotations

import logging
from dataclasses import replace

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType, ParseMode
from telegram.error import TelegramError
from telegram.helpers import create_deep_linked_url

from handlers.addressing import command_for_us
from handlers.replies.staff import rights as texts
from handlers.replies.staff import wizards
from handlers.replies.taps import tag
from handlers.residents import Context
from handlers.services import Services
from handlers.showing import markup, send
from handlers.staff import INVITATION
from handlers.staff.gate import Worker, show_menu
from handlers.staff.proposing import key_of
from handlers.staff.screens import show
from handlers.staff.steps import Content, Step, which
from plan_store.staff.drafts import Draft
from plan_store.staff.members import InvitationError, Member
from plan_store.staff.rights import Person, Rights, Role
from plan_store.staff.units import unit_meant
from plan_store.store import Store

_ALL = frozenset({"全部", "所有", "全部活动", "所有活动", "编辑", "all"})

_log = logging.getLogger(__name__)


class Granting:
    """/grant, /staff, and the links of invitations."""

    def __init__(self, services: Services, store: Store) -> None:
        self._services = services
        self._store = store

    async def grant(self, worker: Worker, message: Message, words: str) -> None:
        """/grant asks for the role; /grant 全部 and /grant 月湖街道 make the link at once."""
        if not words:
            await show(message, texts.WHICH_ROLE)
        elif words in _ALL:
            await self.invite(worker, message, Rights(Role.EDITOR))
        else:
            await self.invite_for(worker, message, words)

    async def invite_for(self, worker: Worker, on: Message, said: str) -> None:
        """Invite an editor of the unit that goes by this name, or ask which of several."""
        meant = unit_meant(said, self._services.snapshots.current.vocabulary)
        if meant.certain:
            await self.invite(worker, on, Rights(Role.UNIT_EDITOR, meant.units[0]))
        elif meant.units:
            content = which(list(meant.units), {"do": Step.GRANT})
            draft = await self._store.drafts.put(*key_of(worker), content, self._services.clock())
            await show(on, wizards.which_unit(meant, draft.key))
        else:
            await show(on, texts.no_such_unit(said))

    async def picked(self, worker: Worker, on: CallbackQuery, content: Content, unit: str) -> bool:
        """The unit that was meant; False for whoever may not invite any more."""
        if worker.rights.may_grant:
            await self.invite(worker, on, Rights(Role.UNIT_EDITOR, unit))
        return worker.rights.may_grant

    async def invite(self, worker: Worker, on: Message | CallbackQuery, rights: Rights) -> None:
        """Make an invitation and show its link."""
        now = self._services.clock()
        invitation, secret = await self._store.members.invite(rights, worker.person.id, now)
        _log.info("%d invited a %s %s", worker.person.id, rights.role.value, rights.unit)
        link = create_deep_linked_url(on.get_bot().username, f"j{secret}")
        await show(on, texts.invited(texts.in_zone(invitation, now.tzinfo), link))

    async def choose_unit(self, on: CallbackQuery, page: int) -> None:
        await show(on, texts.units(self._units(), page))

    async def unit_chosen(self, worker: Worker, on: CallbackQuery, chosen: str) -> bool:
        """Invite an editor of the unit with that tag; False where no plan has it any more."""
        named = [unit for unit in self._units() if tag(unit) == chosen]
        if len(named) != 1:
            return False
        await self.invite(worker, on, Rights(Role.UNIT_EDITOR, named[0]))
        return True

    async def joined(self, update: Update, context: Context) -> None:
        """Somebody opened the link of an invitation."""
        message, user = update.effective_message, update.effective_user
        if message is None or user is None or (match := INVITATION.match(message.text or "")) is None:
            return
        if message.chat.type != ChatType.PRIVATE:
            # Who speaks there may be a group, and all could read along.
            if command_for_us(message, context.bot):
                await send(message, wizards.IN_PRIVATE)
            return
        person = Person(user.id, user.full_name)
        try:
            member, invitation = await self._store.members.join(match[1], person, self._services.clock())
        except InvitationError:
            _log.warning("%d came with an invitation that is not valid", user.id)
            await send(message, texts.INVALID)
            return
        if member.since is None:
            await send(message, texts.has_already(member))
            return
        _log.info("%d joined by invitation %d of %d", user.id, invitation.number, invitation.by)
        await show_menu(context.bot, user.id, member.rights)
        await send(message, texts.joined(member))
        await self._tell_inviter(context, invitation.by, member)

    async def roster(self, worker: Worker, message: Message, words: str) -> None:
        """/staff lists who is staff; owners can end it there."""
        now = self._services.clock()
        found = await self._store.members.members()
        # Owners stand in the settings, by their number alone.
        members = [
            replace(one, person=worker.person) if one.person.id == worker.person.id else one for one in found
        ]
        invitations = await self._store.members.invitations(now)
        shown = [texts.in_zone(one, now.tzinfo) for one in invitations]
        await show(message, texts.roster(members, shown, may_grant=worker.rights.may_grant))

    async def withdraw(self, worker: Worker, on: CallbackQuery, number: int) -> bool:
        """Withdraw an invitation; False where it is not open any more."""
        if not await self._store.members.withdraw(number, worker.person.id):
            return False
        await show(on, texts.WITHDRAWN)
        return True

    async def ask_dismiss(self, worker: Worker, on: CallbackQuery, user: int) -> None:
        member = await self._member(user)
        if member is None or not worker.rights.may_grant:
            await show(on, texts.NOT_STAFF)
            return
        content: Content = {"do": Step.DISMISS, "user": user}
        draft = await self._store.drafts.put(*key_of(worker), content, self._services.clock())
        await show(on, texts.ask_dismiss(member, draft.key))

    async def dismiss(self, worker: Worker, on: CallbackQuery, draft: Draft) -> None:
        """Take somebody's rights, and the menu. Raises `NotAllowedError`."""
        member = await self._store.members.dismiss(int(draft.content["user"]), worker.person.id)
        if member is None:
            await show(on, texts.NOT_STAFF)
            return
        _log.info("%d took the rights of %d", worker.person.id, member.person.id)
        await show_menu(on.get_bot(), member.person.id, None)
        await show(on, texts.dismissed(member))

    async def _member(self, user: int) -> Member | None:
        members = await self._store.members.members()
        return next(
            (one for one in members if one.person.id == user and one.rights.role is not Role.OWNER), None
        )

    async def _tell_inviter(self, context: Context, inviter: int, member: Member) -> None:
        reply = texts.somebody_joined(member)
        try:
            await context.bot.send_message(
                inviter, reply.html, parse_mode=ParseMode.HTML, reply_markup=markup(reply.buttons)
            )
        except TelegramError as error:
            _log.warning("%d could not be told who joined: %s", inviter, error)

    def _units(self) -> tuple[str, ...]:
        return self._services.snapshots.current.vocabulary.units
