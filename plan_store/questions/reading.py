"""What does one question say by itself, whatever was said before?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import islice

from plan_store.patterns import pattern
from plan_store.questions.absent import ANYBODY
from plan_store.questions.assembling import assemble
from plan_store.questions.breathing import with_breaths
from plan_store.questions.judging import judged
from plan_store.questions.marks import Mark, Marks, find_marks
from plan_store.questions.mending import mend
from plan_store.questions.mishearing import put_right
from plan_store.questions.numbers import COUNTS, NUMBER
from plan_store.questions.plain_words import in_plain_words
from plan_store.questions.readings import Reading, is_lost
from plan_store.questions.slips import unit_slips
from plan_store.questions.sounds import has_pinyin
from plan_store.questions.text import as_meant, normalise, shortened, touches
from plan_store.questions.times import Times, observances, read_times
from plan_store.questions.tokens import STRANGE, Token, cut
from plan_store.questions.vocabulary import Vocabulary
from plan_store.questions.words import Sense
from plan_store.value import replace

_MANY = 20
"""So many numbers of entries are read, with their ranges; nobody means more."""
_TIME = (
    "(?:今天)?(?:就|都|已经|已|又|又是)?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月份?(?:(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[日号]|[上中下]旬|初|中|底|末)?"
    "|年初|年中|年底|年末|年尾|月底|月末|上半年|暑假|寒假"
)
_IT_IS_NOW = pattern(
    "今天(?:都|已经)?是?(?:(?:星期|周|礼拜)[一二三四五六日天]|[0-9]{1,2}月[0-9]{1,2}[日号]|[0-9]{1,2}号|[0-9]{3,4})(?:了|啊|呀)?(?=[,，。!！])|今天(?:都|已经|就)?是?[^,，。]{0,4}最后一天了?(?=[,，。!！])|"
    f"(?:{_TIME})(?:都|就|也|又)?(?:快|要|快要|就要|都要|马上)?"
    "(?:(?:过半|到)?了(?=[,，。!！~ ]|$|[写想问把给帮时我])|(?:过完|过去|结束)了(?=$|[写想问把给帮时我]))"
)
"""二月都要过完了, 年底了: says what time it is, and asks for none."""
_TOLD = pattern(
    "(?<![这本下上个])周末(?:才|都|一般|有时|一?直|就|总|老|天天)*(?:有空|有时间|休息|放假|(?:都)?[在搁]家)|最好(?:是|在)?周末"
    "|(?:去年|前年|大前年|早几年|前[几两三些]年|(?:19|20)[0-9]{2}年)(?![^,，。!！?？]*(?:什么|哪|几|多少|啥|吗|呢|活动))"
    "(?:[^,，。!！?？]{0,4}那(?:[回次阵]|会儿|时候?)[^,，。!！?？]*(?=[,，。!！])|[^,，。!！?？]{0,14}(?:了(?:[0-9一二两三四五六七八九十百千万几半]+[^,，。有的]{0,3})?|过[^,，。!！?？]{0,12}(?<!的)|出生的?|毕业的?|来的|结婚的?|退休的?)(?=[,，。!！]))|"
    "(?:马上|快要?|就要)(?:就|要|又)*(?!开|搞|办|举|过[完去]|结束|到头|[^了]{0,3}[节秋庆月年周春夏冬天假旬末底午])[一-鿿]{2,4}了(?=[,，。!！])"
    "|(?:马上|快)(?:就|要|又)*(?:放(?:[暑寒]?假)|开学|中考|高考|毕业|退休|结婚|过年)(?=[^,，。!！?？有哪什]{0,6}(?:[,，]|$))"
    "|(?:去年|前年|往年|前(?:面)?几个月|前些天|前些日子|这阵子|上个?月|上上个?月|上周|上个?星期|上个?礼拜|前几天|前两天|前阵子|前段时间)"
    "(?![^,，。!！?？]*(?:什么|哪|几|多少|啥|么子))"
    "[^,，。!！?？的]{0,6}(?:错过|没顾[上得]|没去成|没赶上|没去|没来|没搞|没办|没看到|去过|来过|参加过|搞过|办过|听过|就想|刚)"
    "[^,，。!！?？的]{0,6}(?=[,，。!！])"
)
"""上个月错过了, 孩子马上中考了: tells when something was or will be that is not asked for."""
_AT_THAT_TIME = pattern("当时|那时|那会")
"""去年五月我没赶上，当时都办了什么: what was told is when."""
_PAUSES = pattern("[,，。!！]")
"""One of them ends what is told, but for 周末."""
_KIN = "爸妈爷奶公婆爹娘"
_OF_KIN = pattern(f"[{_KIN}]")
_OF_AGE = pattern("岁|月大|十出头|十好几")
_AGE = pattern("(?:[0-9一二三四五六七八九十两半]+多?(?:个半?月大|周?岁半?(?:多|左右|以上|以下)?)[、到至-]?)+")
"""孩子五岁了: how old somebody is narrows no plan."""
_AGE_OF_KIN = pattern(
    f"(?<=[{_KIN}])"
    "(?:今年|都|已经|快|也){0,2}(?:[0-9]{2}|[二三四五六七八九]十[一二三四五六七八九]?)"
    "(?:多|来|出头)?了?(?=[,，。!！ ]|$)"
)
"""我妈七十了."""


_DATED = pattern("(?<![0-9])[0-9]{1,2}[·•.][0-9]{1,2}(?![0-9])")


def _as_in_a_theme(said: str, vocabulary: Vocabulary) -> str:
    """“3·15” is that day's name where a theme has it, and no date."""
    figures = "".join(filter(str.isdigit, said))
    return figures if vocabulary.index.with_text(figures) else said


