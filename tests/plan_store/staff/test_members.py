"""Who becomes staff, who does not, and who is it no more; on SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest

from plan_store.staff.members import FRESH, VALID, InvitationError
from plan_store.staff.rights import NotAllowedError, Person, Rights, Role
from plan_store.store import Store
from tests.plan_store.staff.conftest import EDITOR, NOW, OWNER, STRANGER, STREET_EDITOR

ALL = Rights(Role.EDITOR)
YUEHU = Rights(Role.UNIT_EDITOR, "月湖街道")


async def test_who_uses_an_invitation_has_its_rights(store: Store) -> None:
    _, secret = await store.members.invite(YUEHU, OWNER.id, NOW)
    await store.members.join(secret, STREET_EDITOR, NOW)

    assert await store.members.at_hand(STREET_EDITOR.id) == YUEHU


async def test_nobody_is_a_stranger_while_the_roster_is_read_for_the_first_time(
    staffed: Store, store_url: str
) -> None:
    again = await Store.open(store_url, owners=[OWNER.id])
    found = await asyncio.gather(*(again.members.at_hand(EDITOR.id) for _ in range(4)))
    await again.close()

    assert found == [ALL] * 4


async def test_an_invitation_can_be_used_once(store: Store) -> None:
    _, secret = await store.members.invite(ALL, OWNER.id, NOW)
    await store.members.join(secret, EDITOR, NOW)

    with pytest.raises(InvitationError):
        await store.members.join(secret, STRANGER, NOW)
    assert await store.members.at_hand(STRANGER.id) is None


async def test_of_many_who_use_one_invitation_at_once_one_gets_in(store: Store) -> None:
    _, secret = await store.members.invite(ALL, OWNER.id, NOW)
    people = [Person(number, "") for number in range(100, 108)]

    outcomes = await asyncio.gather(
        *(store.members.join(secret, person, NOW) for person in people), return_exceptions=True
    )

    assert sum(not isinstance(outcome, BaseException) for outcome in outcomes) == 1
    assert len(await store.members.members()) == 2


async def test_an_invitation_ends_after_two_days(store: Store) -> None:
    _, secret = await store.members.invite(ALL, OWNER.id, NOW)

    with pytest.raises(InvitationError):
        await store.members.join(secret, EDITOR, NOW + VALID)
    assert await store.members.invitations(NOW + VALID) == ()


async def test_a_withdrawn_invitation_is_worth_nothing(store: Store) -> None:
    invitation, secret = await store.members.invite(ALL, OWNER.id, NOW)

    assert await store.members.withdraw(invitation.number, OWNER.id)
    assert not await store.members.withdraw(invitation.number, OWNER.id)
    with pytest.raises(InvitationError):
        await store.members.join(secret, EDITOR, NOW)


async def test_a_forged_secret_is_worth_nothing(store: Store) -> None:
    for secret in ("", "x" * 24, "\ud800", "' or 1=1 --"):
        with pytest.raises(InvitationError):
            await store.members.join(secret, STRANGER, NOW)


async def test_the_store_holds_no_secret(store: Store, tmp_path: object) -> None:
    invitation, secret = await store.members.invite(ALL, OWNER.id, NOW)

    assert secret not in repr(await store.members.invitations(NOW))
    assert invitation in await store.members.invitations(NOW)


@pytest.mark.parametrize("person", [EDITOR, STREET_EDITOR, STRANGER])
async def test_only_owners_invite_and_dismiss(staffed: Store, person: Person) -> None:
    with pytest.raises(NotAllowedError):
        await staffed.members.invite(ALL, person.id, NOW)
    with pytest.raises(NotAllowedError):
        await staffed.members.dismiss(EDITOR.id, person.id)
    with pytest.raises(NotAllowedError):
        await staffed.members.withdraw(1, person.id)


async def test_nobody_is_made_an_owner_by_a_link(store: Store) -> None:
    with pytest.raises(ValueError, match="owners"):
        await store.members.invite(Rights(Role.OWNER), OWNER.id, NOW)


async def test_an_invitation_of_one_who_is_owner_no_more_is_worth_nothing(
    store: Store, store_url: str
) -> None:
    _, secret = await store.members.invite(ALL, OWNER.id, NOW)
    changed = await Store.open(store_url, owners=[11])

    with pytest.raises(InvitationError):
        await changed.members.join(secret, EDITOR, NOW)
    await changed.close()


async def test_whoever_has_more_already_does_not_use_the_invitation_up(staffed: Store) -> None:
    invitation, secret = await staffed.members.invite(YUEHU, OWNER.id, NOW)
    await staffed.members.join(secret, EDITOR, NOW)

    assert await staffed.members.at_hand(EDITOR.id) == ALL
    assert invitation in await staffed.members.invitations(NOW)


async def test_a_second_invitation_gives_other_rights(staffed: Store) -> None:
    _, secret = await staffed.members.invite(ALL, OWNER.id, NOW)
    await staffed.members.join(secret, STREET_EDITOR, NOW)

    assert await staffed.members.at_hand(STREET_EDITOR.id) == ALL


async def test_who_is_dismissed_has_no_rights_at_once(staffed: Store) -> None:
    assert await staffed.members.at_hand(EDITOR.id) == ALL
    await staffed.members.dismiss(EDITOR.id, OWNER.id)

    assert await staffed.members.at_hand(EDITOR.id) is None
    assert await staffed.members.dismiss(EDITOR.id, OWNER.id) is None


async def test_another_replica_sees_a_dismissal_within_a_second(staffed: Store, store_url: str) -> None:
    other = await Store.open(store_url, owners=[OWNER.id])
    assert await other.members.at_hand(EDITOR.id) == ALL
    await staffed.members.dismiss(EDITOR.id, OWNER.id)
    await asyncio.sleep(FRESH + 0.1)

    assert await other.members.at_hand(EDITOR.id) is None
    await other.close()


async def test_the_roster_names_owners_first(staffed: Store) -> None:
    members = await staffed.members.members()

    assert [(one.person.id, one.rights.role) for one in members] == [
        (OWNER.id, Role.OWNER),
        (EDITOR.id, Role.EDITOR),
        (STREET_EDITOR.id, Role.UNIT_EDITOR),
    ]
    assert members[1].since == NOW.astimezone(dt.UTC)
