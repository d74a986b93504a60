"""What was asked? A question understood, as plain values."""

from __future__ import annotations

from dataclasses import fields
from enum import StrEnum
from operator import attrgetter

from plan_store.plan import Month
from plan_store.value import replace, value


class Relation(StrEnum):
    """How an entry's period must lie to the months that a question names."""

    OVERLAPS = "overlaps"
    """Any month in common: what a plain month or span means."""
    BEGINS = "begins"
    """The period's first month lies in the span: 六月开始的, 还没开始."""
    ENDS = "ends"
    """The period's last month lies in the span: 九月结束的, 已经结束, 剩下的."""
    WITHIN = "within"
    """All of the period lies in the span: 只在六月的."""
    LASTS_UNTIL = "lasts until"
    """The last month lies in the span and the first before it: 持续到九月的."""
    EXACTLY = "exactly"
    """The period is the span: 从五月一直到九月的."""


@value
class Months:
    """A span of months, both ends included; None is an open end."""

    first: Month | None
    last: Month | None

    def holds(self, month: Month) -> bool:
        return not ((self.first and month < self.first) or (self.last and month > self.last))

    def meets(self, other: Months) -> bool:
        """Whether the two have a month in common."""
        return not (
            (self.last and other.first and self.last < other.first)
            or (other.last and self.first and other.last < self.first)
        )

    @property
    def is_a_year(self) -> bool:
        """Whether it has twelve months."""
        return self.first is not None and self.last == self.first.plus(11)

    def __str__(self) -> str:
        return f"{self.first or '…'}/{self.last or '…'}"


@value
class TimeCondition:
    relation: Relation
    span: Months
    said: str
    """The words that named it, for 按 6月 · 街道 …: as short as can be (`6月`, `下个月`, `第三季度`)."""
    finer: bool = False
    """Finer than a month was named: a day, a week, 上旬; the plan itself tells no more than the month."""


@value
class UnitCondition:
    said: str
    """What the reply calls it: `区卫健局`, `街道`, `部门`."""
    units: frozenset[str]
    """Units of the plan that are meant; empty where the plan has none of that name."""
    is_class: bool = False
    """街道 or 部门 as a class."""


@value
class FormCondition:
    said: str
    forms: frozenset[str]


@value
class TopicWord:
    """One word of a topic: it holds where a theme has one of `texts`, or where the unit is one of `units`."""

    texts: tuple[str, ...] = ()
    units: frozenset[str] = frozenset()

    def is_in(self, said: str) -> bool:
        """Whether it was said so, and not in other words for it."""
        return any(text in said for text in self.texts)


@value
class TopicCondition:
    said: str
    """The topic words as asked, such as `安全生产`."""
    words: tuple[TopicWord, ...]
    """All must hold; none: the plan has nothing of the kind."""
    absent: bool = False
    """No entry is about it."""
    reason: str = ""
    """Why, where the words do not stand in the theme: `“看病”属于区医保局`."""

    @property
    def literal(self) -> bool:
        """Whether a theme is to have a word of it just as it was said."""
        return any(word.is_in(self.said) for word in self.words)


class Part(StrEnum):
    """The kinds of conditions that a question can name."""

    TIMES = "times"
    UNITS = "units"
    FORMS = "forms"
    TOPICS = "topics"


@value
class Conditions:
    """Parts that must all hold; within one part the alternatives are joined. None: not named."""

    times: tuple[TimeCondition, ...] = ()
    units: tuple[UnitCondition, ...] = ()
    forms: tuple[FormCondition, ...] = ()
    topics: tuple[TopicCondition, ...] = ()
    numbers: tuple[int, ...] = ()
    min_months: int | None = None
    """At least so many months long (持续三个月以上)."""
    max_months: int | None = None
    min_forms: int | None = None
    """At least so many forms (三种形式以上)."""
    max_forms: int | None = None
    earliest: bool = False
    latest: bool = False
    last_to_begin: bool = False
    first_to_end: bool = False
    longest: bool = False
    richest: bool = False
    """Those with the most forms."""
    min_by_unit: int | None = None
    """Only of units that have at least so many of the entries (同一单位举办两项以上)."""
    joint: bool = False
    """Only those of several units together (两个以上单位联合)."""
    all_forms: bool = False
    """Each of `forms` must hold (既有座谈又有观摩), not just one."""
    all_times: bool = False
    """Each of `times` must hold (三月和九月都有的)."""

    @property
    def empty(self) -> bool:
        if self.times or self.units or self.forms or self.topics:
            return False
        return self is NOTHING_NAMED or self == NOTHING_NAMED

    @property
    def only_parts(self) -> bool:
        """Whether neither a length nor a number of forms nor an extreme is asked."""
        return _extras(self) == _NO_EXTRAS

    @property
    def names_one(self) -> bool:
        """Whether a unit, a topic or a number is named, and no mere class, time or form."""
        return bool(self.topics or self.numbers) or any(not unit.is_class for unit in self.units)

    @property
    def kinds(self) -> frozenset[str]:
        """The names of all conditions that are set."""
        return frozenset(field.name for field in fields(self) if getattr(self, field.name) != field.default)

    @property
    def has_extreme(self) -> bool:
        """Whether the first, the last, the longest or the richest are asked for."""
        return (
            self.earliest
            or self.latest
            or self.last_to_begin
            or self.first_to_end
            or self.longest
            or self.richest
        )

    def with_extras(self, other: Conditions) -> Conditions:
        """These conditions with the lengths, numbers of forms and extremes of `other`."""
        return replace(
            other,
            times=self.times,
            units=self.units,
            forms=self.forms,
            topics=self.topics,
            numbers=self.numbers,
        )

    def without(self, part: Part) -> Conditions:
        """These conditions with one part let go."""
        match part:
            case Part.TIMES:
                return replace(self, times=())
            case Part.UNITS:
                return replace(self, units=())
            case Part.FORMS:
                return replace(self, forms=())
            case Part.TOPICS:
                return replace(self, topics=())


