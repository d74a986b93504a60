"""How else may a question be meant of which nothing is found? Readings that take its words more widely."""

from __future__ import annotations

from collections.abc import Iterator

from plan_store.patterns import pattern
from plan_store.questions.query import Asked, Conditions, Query, TopicCondition, TopicWord
from plan_store.questions.vocabulary import Vocabulary
from plan_store.value import replace


def wider(query: Query, vocabulary: Vocabulary) -> Iterator[Query]:
    """Such readings of `query`, the likeliest first."""
    readings = (
        _forms_as_topics(query),
        _without_own_remit(query, vocabulary),
        _lengths_asked(query),
        _without_general_forms(query, vocabulary),
    )
    for reading in readings:
        if reading is not None and reading.parts != query.parts:
            yield reading


def _forms_as_topics(query: Query) -> Query | None:
    """注册登记的培训: a form that is rather a word of the theme; not where 形式 is said or its full name."""
    forms = [form for part in query.parts for form in part.forms]
    if not any(part.forms and (part.topics or part.units) for part in query.parts):
        return None
    if "形式" in query.text or any(form.said in form.forms for form in forms):
        return None
    parts = []
    for part in query.parts:
        words = tuple(TopicWord((form.said.removesuffix("会"),)) for form in part.forms)
        said = "".join(form.said for form in part.forms)
        topics = tuple(
            replace(topic, said=topic.said + said, words=(*topic.words, *words)) for topic in part.topics
        )
        parts.append(replace(part, forms=(), topics=topics or (TopicCondition(said, words),)))
    return replace(query, parts=tuple(parts))


def _without_own_remit(query: Query, vocabulary: Vocabulary) -> Query | None:
    """政务服务那个审批局的: what the named unit looks after says only once more which unit is meant."""

    def own(part: Conditions, topic: TopicCondition) -> bool:
        known = vocabulary.remits.get(topic.said, frozenset())
        return bool(known) and any(unit.units and unit.units <= known for unit in part.units)

    if not any(own(part, topic) for part in query.parts for topic in part.topics):
        return None
    parts = tuple(
        replace(part, topics=tuple(topic for topic in part.topics if not own(part, topic)))
        for part in query.parts
    )
    return replace(query, parts=parts)


_WHICH_FORM = pattern("(?:什么|何种|哪种|哪些|啥|怎样的?)(?:活动)?形式")


def _without_general_forms(query: Query, vocabulary: Vocabulary) -> Query | None:
    """大家对装电梯的意见: a word of any talk, which happens to end the name of a form.

    Who asks for the form (以何种形式听取意见) has named none.
    """
    general = vocabulary.words.general
    asks = Asked.HOW in query.asked and _WHICH_FORM.search(query.text) is not None
    parts = tuple(
        replace(part, forms=tuple(form for form in part.forms if not asks and form.said not in general))
        if part.topics or (asks and part.units)
        else part
        for part in query.parts
    )
    return replace(query, parts=parts)


def _lengths_asked(query: Query) -> Query | None:
    """财政局的活动是不是只有一个月 asks how long it lasts: the entry is meant however long it is."""
    if Asked.WHETHER not in query.asked or not any(p.min_months or p.max_months for p in query.parts):
        return None
    parts = tuple(
        part.with_extras(replace(part, min_months=None, max_months=None)) if part.names_one else part
        for part in query.parts
    )
    return replace(query, parts=parts)
