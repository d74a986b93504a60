"""Who is staff? Their roles, and the one-time invitations by which they become it."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import logging
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from plan_store.database import Database, StoreError
from plan_store.revision import take_turns
from plan_store.schema import invitations, staff
from plan_store.staff.rights import CONSOLE, NotAllowedError, Person, Rights, Role

VALID = dt.timedelta(hours=48)
"""How long an invitation can be used."""
FRESH = 1.0
"""Seconds after which the roster at hand is read anew: so late other replicas see who came and went."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Member:
    person: Person
    rights: Rights
    since: dt.datetime | None
    """None for owners, who stand in the settings."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """An open invitation, without its secret, which only the link holds."""

    number: int
    rights: Rights
    by: int
    expires_at: dt.datetime


class InvitationError(Exception):
    """The link is used, withdrawn, out of date or forged: nobody may learn which."""


class Members:
    """The staff of the bot."""

    def __init__(self, database: Database, owners: Iterable[int] = ()) -> None:
        self._database = database
        self.owners = frozenset(owners)
        self._roster: dict[int, Rights] | None = None
        """None until it was read for the first time."""
        self._read_at = -FRESH
        self._reading = asyncio.Lock()
        """Whoever asks while the roster is read waits for it: nobody is taken for a stranger meanwhile."""

    # --- who is it? -----------------------------------------------------------------------------------
    async def at_hand(self, user: int) -> Rights | None:
        """The rights of a person as known here, at most a second old; costs no look at the disk mostly.

        Enough to decide what to show; each room that changes something asks `require` in its transaction.
        """
        if user in self.owners:
            return Rights(Role.OWNER)
        if self._is_old():
            async with self._reading:
                if self._is_old():
                    await self._look_again()
        return (self._roster or {}).get(user)

    async def require(
        self, connection: AsyncConnection, user: int, what: str, units: Iterable[str] = ()
    ) -> Rights:
        """The rights of a person, read in the transaction in which they change something.

        Raises `NotAllowedError` where they are not staff, or one of `units` is not theirs.
        """
        rights = await self._rights(connection, user)
        if rights is None or not all(rights.covers(unit) for unit in units):
            raise NotAllowedError(user, what)
        return rights

    async def members(self) -> tuple[Member, ...]:
        """Owners first, then by the time of joining."""
        async with self._database.reading() as connection:
            rows = (await connection.execute(select(staff).order_by(staff.c.joined_at))).all()
        names = {row.user_id: row.name for row in rows}
        owners = [
            Member(Person(user, names.get(user, "")), Rights(Role.OWNER), None)
            for user in sorted(self.owners)
        ]
        others = [
            Member(Person(row.user_id, row.name), _rights(row), row.joined_at)
            for row in rows
            if row.user_id not in self.owners
        ]
        return (*owners, *others)

    # --- coming ---------------------------------------------------------------------------------------
    async def invite(self, rights: Rights, by: int, now: dt.datetime) -> tuple[Invitation, str]:
        """A new invitation, and the secret for its link, which is kept nowhere.

        Raises `NotAllowedError` where `by` may not invite; ValueError for the owner's role, which only the
        settings give.
        """
        if rights.role is Role.OWNER:
            raise ValueError("owners stand in the settings")
        secret = secrets.token_urlsafe(18)
        expires_at = now + VALID
        async with self._database.writing() as connection:
            await self._require_grant(connection, by)
            inserted = await connection.execute(
                insert(invitations).values(
                    digest=_digest(secret),
                    role=rights.role.value,
                    unit=rights.unit,
                    invited_by=by,
                    expires_at=expires_at,
                    withdrawn=False,
                )
            )
        (number,) = inserted.inserted_primary_key or (0,)
        return Invitation(int(number), rights, by, expires_at), secret

    async def invitations(self, now: dt.datetime) -> tuple[Invitation, ...]:
        """Those that can still be used, the latest first."""
        open_ = _open(now)
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(invitations).where(*open_).order_by(invitations.c.id.desc())
            )
            return tuple(Invitation(row.id, _rights(row), row.invited_by, row.expires_at) for row in rows)

    async def withdraw(self, number: int, by: int) -> bool:
        """Make an invitation worthless; False where it was used or withdrawn already.

        Raises `NotAllowedError`.
        """
        async with self._database.writing() as connection:
            await self._require_grant(connection, by)
            done = await connection.execute(
                update(invitations)
                .where(
                    invitations.c.id == number,
                    invitations.c.used_by.is_(None),
                    ~invitations.c.withdrawn,
                )
                .values(withdrawn=True)
            )
            return done.rowcount == 1

    async def join(self, secret: str, person: Person, now: dt.datetime) -> tuple[Member, Invitation]:
        """Use an invitation: the person has its rights from now on, in place of any before.

        Whoever has those rights already, or more, keeps them, and the invitation stays unused.

        Raises `InvitationError`.
        """
        async with self._database.writing() as connection:
            await take_turns(connection)
            found = await connection.execute(
                select(invitations).where(invitations.c.digest == _digest(secret), *_open(now))
            )
            row = found.first()
            if row is None:
                raise InvitationError
            invitation = Invitation(row.id, _rights(row), row.invited_by, row.expires_at)
            # What somebody who may invite no more has handed out is worth nothing either.
            inviter = await self._rights(connection, invitation.by)
            if inviter is None or not inviter.may_grant:
                raise InvitationError
            present = await self._rights(connection, person.id)
            if present is not None and present.includes(invitation.rights):
                return Member(person, present, None), invitation
            used = await connection.execute(
                update(invitations)
                .where(invitations.c.id == invitation.number, invitations.c.used_by.is_(None))
                .values(used_by=person.id)
            )
            if used.rowcount != 1:
                raise InvitationError
            values = {
                "name": person.name,
                "role": invitation.rights.role.value,
                "unit": invitation.rights.unit,
                "invited_by": invitation.by,
                "joined_at": now,
            }
            await connection.execute(
                self._database.insert(staff)
                .values(user_id=person.id, **values)
                .on_conflict_do_update(index_elements=[staff.c.user_id], set_=values)
            )
        self._read_at = -FRESH
        return Member(person, invitation.rights, now), invitation

    # --- going ----------------------------------------------------------------------------------------
    async def dismiss(self, user: int, by: int) -> Member | None:
        """Take a person's rights; None where they had none to take. Raises `NotAllowedError`."""
        async with self._database.writing() as connection:
            await self._require_grant(connection, by)
            row = (await connection.execute(select(staff).where(staff.c.user_id == user))).first()
            await connection.execute(delete(staff).where(staff.c.user_id == user))
        self._read_at = -FRESH
        return None if row is None else Member(Person(user, row.name), _rights(row), row.joined_at)

    async def _require_grant(self, connection: AsyncConnection, by: int) -> None:
        if not (await self.require(connection, by, "grant rights")).may_grant:
            raise NotAllowedError(by, "grant rights")

    async def _rights(self, connection: AsyncConnection, user: int) -> Rights | None:
        if user in self.owners or user == CONSOLE.id:
            return Rights(Role.OWNER)
        row = (await connection.execute(select(staff).where(staff.c.user_id == user))).first()
        return None if row is None else _rights(row)

    def _is_old(self) -> bool:
        return time.monotonic() - self._read_at >= FRESH

    async def _look_again(self) -> None:
        began = time.monotonic()
        try:
            await self._read_roster()
        except StoreError as error:
            _log.error("the roster of staff could not be read; the one at hand is used: %s", error)
            if self._roster is None:
                # Staff would be strangers: whoever comes next looks again at once.
                return
        self._read_at = began

    async def _read_roster(self) -> None:
        async with self._database.reading() as connection:
            rows = await connection.execute(select(staff))
            self._roster = {row.user_id: _rights(row) for row in rows}


def _rights(row: Row[tuple[object, ...]]) -> Rights:
    return Rights(Role(row.role), row.unit)


def _open(now: dt.datetime) -> tuple[ColumnElement[bool], ...]:
    return (invitations.c.used_by.is_(None), ~invitations.c.withdrawn, invitations.c.expires_at > now)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
