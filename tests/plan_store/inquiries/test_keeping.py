"""What residents and staff write is kept once, by who may, until it is forgotten."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any

import pytest
from sqlalchemy import text, update

from plan_store.database import Database
from plan_store.inquiries.drafts import LISTENING, Draft, Drafts
from plan_store.inquiries.letters import Content, Purpose, Side, Source, State
from plan_store.schema import inquiry_letters
from plan_store.staff.rights import NotAllowedError
from plan_store.store import Store
from tests.plan_store.inquiries.conftest import RESIDENT, UNIT, Desk, arrives
from tests.plan_store.staff.conftest import EDITOR, NOW, OWNER, STRANGER, STREET_EDITOR


async def test_a_question_is_on_the_disk_when_it_is_acknowledged(
    store: Store, store_url: str, desk: Desk
) -> None:
    await desk.asks("社区开放日几点开始")

    other = await Store.open(store_url)
    (letter,) = await other.letters.of_person(RESIDENT)
    await other.close()
    assert (letter.content.text, letter.inquiry.unit, letter.state) == (
        "社区开放日几点开始",
        UNIT,
        State.PENDING,
    )
    assert letter.written_at == NOW


async def test_the_same_message_is_taken_once(store: Store, desk: Desk) -> None:
    source = desk.source(RESIDENT)
    first = await store.inquiries.ask(RESIDENT, UNIT, Content("几点"), source, [30], NOW)
    second = await store.inquiries.ask(RESIDENT, UNIT, Content("几点"), source, [30], NOW)

    assert (first.new, second.new) == (True, False)
    assert second.letter == first.letter
    assert len(await store.letters.of_person(RESIDENT)) == 1


async def test_the_same_message_is_taken_once_by_several_processes(store_url: str, store: Store) -> None:
    others = [await Store.open(store_url) for _ in range(3)]
    source = Source(RESIDENT, 1)

    kept = await asyncio.gather(
        *(one.inquiries.ask(RESIDENT, UNIT, Content("几点"), source, [30], NOW) for one in (store, *others))
    )

    assert sorted(one.new for one in kept) == [False, False, False, True]
    for other in others:
        await other.close()


async def test_a_number_never_means_another_inquiry(store: Store, desk: Desk) -> None:
    gone = (await desk.asks()).letter
    await store.letters.forget(RESIDENT)

    other = (
        await store.inquiries.ask(STRANGER.id, UNIT, Content("几点"), desk.source(STRANGER.id), [30], NOW)
    ).letter

    assert other.inquiry.number > gone.inquiry.number
    assert other.number > gone.number
    with pytest.raises(NotAllowedError):
        await desk.answers(gone.inquiry.number)


async def test_a_correction_leaves_a_closed_inquiry_closed(store: Store, desk: Desk) -> None:
    number = (await desk.asks()).letter.inquiry.number
    answer = (await desk.answers(number, "上午九点")).letter
    assert answer.source is not None
    await store.inquiries.close(number, Side.RESIDENT, RESIDENT, [], NOW)

    edited = Source(answer.source.chat_id, answer.source.message_id, edit=1700000000)
    kept = await store.inquiries.correct(STREET_EDITOR.id, Content("上午九点半"), edited, NOW)

    assert kept is not None
    assert (kept.new, kept.reopened) == (True, False)
    assert await store.letters.open_of(RESIDENT) == ()


async def test_a_resident_has_one_inquiry_with_each_unit(desk: Desk) -> None:
    first, again, other = await desk.asks(), await desk.asks(), await desk.asks(unit="")

    assert first.letter.inquiry.number == again.letter.inquiry.number != other.letter.inquiry.number


async def test_a_new_message_reopens_a_closed_inquiry(store: Store, desk: Desk) -> None:
    number = (await desk.asks()).letter.inquiry.number
    await store.inquiries.close(number, Side.RESIDENT, RESIDENT, [], NOW)
    assert await store.letters.open_of(RESIDENT) == ()

    again = await store.inquiries.add(number, RESIDENT, Content("还有"), desk.source(RESIDENT), [30], NOW)

    assert again.reopened
    assert again.letter.inquiry.open
    assert not (await desk.asks()).reopened


async def test_a_first_question_reopens_nothing(desk: Desk) -> None:
    assert not (await desk.asks()).reopened


async def test_a_resident_cannot_write_into_the_inquiry_of_another(store: Store, desk: Desk) -> None:
    number = (await desk.asks()).letter.inquiry.number

    with pytest.raises(NotAllowedError):
        await store.inquiries.add(number, STRANGER.id, Content("我也问"), desk.source(STRANGER.id), [], NOW)
    with pytest.raises(NotAllowedError):
        await store.inquiries.close(number, Side.RESIDENT, STRANGER.id, [], NOW)
    assert len(await store.letters.letters(number)) == 1


@pytest.mark.parametrize("staff", [OWNER.id, EDITOR.id, STREET_EDITOR.id])
async def test_staff_of_the_unit_and_of_everything_may_answer(desk: Desk, staff: int) -> None:
    number = (await desk.asks()).letter.inquiry.number

    assert (await desk.answers(number, by=staff)).letter.side is Side.STAFF


@pytest.mark.parametrize(("staff", "unit"), [(STRANGER.id, UNIT), (STREET_EDITOR.id, "秀峰街道")])
async def test_nobody_else_may_answer_or_close(store: Store, desk: Desk, staff: int, unit: str) -> None:
    number = (await desk.asks(unit=unit)).letter.inquiry.number

    with pytest.raises(NotAllowedError):
        await desk.answers(number, by=staff)
    with pytest.raises(NotAllowedError):
        await store.inquiries.close(number, Side.STAFF, staff, [], NOW)


async def test_an_inquiry_about_no_unit_may_be_answered_by_all_staff(desk: Desk) -> None:
    number = (await desk.asks(unit="")).letter.inquiry.number

    assert (await desk.answers(number, by=STREET_EDITOR.id)).new


async def test_closing_is_done_once_and_told_to_the_other_side(store: Store, desk: Desk) -> None:
    number = (await desk.asks()).letter.inquiry.number

    assert await store.inquiries.close(number, Side.STAFF, STREET_EDITOR.id, [], NOW) is not None
    assert await store.inquiries.close(number, Side.STAFF, STREET_EDITOR.id, [], NOW) is None
    closings = [one for one in await store.letters.letters(number) if one.purpose is Purpose.CLOSING]
    assert len(closings) == 1


async def test_an_edited_message_goes_to_those_who_got_the_first_version(store: Store, desk: Desk) -> None:
    kept = await desk.asks("几点")
    assert kept.letter.source is not None
    edited = Source(RESIDENT, kept.letter.source.message_id, edit=1700000000)

    correction = await store.inquiries.correct(RESIDENT, Content("上午几点"), edited, NOW)
    twice = await store.inquiries.correct(RESIDENT, Content("上午几点"), edited, NOW)

    assert correction is not None
    assert twice is not None
    assert (correction.new, twice.new) == (True, False)
    (first, second) = await store.mail.claim(), await store.mail.claim()
    assert [one.letter.purpose for one in first] == [Purpose.WORDS]
    await arrives(store, first[0], 77)
    second = await store.mail.claim()
    assert [(one.chat_id, one.reply_to, one.letter.content.text) for one in second] == [
        (STREET_EDITOR.id, 77, "上午几点")
    ]


async def test_an_edit_that_changes_no_words_or_was_no_letter_is_passed_over(
    store: Store, desk: Desk
) -> None:
    kept = await desk.asks("几点")
    assert kept.letter.source is not None
    same = Source(RESIDENT, kept.letter.source.message_id, edit=1700000000)

    assert await store.inquiries.correct(RESIDENT, Content("几点"), same, NOW) is None
    assert await store.inquiries.correct(RESIDENT, Content("几点"), Source(RESIDENT, 999, 1), NOW) is None


async def test_what_waits_longest_comes_first_and_what_is_answered_last(store: Store, desk: Desk) -> None:
    answered = (await desk.asks(unit="区卫健局")).letter.inquiry.number
    waiting = (await desk.asks("第一句", unit=UNIT)).letter.inquiry.number
    await desk.asks("第二句", unit=UNIT)
    await desk.answers(answered, by=EDITOR.id)

    ones = await store.letters.open_ones()

    assert [(one.inquiry.number, one.last.content.text, one.since is None) for one in ones] == [
        (waiting, "第二句", False),
        (answered, "社区开放日几点开始", True),
    ]


async def test_replies_to_a_message_of_the_bot_belong_to_its_inquiry(store: Store, desk: Desk) -> None:
    kept = await desk.asks()
    await store.inquiries.acknowledged(kept.letter, 501)

    found = await store.letters.of_post(RESIDENT, 501)
    assert found is not None
    assert found.number == kept.letter.inquiry.number
    assert await store.letters.of_post(RESIDENT, 502) is None


async def test_forgetting_leaves_nothing_of_a_resident(store: Store, store_url: str, desk: Desk) -> None:
    kept = await desk.asks()
    await store.inquiries.acknowledged(kept.letter, 501)
    await store.inquiry_topics.keep(-100, RESIDENT, 5)
    await store.inquiry_drafts.put(RESIDENT, Draft(NOW))
    await desk.answers(kept.letter.inquiry.number)

    await store.letters.forget(RESIDENT)
    await store.inquiry_drafts.forget(RESIDENT)

    assert await store.letters.of_person(RESIDENT) == ()
    assert await store.inquiry_drafts.get(RESIDENT) is None
    database = await Database.open(store_url)
    async with database.reading() as connection:
        for table in ("inquiries", "letters", "deliveries", "posts", "topics", "drafts"):
            name = table if table == "inquiries" else f"inquiry_{table}"
            assert await connection.scalar(text(f"SELECT count(*) FROM {name}")) == 0, name
    await database.close()


async def test_inquiries_are_kept_for_180_days_after_the_last_word(
    store: Store, store_url: str, desk: Desk
) -> None:
    old = await desk.asks()
    await desk.asks(unit="")
    database = await Database.open(store_url)
    long_ago = dt.datetime.now(dt.UTC) - dt.timedelta(days=181)
    async with database.writing() as connection:
        await connection.execute(
            update(inquiry_letters).where(inquiry_letters.c.id == old.letter.number).values(kept_at=long_ago)
        )
    await database.close()

    await store.purge(dt.datetime.now(dt.UTC))

    assert [letter.inquiry.unit for letter in await store.letters.of_person(RESIDENT)] == [""]
    assert await store.letters.get(old.letter.inquiry.number) is None


async def test_a_draft_survives_a_restart_and_listens_for_half_an_hour(store: Store, store_url: str) -> None:
    draft = Draft(NOW, unit=UNIT, content=Content("我的电话是…", about="第 17 项"), source=Source(1, 2))
    await store.inquiry_drafts.put(RESIDENT, draft)
    await store.inquiry_drafts.put(RESIDENT + 1, Draft(NOW))

    other = await Store.open(store_url)
    assert await other.inquiry_drafts.get(RESIDENT) == draft
    listening = await other.inquiry_drafts.get(RESIDENT + 1)
    await other.close()

    assert listening is not None
    assert listening.heard(NOW + LISTENING / 2)
    assert not listening.heard(NOW + LISTENING)
    assert await store.inquiry_drafts.drop(RESIDENT)
    assert not await store.inquiry_drafts.drop(RESIDENT)


async def test_a_draft_that_is_begun_while_all_are_read_is_at_hand(store: Store) -> None:
    for _ in range(20):
        drafts = Drafts(store._database)
        await asyncio.gather(drafts.get(RESIDENT + 1), drafts.put(RESIDENT, Draft(NOW, unit=UNIT)))

        assert await drafts.get(RESIDENT) == Draft(NOW, unit=UNIT)
        await drafts.drop(RESIDENT)


class LongRead(Drafts):
    """Takes its time between reading what is on the disk and having it at hand."""

    async def _read(self, *conditions: Any) -> dict[int, Draft]:
        found = await super()._read(*conditions)
        await asyncio.sleep(0.1)
        return found


async def test_a_draft_is_forgotten_though_all_are_just_being_read(store: Store) -> None:
    await store.inquiry_drafts.put(RESIDENT, Draft(NOW))
    drafts = LongRead(store._database)
    reading = asyncio.create_task(drafts.get(RESIDENT + 1))
    await asyncio.sleep(0.05)
    await store.letters.forget(RESIDENT)
    await drafts.forget(RESIDENT)
    await reading

    assert await drafts.get(RESIDENT) is None