_AT_THE_END = "!~。,;、 "
"""Asks nothing, and would only hide how a text ends."""


def read(text: str, now: dt.date, plan_year: int, vocabulary: Vocabulary) -> Reading:
    """The reading of `text`; never raises."""
    plain = as_meant(normalise(shortened(text))).rstrip(_AT_THE_END)
    if plain[:1] in _OH:
        plain = _ACKNOWLEDGED.sub("", plain)
    if "祝" in plain:
        plain = _WISHES.sub("", plain)
    plain = in_plain_words(plain)
    if "(" in plain:
        plain = _END_TOLD.sub(lambda said: said[1] if said[2] else f"及{said[1]}", plain)
        plain = _ASIDE.sub("", plain)
    plain = with_breaths(_DATED.sub(lambda said: _as_in_a_theme(said[0], vocabulary), plain))
    spelled = put_right(plain)
    spelled = vocabulary.dialect_here.sub(lambda said: vocabulary.words.dialect[said[0]], spelled)
    if has_pinyin(spelled):
        vocabulary = vocabulary.in_letters
        spelled = vocabulary.sounds.in_characters(spelled)
    reading, loose = _read_once(spelled, now, plan_year, vocabulary)
    corrections: list[tuple[str, str]] = [(plain, spelled)] if spelled != plain else []
    if loose and len(spelled) <= _MENDED:
        reading, changes = _mended(reading, loose, now, plan_year, vocabulary)
        corrections += changes
    if corrections:
        reading = replace(reading, corrections=(*corrections, *reading.corrections))
    return reading


_MENDED = 200
"""Characters of a text in which slips are put right."""
_MENDED_FREELY = 80
"""The same where it is not understood: the longer it is, the more else may be the reason."""


