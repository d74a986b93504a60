"""Which parts that a clause of a story names are asked about all the same?"""

from __future__ import annotations

from collections.abc import Sequence

from plan_store.patterns import pattern
from plan_store.questions.items import Item
from plan_store.questions.text import touches
from plan_store.questions.tokens import STRANGE, Token
from plan_store.value import value

_SELF = pattern("我|咱|俺|昨|刚从|听说|听讲|好热|好冷|天气")
_HEARD = pattern(
    "(?:听.{0,4}|据|都|他|她|人家|邻居|朋友|[姐哥叔婶姨伯爹嫂妈爸爷奶]|大爷|师傅|老师|[老小][一-鿿]|有人|同事|同学|群里)[说讲](?:是|的|起|过|了|到)?(?=.{2})"
)
_FREE = pattern(
    "(?<!没)有空|请假|休假|休年假|年假|赶集|赶场|顺道|顺路|轮休|调休|倒休|公休|歇班|休息|回来|放假|在家|得空|空闲|空余|闲着|没事|有时间|没安排|(?<![没不])出去(?:走走|逛逛?|玩|转转?|开|看)|带[^,，。]{1,4}出去|过来|来玩|来看我|来这边|来住"
)
_IS_COMING = pattern("(?:要|将|快要?|准备|打算)[^,，。]{0,4}了$")
_FAMILY = pattern(
    "(?:我|我家|我们)?(?:的)?(?:孩子|小孩|娃|崽|儿子|女儿|孙子|孙女|外孙|老公|老婆|爱人|爸|妈|姐|妹|哥|弟)"
)
"""孩子九月上小学: when something else is."""
_JUST = pattern("刚(?:刚|才)?[搬来到生买装退毕开结考下]")
_LATELY = pattern("最近|近来|近期|这阵子|这段时间|这几天|这两天")
"""最近失业了: since when it is so."""
_BUSY = pattern("没空|没时间|不在|出差|要上班|加班|忙")
_INTENDS = pattern(
    "(?:我|最近|近来|这阵子|这段时间|正|本来|一直)*(?:想|打算|准备)(?![看问了知参听去来找查要打])"
    "|[^,，。]{2,8}?(?:想带|想组织|打算带|要带)"
)
"""最近想创业: what somebody is about to do, not what is asked for."""
_TOLD_THERE = pattern("(?:那边|那里|门口|里面?|旁边?)?有人(?:说|讲|告诉|提|问)")
_WAS_THERE = pattern("上班|工作|办事|路过|经过|参加过|去过|看到|当老师|开店")
"""我朋友在月湖街道工作: none that is asked about."""
_LIVES = pattern(
    "住在?(?![院建房])|[家屋](?:里|头)?(?:就|也|都)?在"
    "|(?:我|咱)们?(?:[那这][边里儿块]?|家)?(?:就|也)?(?:是|属于|归)"
)
_AT_HOME = pattern(
    "(?:是|就是)?我们?(?:外婆|奶奶|爷爷|老|娘|婆|丈母娘|爸妈|父母|自己)?家(?:那边|那里|那儿|这边|这里)?(?=[,，])"
)
_HOMES = ("街道", "镇", "乡")
_WHO_LIVES = pattern("的[^,，。]")
_SAYS = pattern("[,，。!！]?(?:他|她|人家)?[说讲](?:是|的|起|过|了|到|,)?")
_THE = pattern("那[个场次]|这[个场次]|该")
_OF_THE_KIND = pattern("[^,，。的]{0,4}的?[那这][种类]")
"""摆摊宣传的那种，九月还有没有."""
_WANT = pattern(
    "采访|旁听|蹭|去听|去参加|想(?:集体|组团|一起)去(?![看玩]?[,，。]|$)|想看|想问|想了解|想知道|想参加|想听|想去|想来|了解|关于|关心|查|找(?!工作|对象|到工作|人)|只要|要看|看看|就看|问(?!题|卷)|打听|负责|不要|除|我说的|我指的|的那种|的那类"
)


@value
class Clause:
    """A clause of a text, and the parts that it names."""

    start: int
    end: int
    said: str
    items: tuple[Item, ...]
    asks: bool
    """It asks something by its words."""
    head: bool
    """It says what is asked for: it asks, or names last what another clause asks about."""