NOTHING_NAMED = Conditions()
_extras = attrgetter(*(one.name for one in fields(Conditions) if one.default != ()))
"""All that `Conditions` holds beside the named parts, which are tuples."""
_NO_EXTRAS = _extras(NOTHING_NAMED)


class Asked(StrEnum):
    """What a question asks of the set; the reply leads with it."""

    WHEN = "when"
    WHO = "who"
    HOW = "how"
    WHAT = "what"
    COUNT = "count"
    WHETHER = "whether"
    PLACE = "place"
    TIME = "time"
    """The day or the hour: 几号, 哪天, 几点."""
    CONTACT = "contact"
    SIGNUP = "signup"
    AUDIENCE = "audience"
    STAGE = "stage"
    """Whether it has begun, goes on or is over: 开始了吗, 办完了没有."""
    EACH = "each"
    """How many of each of several, and which has more: 街道和部门各有几个, 座谈多还是宣传多."""
    UNTOLD = "untold"
    """What no plan has a place for: the price, gifts, the weather, whether it still takes place."""


class Subject(StrEnum):
    """What a statistic is about."""

    MONTHS = "months"
    UNITS = "units"
    FORMS = "forms"


class Extreme(StrEnum):
    MOST = "most"
    FEWEST = "fewest"
    NONE = "none"
    """哪个月一个活动都没有."""


@value
class Statistic:
    subject: Subject
    extreme: Extreme


class Talk(StrEnum):
    """What kind of turn it is."""

    FIND = "find"
    STATISTIC = "statistic"
    CLARIFY = "clarify"
    CHAT = "chat"
    UNKNOWN = "unknown"


class Chat(StrEnum):
    GREETING = "greeting"
    THANKS = "thanks"
    HELP = "help"
    WHO_ARE_YOU = "who are you"
    GOODBYE = "goodbye"
    AGREED = "agreed"


class Trouble(StrEnum):
    """Why a question cannot be met as it stands; the reply says so."""

    NO_SUCH_MONTH = "no such month"
    """13月, 0月."""
    ELSEWHERE = "elsewhere"
    """Another district: 岳麓区六月有什么活动."""
    SERVICE = "service"
    """How to get a service done: 身份证怎么补办, 医保卡怎么补办."""
    OFF_TOPIC = "off topic"
    UNEXPLAINED = "unexplained"
    """A word of the question is not understood, and without it too much would be answered."""
    NOTHING_SHOWN = "nothing shown"
    """它/第一个 with nothing to refer to."""


@value
class Choice:
    """One reading that the bot offers when it asks back; `question` is asked if it is chosen."""

    label: str
    question: str


@value
class Query:
    """A question understood against the talk so far."""

    text: str
    talk: Talk = Talk.FIND
    parts: tuple[Conditions, ...] = ()
    """The answer is the union of the parts; empty: nothing was named."""
    excluded: Conditions = NOTHING_NAMED
    """Taken away (除了/不是/不要); each value in it by itself."""
    year: int | None = None
    """The year of the plan that is meant."""
    year_named: bool = False
    asked: tuple[Asked, ...] = ()
    statistic: Statistic | None = None
    chat: Chat | None = None
    trouble: Trouble | None = None
    trouble_said: str = ""
    choices: tuple[Choice, ...] = ()
    pinned: tuple[tuple[int, int], ...] | None = None
    """(year, number) of the very entries that are meant (第一个, 它); then `parts` only say whence."""
    more: bool = False
    """还有吗/更多/下一页: go on with the list."""
    everything: bool = False
    """所有活动/全年/政务公开主题日: the whole plan."""
    follow_up: bool = False
    """Whether the talk so far supplied any of it."""
    corrections: tuple[tuple[str, str], ...] = ()
    """(as written, as taken): 月胡街道 -> 月湖街道; the reply says so."""
    ignored: tuple[str, ...] = ()
    """Words that were passed over; for ask --explain."""