def _mended(
    reading: Reading, tokens: list[Token], now: dt.date, plan_year: int, vocabulary: Vocabulary
) -> tuple[Reading, list[tuple[str, str]]]:
    """`reading` with what sounds like a known word put right, and (as written, as taken) of each."""
    corrections: list[tuple[str, str]] = []
    for freely in (False, True):
        if freely and (len(reading.text) > _MENDED_FREELY or not is_lost(reading)):
            break
        mended, changes = mend(reading.text, tokens, reading.marks, reading.times, vocabulary, freely)
        if not changes:
            continue
        again, others = _read_once(mended, now, plan_year, vocabulary)
        if not is_lost(again) if freely else again.trouble is None or reading.trouble is not None:
            reading, tokens, corrections = again, others, [*corrections, *changes]
    return reading, corrections


def _read_once(
    text: str, now: dt.date, plan_year: int, vocabulary: Vocabulary
) -> tuple[Reading, list[Token]]:
    marks = find_marks(text, vocabulary)
    named = [
        (m.start, m.end) for m in marks if m.theme or (m.meaning.units and len(m.text) > 2) or m.meaning.place
    ]
    passed = [said.span() for said in _IT_IS_NOW.finditer(text)] if "了" in text or "今天" in text else []
    told = [said.span() for said in _AGE.finditer(text)] if _OF_AGE.search(text) else []
    if ("周末" in text or _PAUSES.search(text)) and not _AT_THAT_TIME.search(text):
        told += [said.span() for said in _TOLD.finditer(text)]
    if _OF_KIN.search(text):
        told += [said.span() for said in _AGE_OF_KIN.finditer(text)]
    named += told
    if "日" in text:
        # 世界环境日, where a theme is about 环境: what it is about is asked for, not its month.
        named += [(a, b) for a, b, about in observances(text) if vocabulary.index.with_text(about)]
    times = read_times(text, now, plan_year, [*named, *passed])
    if passed and not times.phrases:
        passed, times = [], read_times(text, now, plan_year, named)
    times = _without_theme_words(text, times, vocabulary)
    said_as_times = [(p.start, p.end) for p in times.phrases]
    said_as_times += (*times.extreme_at, *times.duration_at)
    timed = [
        *passed,
        *told,
        *said_as_times,
        *[(start, end) for start, end, _ in times.impossible],
        *times.passed,
    ]
    numbers = []
    if COUNTS.search(text):
        matches = islice(NUMBER.finditer(text), _MANY)
        numbers = [
            m
            for m in matches
            if not touches(m.span(), (*timed, *named)) and not _NOT_THAT.search(text, 0, m.start())
        ]
    counted = [m.span() for m in numbers]
    if told:
        marks = Marks(
            [m for m in marks if not (m.means(Sense.WHEN, Sense.COUNT) and touches((m.start, m.end), told))]
        )
    if said_as_times or counted:
        marks = _beside(marks, (*said_as_times, *counted), vocabulary)
    tokens = cut(text, [*timed, *[(m.start, m.end) for m in marks], *counted], vocabulary)
    tokens, marks = _without_whoever(tokens, marks, text)
    slips = unit_slips(text, marks, tokens, vocabulary)
    if slips:
        covered = [(slip.start, slip.end) for slip in slips]
        if any(touches((p.start, p.end), covered) for p in times.phrases):  # 冬 of 明冬街道
            times = replace(
                times, phrases=tuple(p for p in times.phrases if not touches((p.start, p.end), covered))
            )
        marks = Marks([mark for mark in marks if not touches((mark.start, mark.end), covered)])
        tokens = [token for token in tokens if not touches((token.start, token.end), covered)]
    reading = assemble(text, marks, times, numbers, slips, tokens, now, vocabulary)
    return judged(reading, vocabulary), tokens


_NOT_THAT = pattern("不是(?:在|要)?(?:问|说|指)的?$")
"""6月22号有什么，不是问第22个."""
_ASIDE = pattern("[(][^()0-9]{3,20}[了吧嘛吗啊呀呢哈]+[?？!！]?[)]")
"""工商局(现在改名了是吧)今年…: said by the way."""
_END_TOLD = pattern("(以后|之后|以前|之前)[(](不)?(?:含|包括|包含)[^()]{1,8}[)]")
"""7月以后(不含7月) is what 以后 says; 7月以后(含7月) is 7月及以后."""

