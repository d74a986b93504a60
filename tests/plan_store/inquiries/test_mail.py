"""Letters are delivered once, tried again where that is safe, and their authors learn what became of them."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest

from plan_store.inquiries import leases, mail
from plan_store.inquiries.letters import Arrival, Content, Side, State
from plan_store.store import Store
from tests.plan_store.inquiries.conftest import RESIDENT, Desk, arrives
from tests.plan_store.staff.conftest import EDITOR, NOW, OWNER, STREET_EDITOR


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next try is due at once."""
    monkeypatch.setattr(leases, "BACK_OFF", (dt.timedelta(0),))


async def state_of(store: Store, letter: int) -> State:
    found = await store.letters.letter(letter)
    assert found is not None
    return found.state


async def test_a_delivery_is_claimed_once(store: Store, desk: Desk) -> None:
    await desk.asks()

    claims = await asyncio.gather(*(store.mail.claim() for _ in range(4)))

    assert sum(len(claim) for claim in claims) == 1


async def test_only_chats_within_reach_are_claimed(store: Store, desk: Desk) -> None:
    await desk.asks()

    assert await store.mail.claim([RESIDENT]) == ()
    assert len(await store.mail.claim([STREET_EDITOR.id])) == 1


async def test_letters_of_an_inquiry_arrive_in_their_order(store: Store, desk: Desk) -> None:
    await desk.asks("一")
    await desk.asks("二")

    (first,) = await store.mail.claim()
    assert await store.mail.claim() == ()
    await store.mail.later(first)
    (again,) = await store.mail.claim()
    await arrives(store, again, 1)
    (second,) = await store.mail.claim()

    assert [one.letter.content.text for one in (first, again, second)] == ["一", "一", "二"]


async def test_what_arrived_is_told_to_its_author_once(store: Store, desk: Desk) -> None:
    kept = await desk.asks()
    await store.inquiries.acknowledged(kept.letter, 501)
    (delivery,) = await store.mail.claim()
    assert await store.mail.untold() == ()
    await arrives(store, delivery, 7, 8)

    (letter,) = await store.mail.untold()
    assert (letter.state, letter.receipt_id) == (State.SENT, 501)
    await store.mail.told(letter)

    assert await store.mail.untold() == ()
    for post in (7, 8):
        found = await store.letters.of_post(STREET_EDITOR.id, post)
        assert found is not None
        assert found.number == letter.inquiry.number


