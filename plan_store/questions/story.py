"""Which parts are asked for, and which only belong to a story around the question?"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from plan_store.questions.absent import ANYBODY
from plan_store.questions.clauses import asks, clauses
from plan_store.questions.items import Item
from plan_store.questions.marks import Mark
from plan_store.questions.text import touches
from plan_store.questions.times import TimePhrase, YearBasis
from plan_store.questions.tokens import Token, Weight
from plan_store.questions.words import Sense

_SELF = re.compile("我|咱|俺|昨|刚从|听说|听讲|好热|好冷|天气")
_HEARD = re.compile("(?:听.{0,4}|据|都|他|她|人家|邻居|朋友)[说讲](?:是|的|起|过|了|到)?(?=.{2})")
_OWN_WORK = re.compile(
    "(?:我|想|要|需要|打算|准备)[^,，。]{0,4}(?:做|写|搞|交)[^,，。]{0,16}?(?:调研|问卷调查|问卷|调查)"
)
_PURPOSE = re.compile(
    "(?:以便|便于|用于|我好(?=[一-鿿]{2})|作为|身为|用来|以供|以利|为做好|为配合|为开展|为筹备|因)[^,，。;；?？]*"
    "|(?:根据|按照|依据|遵照|应|按)[^,，。;；]{2,16}?(?:要求|部署|通知|指示|批示|精神|委托)"
)
"""以便安排宣传报道, 根据区政府办要求: what the answer is for, or on whose behalf."""
_FREE = re.compile(
    "(?<!没)有空|请假|休假|休息|回来|放假|在家|得空|空闲|空余|闲着|没事|有时间|没安排|过来|来玩|来看我|来这边|来住"
)
_FAMILY = re.compile(
    "(?:我|我家|我们)?(?:的)?(?:孩子|小孩|娃|崽|儿子|女儿|孙子|孙女|外孙|老公|老婆|爱人|爸|妈|姐|妹|哥|弟)"
)
"""孩子九月上小学: when something else is."""
_JUST = re.compile("刚(?:刚|才)?[搬来到生买装退毕开结考下]")
_LATELY = re.compile("最近|近来|近期|这阵子|这段时间|这几天|这两天")
"""最近失业了: since when it is so."""
_BUSY = re.compile("没空|没时间|不在|出差|要上班|加班|忙")
_INTENDS = re.compile(
    "(?:我|最近|近来|这阵子|这段时间|正|本来|一直)*(?:想|打算|准备)(?![看问了知参听去来找查要打])"
    "|[^,，。]{2,8}?(?:想带|想组织|打算带|要带)"
)
"""最近想创业: what somebody is about to do, not what is asked for."""
_HERE = re.compile(
    "(?:我们|咱们?|俺们?|我家|我屋里|我)(?:这|那)?(?:边|里|块|附近|一块|周围)|(?<!从)这边|这块"
    "|(?:^|[,，。])(?:他们|她们|人家)(?:那|那边|那个)?(?:局|单位|街道|部门|镇|今年|都|是|到底|几|哪|什么|有|搞|办|的)"
)
"""Here, or they: a unit that was told of is the one that is asked about."""
_LIVED = re.compile(
    "[看听刷见遇聊提]|路过|经过|收到|参加|去了|去过|开会|开了会|说要|讲要|有人|朋友|邻居|发现|[他她家事]说|说是|讲起|讲到"
)
"""昨天路过月湖街道，他们有什么活动: when something was seen is not when it is asked for."""
_SEEN_THERE = re.compile(
    "(?:那边|那里|里面?|门口|旁边?|附近|上|外面?)?(?:有人|排队|买菜|散步|的时候|时|办事|玩)?(?:在)?(?:看到?见?|听到?见?|碰到|遇到|撞见|发现|收到)了?"
)
"""在菜市场看到有人发传单: the place is none of what is asked for."""
_TOLD_THERE = re.compile("(?:那边|那里|门口|里面?|旁边?)?有人(?:说|讲|告诉|提|问)")
_MORE = re.compile("还(?:有没有|有吗|有没|有不|搞不搞|办不办)")
"""科技局的我四月去过一回，五月还有没有: more of what was told of."""
_THAT_MATTER = re.compile("[这那][个件回]?事")
"""夜市要管起来了，哪个街道在弄这个事."""
_WAS_THERE = re.compile("上班|工作|办事|路过|经过|参加过|去过|看到|当老师|开店")
"""我朋友在月湖街道工作: none that is asked about."""
_SEVERAL = re.compile("[这那]?[两三几]个街道|分别|各自|[两三四]边的?(?:街道|单位)?")
_SENT_BY = re.compile(
    "(?:的人|同志|那边|主任|书记|领导)?(?:让|叫|要|喊|说要|安排|要求)(?:我们?|咱们?)(?:来|去)?"
)
"""信访局让我来问: who sent somebody."""
_LIVES = re.compile("住在?(?![院建房])|家在|屋里在|(?:我|我们|咱|咱们|俺)是")
_HOMES = ("街道", "镇", "乡")
_WHO_LIVES = re.compile("的[^,，。]")
_SAYS = re.compile("[,，。!！]?(?:他|她|人家)?[说讲](?:是|的|起|过|了|到|,)?")
_THE = re.compile("那[个场次]|这[个场次]|该")
_OF_THE_KIND = re.compile("[^,，。的]{0,4}的?[那这][种类]")
"""摆摊宣传的那种，九月还有没有."""
_EXPLAINS = re.compile("就是[^,，。!！]{1,12}?(?:的?那[种类个]|之类)")
"""义诊的活动，就是免费看病的那种: the same in other words."""
_WANT = re.compile(
    "采访|旁听|去听|去参加|想(?:集体|组团|一起)去(?![看玩]?[,，。]|$)|想看|想问|想了解|想知道|想参加|想听|想去|想来|了解|关于|关心|查|找(?!工作|对象|到工作|人)|只要|要看|看看|就看|问(?!题|卷)|打听|负责|不要|除|我说的|我指的|的那种|的那类"
)


_LOUD = (Weight.UNKNOWN, Weight.EVERYDAY)


def without_story(
    text: str,
    items: Sequence[Item],
    phrases: Sequence[TimePhrase],
    marks: Sequence[Mark],
    tokens: Sequence[Token],
    now: dt.date,
) -> list[Item]:
    """The parts that belong to the question; what a story around it names is left out."""
    spans = clauses(text)
    if "就是" in text and len(items) > 1:
        items = _said_once(text, items)
    if "到" in text or "见" in text:
        items = [item for item in items if item.unit or not _SEEN_THERE.match(text, item.end)]
    if len(spans) < 2:
        if len(items) > 1 and any(mark.means(Sense.WHEN) for mark in marks):
            return [item for item in items if not (item.time and item.time.said == "现在")]
        return list(items)
    items = [
        item
        for item in items
        if not (item.unit and (_SENT_BY.match(text, item.end) or _came_from(text, item)))
    ]
    purpose = [said.span() for said in _PURPOSE.finditer(text)]
    own_work = [*purpose, *(work.span() for work in _OWN_WORK.finditer(text))]
    items = [
        item
        for item in items
        if not ((item.form or item.unit) and touches((item.start, item.end), own_work))
        and not (item.topic and touches((item.start, item.end), purpose))
    ]
    heads = asked = [asks(span, text, marks) for span in spans]
    if not any(heads):
        return list(items)
    busy = [head and _is_busy(text[slice(*span)]) for span, head in zip(spans, heads, strict=True)]
    if any(head and not told for head, told in zip(heads, busy, strict=True)):
        heads = asked = [head and not told for head, told in zip(heads, busy, strict=True)]
    past = {p.start for p in phrases if p.basis is YearBasis.RELATIVE and _is_over(text, p, now)}
    of = [[item for item in items if a <= item.start < b] for a, b in spans]
    asking = [item for clause, head in zip(of, heads, strict=True) if head for item in clause]
    told = not asking
    if all(item.unit and item.unit.is_class and text[item.start] in "哪几多什啥" for item in asking):
        last = max((place for place, clause in enumerate(of) if clause), default=0)
        heads = [place == last for place in range(len(spans))]
        asking = of[last]
        if _SELF.search(text[slice(*spans[last])]):
            of[last] = [item for item in of[last] if not _is_only_a_remit(item)]
    kinds = {item.kind for clause, head in zip(of, heads, strict=True) if head for item in clause}
    here = any(head and _HERE.search(text[slice(*span)]) for span, head in zip(spans, heads, strict=True))
    asks_when = any(
        mark.means(Sense.WHEN, Sense.TIME)
        for mark in marks
        if any(head and start <= mark.start < end for (start, end), head in zip(spans, heads, strict=True))
    )
    when_asked = asks_when or any(mark.means(Sense.WHEN, Sense.TIME) for mark in marks)
    several = _SEVERAL.search(text) is not None
    points = any(head and _THAT_MATTER.search(text, *span) for span, head in zip(spans, heads, strict=True))
    goes_on = any(head and _MORE.search(text, *span) for span, head in zip(spans, heads, strict=True))
    kept: list[Item] = []
    for (start, end), clause, head, asks_itself in zip(spans, of, heads, asked, strict=True):
        if when_asked and not asks_itself:
            clause = [item for item in clause if item.start not in past]
        if not head and text[end : end + 1] == ":" and not _is_bare(text, start, end, clause, tokens):
            kept += [item for item in clause if item.unit and "unit" not in kinds]
            continue  # 作年终盘点: what for, and none of what is asked
        if not head and kinds and text.startswith("今天", start):
            clause = [item for item in clause if not item.time]
        if not head:  # 这边的村民: who asks
            clause = [item for item in clause if not (item.topic and ANYBODY.search(item.topic.said))]
        if head or _is_bare(text, start, end, clause, tokens):
            seen = head and (told or when_asked) and _LIVED.search(text, start, end)
            kept += [item for item in clause if not (seen and item.time and item.start in past)]
            continue
        said = text[start:end]
        wanted = bool(_WANT.search(said) or _HEARD.search(said))
        own = bool(_SELF.search(said) or _INTENDS.match(said))
        loud = any(start <= token.start < end and token.weight in _LOUD for token in tokens)
        for item in clause:
            if item.time and (item.start in past or asks_when or _JUST.search(said)):
                continue
            if item.time and _FAMILY.match(said) and not wanted and not _FREE.search(said):
                continue
            if item.time and kinds and item.start == start and _LATELY.match(said):
                continue
            if _is_only_a_remit(item) and kinds and not wanted:
                continue  # 物业不管事, 最近失业了
            if (
                item.time
                and "time" not in kinds
                and item.start not in past
                and _FREE.search(said)
                and not _BUSY.search(said)
            ):
                kept.append(item)
                continue
            if item.kind in kinds:
                if _is_one_of(item, asking, text) and (several or not _WAS_THERE.search(said)):
                    kept.append(item)
                continue
            if item.unit and len(item.unit.units) == 1 and "unit" not in kinds:
                if _TOLD_THERE.match(text, item.end):
                    continue
                heard = _SAYS.match(text, end)
                if (
                    here
                    or goes_on
                    or _lives_there(text, item, start)
                    or (heard and not kinds & {"topic", "number"})
                ):
                    kept.append(item)
                    continue
            if item.topic and "topic" not in kinds and _THE.search(text, end) and _says_theme(item):
                kept.append(item)
                continue
            if item.form and "form" not in kinds and _OF_THE_KIND.match(text, item.end):
                kept.append(item)
                continue
            light = item.kind in ("form", "time") or bool(item.unit and item.unit.is_class)
            light = light or _is_only_a_remit(item)
            if kinds and not wanted and not points and item.topic and said.endswith("了"):
                continue  # 小区停水三天了
            if kinds and not wanted and (own or (loud and light)):
                continue
            kept.append(item)
    return kept


_CAME = re.compile(
    "(?:里|上|下|那边|那里)?(?:才|刚|刚刚)?(?:上来|下来|过来|回来|回|搬|来(?!的|自)|赶来|到城里|进城)"
)


def _came_from(text: str, item: Item) -> bool:
    """爸妈从乡里上来住几天: where somebody came from is not where an activity is looked for."""
    return text[item.start - 1 : item.start] == "从" and _CAME.match(text, item.end) is not None


def _is_busy(said: str) -> bool:
    """我手头这个项目要忙到十月: when somebody has no time."""
    return _SELF.search(said) is not None and _BUSY.search(said) is not None


def _said_once(text: str, items: Sequence[Item]) -> Sequence[Item]:
    again = [said.span() for said in _EXPLAINS.finditer(text)]
    kept = [item for item in items if not (item.topic and touches((item.start, item.end), again))]
    return kept if any(item.topic or item.form for item in kept) else items


def _lives_there(text: str, item: Item, start: int) -> bool:
    """我爸住在新河街道，那个观摩怎么报名: it is to be where they live; 住在新河街道的老师 says who asks."""
    where = item.unit.units if item.unit else frozenset()
    return (
        all(name.endswith(_HOMES) for name in where)
        and _LIVES.search(text, start, item.start) is not None
        and not _WHO_LIVES.match(text, item.end)
    )


def _is_over(text: str, phrase: TimePhrase, now: dt.date) -> bool:
    """Whether it tells of a day gone by, today included, or of 前阵子."""
    if text.startswith(("前阵", "前段", "前些", "不久前", "前不久"), phrase.start):
        return True
    first, last = phrase.first, phrase.last
    return phrase.day and first is not None and last is not None and first <= now and last <= now


def _says_theme(item: Item) -> bool:
    return item.topic is not None and any(len(t) >= 4 for word in item.topic.words for t in word.texts)


def _is_only_a_remit(item: Item) -> bool:
    return item.topic is not None and bool(item.topic.words) and not any(w.texts for w in item.topic.words)


def _is_one_of(item: Item, asking: Sequence[Item], text: str) -> bool:
    """我们住望麓园，街道几月有活动: the street that was named is the one that is asked about."""
    groups = [other for other in asking if other.unit]
    return (
        item.unit is not None
        and len(item.unit.units) == 1
        and all(name.endswith(_HOMES) for name in item.unit.units)
        and bool(groups)
        and all(
            other.unit
            and other.unit.is_class
            and item.unit.units <= other.unit.units
            and text[other.start] not in "各所全每哪几"
            for other in groups
        )
    )


def _is_bare(text: str, start: int, end: int, items: Sequence[Item], tokens: Sequence[Token]) -> bool:
    """Whether a clause only names parts: 六月，街道，座谈."""
    if re.search("不要|除|不含|不算|不想[填做听开]|不爱|不喜欢|讨厌", text[start:end]):
        return True
    if _INTENDS.match(text, start, end):
        return False
    if _SELF.search(text[start:end]) and not _WANT.search(text[start:end]):
        return False
    said = sum(item.end - item.start for item in items)
    loud = any(
        start <= token.start < end and token.weight in (Weight.UNKNOWN, Weight.EVERYDAY) for token in tokens
    )
    if loud or end - start - said > _FEW:
        return False
    if any(item.time for item in items) and any(_is_only_a_remit(item) for item in items):
        return False  # 最近在找工作
    rest = _PARTICLES.sub("", _without(text, start, end, items))
    return not rest or any(
        item.unit or item.form or not (item.time or _is_only_a_remit(item)) for item in items
    )


_FEW = 3
_PARTICLES = re.compile("[的呢吧啊呀和、与及那个是在里份有要看请 ]|都|也|就")


def _without(text: str, start: int, end: int, items: Sequence[Item]) -> str:
    """The clause without what its parts say."""
    return "".join(
        text[at] for at in range(start, end) if not touches((at, at + 1), [(i.start, i.end) for i in items])
    )