_OH = tuple("哦噢喔")
_ACKNOWLEDGED = pattern("[哦噢喔]+[^,，。?？!！]{1,12}[,，。!！](?=那(?!个|些|种))")
"""哦晒村务，那女山湖那边呢: what has just been heard."""
_WISHES = pattern("(?<=.)[,，。!！~ ]+祝(?:您|你|大家|各位)?[^,，。?？]{2,10}$")
"""谢谢，祝工作顺利: good wishes ask for nothing."""


def _beside(marks: Marks, others: Sequence[tuple[int, int]], vocabulary: Vocabulary) -> Marks:
    """`marks` without those that are a time themselves."""
    crossed = False
    kept: list[Mark] = []
    for mark in marks:
        if not touches((mark.start, mark.end), others) or mark.means(Sense.OFF_TOPIC, Sense.SERVICE):
            kept.append(mark)
            continue
        crossed = True
        if (rest := _behind(mark, others, vocabulary)) is not None:
            kept.append(rest)
    return Marks(kept) if crossed else marks


def _behind(mark: Mark, others: Sequence[tuple[int, int]], vocabulary: Vocabulary) -> Mark | None:
    """What a mark leaves of itself behind a time: 活动 of 全年活动 in 2023年全年活动."""
    end = max(end for start, end in others if start < mark.end and mark.start < end)
    rest = mark.text[end - mark.start :]
    meaning = vocabulary.phrases.get(rest) if rest else None
    return Mark(end, mark.end, rest, meaning) if meaning is not None else None


_AGE_OF_COMERS = pattern("[0-9一二三四五六七八九十几]+多?岁?")


def _without_whoever(tokens: list[Token], marks: Marks, text: str) -> tuple[list[Token], Marks]:
    """普通市民能参加吗, 外地户口的人可以来吗, 奶奶七十多了可以去吗: who would come is no subject."""
    if Sense.AUDIENCE not in marks.senses:
        return tokens, marks
    comers = {mark.start for mark in marks.of(Sense.AUDIENCE)}
    for token in reversed(tokens):
        if token.end in comers and ANYBODY.search(token.text):
            comers.add(token.start)
    named: list[Mark] = []
    for mark in reversed(marks):
        end = mark.end + text.startswith("的", mark.end)
        if end in comers and mark.means(Sense.OFF_TOPIC):
            comers.add(mark.start)
            named.append(mark)
    tokens = [
        t
        for t in tokens
        if t.weight not in STRANGE
        or (
            comers.isdisjoint((t.end, t.end + text.startswith("的", t.end)))
            and not (_AGE_OF_COMERS.fullmatch(t.text) and t.end < max(comers))
        )
    ]
    return tokens, Marks([mark for mark in marks if mark not in named]) if named else marks


_FEASTS = frozenset(
    (
        "元旦",
        "春节",
        "元宵",
        "清明",
        "五一",
        "六一",
        "端午",
        "中秋",
        "国庆",
        "重阳",
        "除夕",
        "七夕",
        "妇女节",
        "青年节",
        "母亲节",
        "父亲节",
    )
)
"""Feasts are times also where a theme names one; 植树节 that a theme names is that theme."""


def _without_theme_words(text: str, times: Times, vocabulary: Vocabulary) -> Times:
    """A holiday that goes on as in a theme (六五环境日, 八月桂花节) is a word of the theme."""
    if not times.phrases:
        return times
    index = vocabulary.index
    kept = tuple(
        p
        for p in times.phrases
        if not (p.holiday and p.said not in _FEASTS and index.with_text(text[p.start : p.end]))
        and not (
            (p.holiday or p.end - p.start <= 3)
            and "一" <= text[p.end : p.end + 1] <= "鿿"
            and len(text) >= p.end + 2
            and index.with_text(text[p.start : p.end + 2])
        )
    )
    return times if len(kept) == len(times.phrases) else replace(times, phrases=kept)
