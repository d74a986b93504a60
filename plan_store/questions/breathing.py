"""Where does somebody who speaks, and so writes no punctuation, draw breath?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from plan_store.patterns import pattern

_LONG = 12
"""Characters from which on a text is more than one clause."""
_LONGEST = 80
"""Characters of what is said in one breath."""
_PUNCTUATION = pattern("[,，。!！?？;；:：、 ]")
_CLAUSE = pattern("[^,，。!！?？;；:：、 ]+")
_WHEN = (
    "(?:今年|明年|这个?月|本月|下个?月|上个?月|下周|这周|下个?(?:星期|礼拜)|年底|暑假"
    "|(?<![0-9一二三四五六七八九十])(?:[0-9]{1,2}|十[一二]|[一二三四五六七八九十])月)"
)
_TIME = pattern(_WHEN)
_OPENS = pattern(
    # What may begin there stands first, so that most places are soon done.
    "(?=[今明这本下上年暑还想你我有听说请问咱就那0-9一二三四五六七八九十])(?:"
    f"(?<=[一-鿿]{{3}}了)(?={_WHEN}|还剩|还有(?!的)|想|你们|我|有没有|有什么|有啥|听说|听讲|说正经的|就(?:想|是想|问|图))"
    "|(?<=了[啊呀哦嘛])(?=那)"
    "|(?<=[一-鿿]{5})(?<!就)(?=就?(?:想问|想知道|想晓得)|请问|问一?下|请列|请提供|听说|听讲|咱们?区|我们区)"
    "|(?<=[一-鿿]{5})(?=你们(?:这|那|区)?(?:里|边)?(?:有|什么))"
    "|(?<=哪些|什么|几场|几个|一下|有吗)(?=我(?:写|当时|好(?!像)|先|怕|要|爸|妈|这|那时|记|坐|打|也))"
    "|(?<=[一-鿿]{4})(?<![月区县市道局镇乡年周季度份里边的天日内期间旬初底末后前起都还也就会又再只才共总能要])"
    "(?=有(?:没有|什么|啥|么子)活动|有活动[吗没不么]))"
)
"""What begins the question behind a story, or ends the story: 这都十一月了|今年还剩好多场."""
_MAY_OPEN = pattern(
    f"(?=我|俺|咱|他|她|你|想|听说|听讲|叫|让|麻烦|那个|是哪|哪|啥时候|什么时候|几月|到底|具体|有没有|有什么|有啥|[上下]半年|[春夏秋冬]天|{_WHEN})"
    "|(?<=[了的呀啊嘛呗吧呢])"
)
"""What may begin another clause where a text is not understood as it stands."""
_SHORTEST = 4
"""Characters of a clause."""
_MOST = 4
"""Places that are tried."""
_ASKS = pattern(
    "(?:我|咱|俺)?(?:就|是|只|也|又|想|来|要){0,3}(?:想|来)(?:请?问|打听|了解|知道|晓得|咨询|看|查|找|搞清楚)(?:问|听|看|一?下|清楚|一眼)*"
    "|请问|问(?:一?下|清楚|问)|打听(?:打听|一?下)|咨询(?:一?下)|(?:麻烦|拜托)(?:你|您|帮)|帮(?:我|忙|他|她)|告诉我|请(?:你|您|列|提供|筛选|核实|予|检索|查)|(?<=[现仅])就"
)
"""What is asked begins behind it."""
_HEARS = pattern("(?:听|说|讲|聊|唠|写着|看到|看见|提到|通知)")
"""What has been heard begins behind it."""
_WRITTEN = pattern("[。!！?？;；:：、 ]")
"""No breath of ours, which are commas."""
_STORY = 24
"""Characters from which on a text may tell a story before it asks."""
_LONGEST_STORY = 120
"""Characters of a text whose end is read once more by itself."""
_LAST = 2
"""Places of each kind at which its end may begin."""
_APART = 4
"""Characters between two times of which the second begins another clause."""
_TELLS = pattern("[我俺他她]|姐|哥|爸|妈|老公|老婆|孩子")
_TURNS = pattern("[,不别算改错]")
"""五月算了不看五月了看九月的 takes back, and tells nothing."""
_JOINS = frozenset("和到至与及跟或从自在是把除要比、·-~")
"""Right before a time, they make one thing of it with what is before."""


def with_breaths(text: str) -> str:
    """`text` with commas where it goes on from a story to the question, if it is long and has none."""
    if len(text) < _LONG or _PUNCTUATION.search(text):
        return text
    return _between_times(_OPENS.sub(",", text))


def guessed_breaths(text: str) -> Iterator[str]:
    """`text` with commas where its long clauses might go on to the question: most likely first."""
    if len(text) > _LONGEST:
        return
    places = [place for clause in _CLAUSE.finditer(text) for place in _openings(text, *clause.span())]
    if len(places) > 1:
        yield ",".join(text[start:end] for start, end in pairwise((0, *places, len(text))))
    for place in places[:_MOST]:
        yield f"{text[:place]},{text[place:]}"


def question_behind(story: str) -> str:
    """What is asked behind a long story told in one breath; empty where there is none, or more is asked."""
    if not _STORY + _SHORTEST <= len(story) <= _LONGEST_STORY or _WRITTEN.search(story):
        return ""
    asks = _ASKS.search(story)
    return _behind(story, asks.end()) if asks and asks.start() >= _STORY else ""


def last_breaths(text: str) -> Iterator[str]:
    """What a long text says from where it asks, or tells what was heard, to its end: the shortest first."""
    if not _STORY <= len(text) <= _LONGEST_STORY:
        return
    for opens in (_ASKS, _HEARS):
        ends = [opening.end() for opening in opens.finditer(text, _SHORTEST)]
        for end in reversed(ends[-_LAST:]):
            if last := _behind(text, end):
                yield last


def _behind(text: str, place: int) -> str:
    last = text[place:].lstrip(",")
    return last if len(last) >= _SHORTEST else ""


def _openings(text: str, start: int, end: int) -> Iterator[int]:
    """Where something may begin within one clause."""
    last = start
    for opening in _MAY_OPEN.finditer(text, start + _SHORTEST, end) if end - start >= _LONG else ():
        place = opening.start()
        if place - last < _SHORTEST or end - place < _SHORTEST:
            continue
        last = place
        if text[place - 1] != "的" or _TELLS.search(text, start, place):
            yield place


def _between_times(text: str) -> str:
    """我七月份回老家七月以前的都有哪些: a second time, joined to nothing, begins what is asked."""
    if not _TELLS.search(text):
        return text
    times = list(_TIME.finditer(text))
    for last, time in reversed(list(pairwise(times))):
        between = text[last.end() : time.start()]
        if len(between) >= _APART and between[-1] not in _JOINS and not _TURNS.search(between):
            text = f"{text[: time.start()]},{text[time.start() :]}"
    return text
