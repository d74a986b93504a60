"""What is named by the way: where something was seen, who sent somebody, what the answer is for?"""

from __future__ import annotations

from collections.abc import Sequence

from plan_store.patterns import pattern
from plan_store.questions.items import Item
from plan_store.questions.text import touches

_SEEN_THERE = pattern(
    "(?:那边|那里|里面?|门口|旁边?|附近|上|外面?)?(?:有人|排队|买菜|散步|的时候|时|办事|玩)?(?:在)?(?:看到?见?|听到?见?|碰到|遇到|撞见|发现|收到)了?"
)
"""在菜市场看到有人发传单: the place is none of what is asked for."""
_SENT_BY = pattern(
    "(?:的人|同志|那边|主任|书记|领导)?(?:让|叫|要|喊|说要|安排|要求)(?:我们?|咱们?)(?:来|去)?"
)
"""信访局让我来问: who sent somebody."""
_CAME = pattern(
    "(?:里|上|下|那边|那里)?(?:才|刚|刚刚)?(?:上来|下来|过来|回来|回|搬|来(?!的|自)|赶来|到城里|进城)"
)
_OWN_WORK = pattern(
    "(?:我|想|需要|打算|准备)[^,，。]{0,4}(?:做|写|搞|交)[^,，。]{0,16}?(?:调研|问卷调查|问卷|调查)"
)
_PURPOSE = pattern(
    "(?:(?:为|为了)?(?:以便|便于|方便)|用于|我好(?=[一-鿿]{2})|作为|身为|用来|以供|以利|为做好|为配合|为开展|为筹备|因|^为(?!什么|啥|何|了?谁)(?=[^,，。?？]{4,24}[,，])|(?<=[,，])供(?!电|水|气|热|暖|应|销))[^,，。;；?？]*"
    "|(?:根据|按照|依据|遵照|应|按)[^,，。;；]{2,16}?(?:要求|部署|通知|指示|批示|精神|委托)"
)
"""以便安排宣传报道, 根据区政府办要求: what the answer is for, or on whose behalf."""


def purposes(text: str) -> list[tuple[int, int]]:
    """Where it is told what the answer is for, or on whose behalf it is asked for."""
    return [said.span() for said in _PURPOSE.finditer(text)]


_EXPLAINS = pattern("就是[^,，。!！]{1,12}?(?:的?那[种类个]|之类)")
"""义诊的活动，就是免费看病的那种: the same in other words."""


_FOR_US = pattern("[给为替跟和与](?:我|咱|俺)们?(?:这些|这帮)?$")
"""民政局给我们老人家安排了啥: for whom, and of what only where no unit is named."""


def without_asides(text: str, items: Sequence[Item], told: bool) -> Sequence[Item]:
    """`items` without what is only named by the way; `told`: whether there is more than one clause."""
    if "就是" in text and len(items) > 1:
        items = _said_once(text, items)
    if any(item.unit and not item.unit.is_class for item in items):
        items = [item for item in items if not (item.topic and _FOR_US.search(text, 0, item.start))]
    if "到" in text or "见" in text:
        items = [item for item in items if item.unit or not _SEEN_THERE.match(text, item.end)]
    if not told:
        return items
    purpose = purposes(text)
    own_work = [*purpose, *(work.span() for work in _OWN_WORK.finditer(text))]
    return [
        item
        for item in items
        if not (item.unit and (_SENT_BY.match(text, item.end) or _came_from(text, item)))
        and not ((item.form or item.unit) and touches((item.start, item.end), own_work))
        and not (item.topic and touches((item.start, item.end), purpose))
    ]


def _said_once(text: str, items: Sequence[Item]) -> Sequence[Item]:
    first = items[0].start
    again = [said.span() for said in _EXPLAINS.finditer(text) if said.start() > first]
    kept = [item for item in items if not (item.topic and touches((item.start, item.end), again))]
    return kept if any(item.topic or item.form for item in kept) else items


def _came_from(text: str, item: Item) -> bool:
    """爸妈从乡里上来住几天: where somebody came from is not where an activity is looked for."""
    return text[item.start - 1 : item.start] == "从" and _CAME.match(text, item.end) is not None