@value
class Question:
    """What the clauses that ask say together."""

    named: tuple[Item, ...]
    kinds: frozenset[str]
    when: bool
    """They ask when."""
    here: bool
    """They speak of here, or of them: of the unit that was told of."""
    goes_on: bool
    """They ask for more of what was told of."""
    that: bool
    """They ask of one that is known: 那个座谈会."""
    such_form: bool
    """They point at a form that was told: 哪些单位是这种形式."""
    points: bool
    """They point at a matter that was told."""
    then: bool
    """They ask of the time that was told: 其间有哪些."""
    several: bool
    past: frozenset[int]
    """Where times stand that tell of days gone by."""


def belongs(item: Item, clause: Clause, question: Question, text: str, loud: bool) -> bool:
    """Whether a part that a told clause names is asked about; `loud`: it has words that say more."""
    said, kinds = clause.said, question.kinds
    wanted = bool(_WANT.search(said) or _HEARD.search(said))
    if item.time and question.then:
        return True
    if item.time and _is_set_for(item, text, kinds):
        return True
    if item.time and _only_tells_when(item, clause, question, wanted):
        return False
    if item.time and _is_parallel(item, clause, question):
        return True
    if item.topic and question.points and "topic" not in kinds:
        return True
    if item.form and question.such_form and "form" not in kinds:
        return True
    if item.topic and question.that and kinds == {"form"}:
        return True
    if item.unit and not item.unit.units and kinds and not (wanted or question.here or _is_home(item)):
        return False  # 给老年大学排课，秋天有没有座谈
    if is_only_a_remit(item) and kinds and not wanted:
        return False  # 物业不管事, 最近失业了
    if item.time and "time" not in kinds and _is_free(said) and item.start not in question.past:
        return True
    if item.kind in kinds:
        stays = question.several or question.here or not _WAS_THERE.search(said)
        return _is_one_of(item, question.named, text) and stays
    if item.unit and (len(item.unit.units) == 1 or _is_home(item)) and "unit" not in kinds:
        if _TOLD_THERE.match(text, item.end):
            return False
        if _is_their_unit(item, clause, question, text):
            return True
    if item.topic and "topic" not in kinds and _THE.search(text, clause.end) and _says_theme(item):
        return True
    if item.form and "form" not in kinds and _OF_THE_KIND.match(text, item.end):
        return True
    if item.form and any(map(_says_theme, question.named)):
        return False  # 娃在外面上培训班，听说有个讲培训机构审批的
    if not kinds or wanted:
        return True
    if item.topic and said.endswith("了"):
        # 小区停水三天了; but of 菜市场要改造了 one may 提意见
        return kinds == {"form"} and _IS_COMING.search(said) is not None
    own = bool(_SELF.search(said) or _INTENDS.match(said))
    return not (own or (loud and _is_light(item)))


def _only_tells_when(item: Item, clause: Clause, question: Question, wanted: bool) -> bool:
    """Whether a time says when something else was or will be: 孩子九月上小学."""
    said = clause.said
    if item.start in question.past or question.when or has_just(said):
        return True
    if _FAMILY.match(said) and not wanted and not _FREE.search(said):
        return True
    at_once = item.start - clause.start <= len("我")
    return bool(question.kinds) and at_once and _LATELY.match(said.removeprefix("我")) is not None


def _is_parallel(item: Item, clause: Clause, question: Question) -> bool:
    """六月街道的活动我没时间去，部门的呢: of June as well."""
    beside = {other.kind for other in clause.items if other is not item}
    return is_busy(clause.said) and bool(question.kinds) and beside == question.kinds


_SET_FOR = pattern("(?:拟定?|计划|预计|预定)(?:于|在)?(?:今年|本年度?)?$")


def _is_set_for(item: Item, text: str, kinds: frozenset[str]) -> bool:
    """我单位拟于第二季度组织学习，请提供…: when it is to be, where the question names no other time."""
    return "time" not in kinds and _SET_FOR.search(text, 0, item.start) is not None


def _is_free(said: str) -> bool:
    return _FREE.search(said) is not None and not _BUSY.search(said)


def has_just(said: str) -> bool:
    """上个月刚搬来: since when it is so."""
    return _JUST.search(said) is not None


_HAS_BEEN_THERE = pattern("[^,，。]*(?:去|看|听|参加|玩)过了?")


