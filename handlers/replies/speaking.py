"""What does the bot say to an answer? The one way from facts to a message."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.replies import absence, labels, leads, statistics, talk
from handlers.replies.around import NOWHERE, Around
from handlers.replies.keyboards import (
    OFFERED,
    card_keyboard,
    choice_keyboard,
    example_keyboard,
    list_keyboard,
)
from handlers.replies.listing import CARD_ROOM, bars, card, listed, page_count, page_of
from handlers.replies.reminder_taps import FollowWords, ReminderTap
from handlers.replies.reply import Keyboard, Reply, escape, quoted
from handlers.replies.taps import View
from handlers.replies.views import entries_of, form_of, runs, unit_of, view_of
from plan_store.answers import Answer, Kind, Tally
from plan_store.plan import Entry, Plan
from plan_store.questions.query import Extreme
from plan_store.standing import Standing


def reply_to(answer: Answer, *, page: int | None = None, around: Around = NOWHERE) -> Reply:
    """The message that answers.

    `page` (from 0) overrides the page that the answer means; past the last one the reply says that all was
    shown. `around` gives the day, by which a plan of another year is named as such, and the examples.
    """
    if answer.standing is not None:
        return standing_reply(answer.standing)
    match answer.kind:
        case Kind.ENTRIES:
            return _found(answer, answer.page if page is None else page, around)
        case Kind.NONE:
            return _not_found(answer, page or 0, around)
        case Kind.CLARIFY:
            return _which_one(answer)
        case Kind.STATISTIC:
            return _statistic(answer)
        case Kind.CHAT:
            text = talk.chat(answer.query.chat)
            return _with_examples(text, around) if talk.invites(answer.query.chat) else Reply(text)
        case Kind.UNKNOWN:
            return _unknown(answer, page or 0, around)


def _found(answer: Answer, page: int, around: Around) -> Reply:
    entries = answer.entries
    if page >= page_count(len(entries)):
        return Reply(talk.THAT_WAS_ALL.format(count=len(entries)))
    lines = labels.remarks(answer.query)
    if page == 0:
        lines.append(leads.lead(answer, around.today))
    else:
        lines.append(_page_line(len(entries), page))
    if len(entries) == 1:
        body, buttons = card(entries[0], CARD_ROOM), card_keyboard(entries[0])
    else:
        body = listed(page_of(entries, page), answer.query.asked)
        buttons = _list_buttons(answer, entries, page)
    head = "\n".join([line for line in lines if line])
    return Reply(_paragraphs(head, body, _footer(answer, page)), buttons)


def _list_buttons(answer: Answer, entries: Sequence[Entry], page: int) -> Keyboard:
    view = view_of(answer, entries, page)
    return list_keyboard(view, entries, page, _follow(answer, entries, view))


def _follow(answer: Answer, entries: Sequence[Entry], view: View | None) -> ReminderTap | None:
    """What 提醒我 means where no view says it: the question itself, so that entries to come are meant too.

    Not where it names a time, since the words 下个月 mean another one when they are tapped later.
    """
    query = answer.query
    if entries is not answer.entries or query.pinned is not None or query.follow_up:
        return None
    if view is not None and view.numbers is None:
        return None
    timeless = not any(part.times for part in (*query.parts, query.excluded))
    return FollowWords(query.text) if timeless else None


def _page_line(count: int, page: int) -> str:
    return f"共 {count} 项，第 {page + 1} 页，共 {page_count(count)} 页："


def _footer(answer: Answer, page: int) -> str:
    """In one line: how it was understood, how many that gave, which page, and which plan it comes from."""
    taken = labels.understood(answer.query)
    count = len(answer.entries)
    found = f"按 {taken} 查到 {count} 项" if taken else f"查到 {count} 项"
    pages = page_count(count)
    where = f"，第 {page + 1}/{pages} 页" if pages > 1 and page == 0 else ""
    plan = f"，{labels.source(answer.plan)}" if answer.plan else ""
    return f"<i>{found}{where}{plan}</i>"


def _not_found(answer: Answer, page: int, around: Around) -> Reply:
    head = "\n".join((*labels.remarks(answer.query), absence.not_found(answer)))
    taken = labels.understood(answer.query)
    plan = answer.nearest_plan or answer.plan
    understood = f"按 {taken} 查的" if taken else ""
    source = labels.source(plan) if plan else ""
    said = "，".join(part for part in (understood, source) if part)
    footer = f"<i>{said}</i>" if said else ""
    if not answer.nearest:
        return _with_examples(head, around, footer)
    return _near(_paragraphs(head, absence.nearest_lead(answer)), answer, page, footer)


def _near(head: str, answer: Answer, page: int, footer: str) -> Reply:
    """`head` over the entries that come nearest."""
    near = answer.nearest
    body = listed(page_of(near, page))
    buttons = _list_buttons(answer, near, page)
    return Reply(_paragraphs(head, body, footer), buttons)


def _which_one(answer: Answer) -> Reply:
    said = answer.query.trouble_said
    question = f"“{quoted(said, 20)}”我不能确定。{talk.WHICH_ONE}" if said else talk.WHICH_ONE
    offered = enumerate(answer.choices[:OFFERED], 1)
    choices = "\n".join(f"{place}. {quoted(one.label)}" for place, one in offered)
    head = "\n".join((*labels.remarks(answer.query), question))
    return Reply(_paragraphs(head, choices), choice_keyboard(answer.choices))


def _statistic(answer: Answer) -> Reply:
    head = "\n".join((*labels.remarks(answer.query), statistics.statistic_lead(answer)))
    taken = labels.understood(answer.query)
    plan = labels.source(answer.plan) if answer.plan else ""
    footer = "，".join(part for part in (f"按 {taken} 统计" if taken else "", plan) if part)
    return Reply(_paragraphs(head, bars(_in_asked_order(answer)), f"<i>{footer}</i>" if footer else ""))


def _in_asked_order(answer: Answer) -> Sequence[Tally]:
    """The bars with those first that were asked for: the fewest where the fewest were."""
    statistic = answer.query.statistic
    fewest = statistic is not None and statistic.extreme is Extreme.FEWEST
    return answer.tallies[::-1] if fewest else answer.tallies


def _unknown(answer: Answer, page: int, around: Around) -> Reply:
    text = talk.unknown(answer.query.trouble)
    if answer.near:
        return Reply(
            _paragraphs(text, talk.ANSWERED_BEFORE.format(question=quoted(answer.near, 80))),
            example_keyboard([answer.near]),
        )
    near = answer.nearest or answer.entries
    if not near:
        return _with_examples(text, around)
    return _near(_paragraphs(text, talk.related(len(near))), answer, page, "")


def standing_reply(standing: Standing) -> Reply:
    """What staff want to be said, as they wrote it, and that it is theirs."""
    at = standing.taught_on
    day = f"{at.year}年{at.month}月{at.day}日"
    return Reply(_paragraphs(escape(standing.reply), f"<i>{talk.BY_STAFF.format(day=day)}</i>"))


def _with_examples(text: str, around: Around, footer: str = "") -> Reply:
    examples = talk.example_lines(around.examples)
    return Reply(_paragraphs(text, examples, footer), example_keyboard(around.examples))


def _paragraphs(*parts: str) -> str:
    return "\n\n".join([part for part in parts if part])


# --- what a tap shows -------------------------------------------------------------------------------------
def list_reply(view: View, plan: Plan) -> Reply | None:
    """A list shown again, at another page or narrowed; None where the plan holds nothing of it any more."""
    entries = entries_of(view, plan)
    if not entries:
        return None
    pages = page_count(len(entries))
    page = min(view.page, pages - 1)
    by = _view_words(view, plan)
    found = f"按 {by} 查到 {len(entries)} 项" if by else f"共 {len(entries)} 项"
    head = f"{found}，第 {page + 1}/{pages} 页。" if pages > 1 else f"{found}。"
    footer = f"<i>{labels.source(plan)}</i>"
    if len(entries) == 1:
        return Reply(_paragraphs(head, card(entries[0], CARD_ROOM), footer), card_keyboard(entries[0]))
    return Reply(
        _paragraphs(head, listed(page_of(entries, page)), footer), list_keyboard(view, entries, page)
    )


def entry_reply(entry: Entry, plan: Plan) -> Reply:
    """All of one entry."""
    return Reply(_paragraphs(card(entry, CARD_ROOM), f"<i>{labels.source(plan)}</i>"), card_keyboard(entry))


def _view_words(view: View, plan: Plan) -> str:
    months = "、".join(str(run) for run in runs(view.months))
    named = (quoted(name) for name in (unit_of(view, plan), form_of(view, plan)) if name)
    return " · ".join(part for part in (months, *named) if part)