async def test_a_receipt_waits_for_the_acknowledgement_but_not_for_ever(
    store: Store, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.asks()
    (delivery,) = await store.mail.claim()
    await arrives(store, delivery, 7)

    assert await store.mail.untold() == ()
    monkeypatch.setattr(mail, "UNACKNOWLEDGED", dt.timedelta(0))
    assert len(await store.mail.untold()) == 1


async def test_a_question_has_arrived_when_any_of_the_staff_has_it(store: Store, desk: Desk) -> None:
    kept = await store.inquiries.ask(
        RESIDENT, "", Content("几点"), desk.source(RESIDENT), [EDITOR.id, OWNER.id], NOW
    )
    first, second = await store.mail.claim()

    assert await store.mail.failed(first) is State.PENDING
    assert await store.mail.tried(first.letter.number) == {EDITOR.id, OWNER.id}
    await arrives(store, second, 7)

    assert await state_of(store, kept.letter.number) is State.SENT


async def test_a_question_that_nobody_got_is_kept_and_can_be_given_to_others(
    store: Store, desk: Desk
) -> None:
    kept = await desk.asks()
    (delivery,) = await store.mail.claim()
    assert await store.mail.failed(delivery) is State.FAILED
    assert [letter.number for letter in await store.mail.undelivered()] == [kept.letter.number]

    await store.mail.plan(kept.letter.number, [STREET_EDITOR.id, OWNER.id])

    assert await store.mail.undelivered() == ()
    assert {one.chat_id for one in await store.mail.claim()} == {STREET_EDITOR.id, OWNER.id}


async def test_a_question_without_anybody_to_go_to_is_kept_as_such(store: Store, desk: Desk) -> None:
    kept = await store.inquiries.ask(RESIDENT, "", Content("几点"), desk.source(RESIDENT), [], NOW)

    assert kept.letter.state is State.FAILED
    assert [letter.number for letter in await store.mail.undelivered()] == [kept.letter.number]


async def test_a_question_that_may_have_arrived_is_sent_again_and_says_so(store: Store, desk: Desk) -> None:
    await desk.asks()
    (delivery,) = await store.mail.claim()
    await store.mail.unclear(delivery)

    (again,) = await store.mail.claim()

    assert (delivery.doubtful, again.doubtful) == (False, True)


async def test_an_answer_that_may_have_arrived_is_sent_again_only_by_its_author(
    store: Store, desk: Desk
) -> None:
    number = (await desk.asks()).letter.inquiry.number
    answer = (await desk.answers(number)).letter
    question, delivery = await store.mail.claim()
    assert (question.letter.side, delivery.letter.side) == (Side.RESIDENT, Side.STAFF)
    await store.mail.unclear(delivery)

    assert await state_of(store, answer.number) is State.UNKNOWN
    assert await store.mail.claim() == ()
    assert await store.mail.again(answer.number, RESIDENT)
    (once_more,) = await store.mail.claim()
    await arrives(store, once_more, 9)
    assert not await store.mail.again(answer.number, RESIDENT)


async def test_a_sender_that_was_killed_leaves_nothing_unsent(
    store: Store, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = (await desk.asks()).letter.inquiry.number
    answer = (await desk.answers(number)).letter
    with monkeypatch.context() as killed:
        killed.setattr(leases, "LEASE", dt.timedelta(0))
        await store.mail.claim()

    (again,) = await store.mail.claim()

    assert (again.letter.side, again.doubtful) == (Side.RESIDENT, True)
    assert await state_of(store, answer.number) is State.UNKNOWN


async def test_the_state_of_an_answer_is_what_the_resident_got(store: Store, desk: Desk) -> None:
    number = (await desk.asks()).letter.inquiry.number
    kept = await store.inquiries.answer(
        number, EDITOR.id, Content("九点"), desk.source(EDITOR.id), [STREET_EDITOR.id], NOW
    )
    deliveries = {one.chat_id: one for one in await store.mail.claim() if one.letter == kept.letter}
    await store.mail.failed(deliveries[RESIDENT])

    assert await state_of(store, kept.letter.number) is State.FAILED


async def test_who_comes_back_gets_what_could_not_be_delivered(store: Store, desk: Desk) -> None:
    number = (await desk.asks()).letter.inquiry.number
    answer = (await desk.answers(number)).letter
    _, delivery = await store.mail.claim()
    await store.mail.failed(delivery)

    assert await store.mail.came_back(RESIDENT)
    (again,) = await store.mail.claim()
    await arrives(store, again, 9)

    assert await state_of(store, answer.number) is State.SENT
    assert not await store.mail.came_back(RESIDENT)


async def test_a_question_that_two_could_not_deliver_at_once_is_known_to_have_failed(
    store: Store, store_url: str, desk: Desk
) -> None:
    other = await Store.open(store_url)
    for _ in range(5):
        kept = await store.inquiries.ask(
            RESIDENT, "", Content("几点"), desk.source(RESIDENT), [EDITOR.id, OWNER.id], NOW
        )
        first, second = await store.mail.claim()
        async with store._database.writing() as connection:
            await mail._record(connection, first, state=State.FAILED.value)
            recording = asyncio.create_task(other.mail.failed(second))
            # Until the other has written its row, or, on SQLite, waits for the one writer.
            await asyncio.wait((recording,), timeout=0.2)
        state = await recording

        assert state is State.FAILED
        assert await state_of(store, kept.letter.number) is State.FAILED
        await store.letters.forget(RESIDENT)
    await other.close()


async def test_nobody_is_told_that_it_failed_where_others_are_tried(store: Store, desk: Desk) -> None:
    kept = await desk.asks()
    await store.inquiries.acknowledged(kept.letter, 501)
    (delivery,) = await store.mail.claim()

    assert await store.mail.failed(delivery, beyond=[EDITOR.id]) is State.PENDING

    assert await store.mail.untold() == ()
    assert [one.chat_id for one in await store.mail.claim()] == [EDITOR.id]


async def test_who_was_taken_for_dead_changes_nothing_but_what_arrived_counts(
    store: Store, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = (await desk.asks()).letter.inquiry.number
    answer = (await desk.answers(number)).letter
    with monkeypatch.context() as slow:
        slow.setattr(leases, "LEASE", dt.timedelta(0))
        late_question, late_answer = await store.mail.claim()
    (question,) = await store.mail.claim()

    for record in (store.mail.later, store.mail.unclear, store.mail.failed):
        await record(late_question)
        await record(late_answer)

    assert await store.mail.claim() == ()
    assert await state_of(store, answer.number) is State.UNKNOWN
    assert not await store.mail.arrived(late_answer, Arrival(9, 1, last=True))
    assert await state_of(store, answer.number) is State.SENT
    await arrives(store, question, 7)
    assert await state_of(store, question.letter.number) is State.SENT


async def test_who_was_taken_for_dead_is_told_not_to_send_the_rest(
    store: Store, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.asks()
    with monkeypatch.context() as slow:
        slow.setattr(leases, "LEASE", dt.timedelta(0))
        (late,) = await store.mail.claim()
    (now,) = await store.mail.claim()

    assert not await store.mail.arrived(late, Arrival(7, 1, last=False))
    assert await store.mail.arrived(now, Arrival(8, 1, last=False))


async def test_what_is_renewed_is_not_taken_for_lapsed(
    store: Store, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.asks()
    with monkeypatch.context() as slow:
        slow.setattr(leases, "LEASE", dt.timedelta(0))
        (delivery,) = await store.mail.claim()
    await store.mail.renew({delivery.claim})

    assert await store.mail.claim() == ()
    await arrives(store, delivery, 7)
    assert await state_of(store, delivery.letter.number) is State.SENT


async def test_a_further_try_knows_what_has_arrived(store: Store, desk: Desk) -> None:
    await desk.asks()
    (delivery,) = await store.mail.claim()
    await store.mail.unclear(delivery)
    (doubtful,) = await store.mail.claim()
    assert await store.mail.arrived(doubtful, Arrival(7, 1, last=False))
    await store.mail.later(doubtful, dt.timedelta(0))

    (again,) = await store.mail.claim()

    assert (again.parts, again.first, again.doubtful) == (1, 7, False)
    found = await store.letters.of_post(STREET_EDITOR.id, 7)
    assert found is not None


async def test_one_letter_at_a_time_goes_to_a_chat_and_none_to_those_that_are_busy(
    store: Store, desk: Desk
) -> None:
    await desk.asks("一", unit="")
    await desk.asks("二", unit="区卫健局")
    await desk.asks("三", unit="区卫健局", to=EDITOR.id)

    assert [one.letter.content.text for one in await store.mail.claim(but=[EDITOR.id])] == ["一"]
    # Both are to the street's editor; the second may go though the first is still being sent elsewhere.
    assert [one.letter.content.text for one in await store.mail.claim()] == ["二", "三"]


async def test_what_arrives_of_an_inquiry_that_was_forgotten_is_passed_over(store: Store, desk: Desk) -> None:
    await desk.asks()
    (delivery,) = await store.mail.claim()
    await store.letters.forget(RESIDENT)

    assert not await store.mail.arrived(delivery, Arrival(7, 1, last=True))
    assert await store.letters.of_post(STREET_EDITOR.id, 7) is None