def has_been_there(said: str) -> bool:
    """街道的我都去过了: what somebody has seen is not asked for again."""
    return _SELF.search(said) is not None and _HAS_BEEN_THERE.fullmatch(said) is not None


def is_busy(said: str) -> bool:
    """我手头这个项目要忙到十月: when somebody has no time."""
    return _SELF.search(said) is not None and _BUSY.search(said) is not None


def tells_of_oneself(said: str) -> bool:
    """Whether somebody tells of themselves, and not of what they would like to see."""
    return _SELF.search(said) is not None and _WANT.search(said) is None


def _is_their_unit(item: Item, clause: Clause, question: Question, text: str) -> bool:
    """Whether the unit that is told of is the one that is asked about."""
    if question.here or question.goes_on or _lives_there(text, item, clause.start):
        return True
    return _SAYS.match(text, clause.end) is not None and not question.kinds & {"topic", "number"}


def _is_light(item: Item) -> bool:
    """Whether a part comes up in any talk: a form, a time, a class of units, what a unit looks after."""
    return item.kind in ("form", "time") or bool(item.unit and item.unit.is_class) or is_only_a_remit(item)


def _lives_there(text: str, item: Item, start: int) -> bool:
    """我爸住在新河街道，那个观摩怎么报名: it is to be where they live; 住在新河街道的老师 says who asks."""
    if not _is_home(item):
        return False
    if _AT_HOME.match(text, item.end):
        return True
    return _LIVES.search(text, start, item.start) is not None and not _WHO_LIVES.match(text, item.end)


def _is_home(item: Item) -> bool:
    """Whether it is one street or town, be it one that the plan lacks."""
    if item.unit is None or item.unit.is_class or len(item.unit.units) > 1:
        return False
    return all(name.endswith(_HOMES) for name in item.unit.units or (item.unit.said,))


def _says_theme(item: Item) -> bool:
    return item.topic is not None and any(len(t) >= 4 for word in item.topic.words for t in word.texts)


def is_only_a_remit(item: Item) -> bool:
    return item.topic is not None and bool(item.topic.words) and not item.topic.literal


def _is_one_of(item: Item, asking: Sequence[Item], text: str) -> bool:
    """我们住望麓园，街道几月有活动: the street that was named is the one that is asked about."""
    groups = [other for other in asking if other.unit]
    return (
        item.unit is not None
        and _is_home(item)
        and bool(groups)
        and all(
            other.unit
            and other.unit.is_class
            and item.unit.units <= other.unit.units
            and text[other.start] not in "各所全每哪几"
            for other in groups
        )
    )


def is_loud(start: int, end: int, tokens: Sequence[Token]) -> bool:
    """Whether the clause has words that say more than its parts."""
    return any(start <= token.start < end and token.weight in STRANGE for token in tokens)


def is_bare(text: str, start: int, end: int, items: Sequence[Item], tokens: Sequence[Token]) -> bool:
    """Whether a clause only names parts: 六月，街道，座谈."""
    if _UNWANTED.search(text, start, end):
        return True
    if _INTENDS.match(text, start, end):
        return False
    if _SELF.search(text[start:end]) and not _WANT.search(text[start:end]):
        return False
    said = sum(item.end - item.start for item in items)
    if is_loud(start, end, tokens) or end - start - said > _FEW:
        return False
    if any(item.time for item in items) and any(is_only_a_remit(item) for item in items):
        return False  # 最近在找工作
    rest = _PARTICLES.sub("", _without(text, start, end, items))
    return not rest or any(
        item.unit or item.form or not (item.time or is_only_a_remit(item)) for item in items
    )


_UNWANTED = pattern(
    "不要|除|不包括|不包含|不涉及|[请勿不]勿[列算计]|无[需须](?:列|计|算)|去掉|扣除|扣掉|不计[在入]|不列入|不纳入|别(?=[给看塞发推列要报])|[刨剔撇拿踢][掉除开去]|不看|不含|不算|不想[填做听开]|不爱|不喜欢|讨厌"
)
_FEW = 3
_PARTICLES = pattern("[的呢吧啊呀和、与及那个是在里份有要看请 ]|都|也|就")


def _without(text: str, start: int, end: int, items: Sequence[Item]) -> str:
    """The clause without what its parts say."""
    return "".join(
        text[at] for at in range(start, end) if not touches((at, at + 1), [(i.start, i.end) for i in items])
    )
