"""Does somebody want to be reminded, and of what? Words that are a wish, told apart from questions.

A plain question is never taken for a wish: 提醒我六月有什么活动 asks, 怎么订阅 asks how. What is wished for
(月湖街道, 6月的座谈) stays words here; it is understood like any question.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from plan_store.patterns import pattern
from plan_store.questions.text import normalise
from plan_store.questions.times import read_times
from plan_store.questions.times.numerals import read_number

LONGEST = 120
"""Characters; a wish is short, and a story that happens to speak of reminders is none."""


class Act(StrEnum):
    """What is to be done."""

    SUBSCRIBE = "subscribe"
    UNSUBSCRIBE = "unsubscribe"
    UNSUBSCRIBE_ALL = "unsubscribe all"
    LIST = "list"
    """我的订阅."""
    PAUSE = "pause"
    """No reminders until a day; the words say which."""
    RESUME = "resume"
    LEAD = "lead"
    """So many days before; `number` says how many."""
    HOUR = "hour"
    """At this time of the day: `at`."""
    CALENDAR = "calendar"
    HOW = "how"
    """How does one subscribe: a question, kindly answered; the words are what it was asked about."""


@dataclass(frozen=True, slots=True)
class Wish:
    act: Act
    words: str = ""
    """What of, in normalised words; empty: not said, or what is spoken of at the moment."""
    number: int = 0
    at: dt.time | None = None
    sure: bool = True
    """False: a question after all, where the words name nothing that can be followed."""


def read_wish(text: str) -> Wish | None:
    """The wish that `text` is; None for everything else, which is a question."""
    if len(text) > LONGEST or not _SIGN.search(text) or not _HINT.search(normal := normalise(text)):
        return None
    plain = _strip(normal)
    return next((wish for read in _READERS if (wish := read(plain)) is not None), None)


# Nearly every message is a question; one look tells, before it is brought to one writing.
_SIGN = pattern("[订訂醒知历曆诉訴停汇匯彙]")
_HINT = pattern("订|提醒|通知|日历|告诉我|暂停|汇总")
_HEAD = pattern(
    "^(?:(?:你好|您好|请问?|麻烦你?|劳驾|拜托|辛苦|好的?|那么?|嗯|哦|对了|现在|以后|就"
    "|(?:能不能|可不可以|可以|能)(?=帮|给|替)|请?(?:帮|给|替)(?:我们?|忙)|我们?(?:想要?|要|需要)|想要?)"
    "[,，。、~!！ ]*)+"
)
_TAIL = pattern(
    "(?:[,，。.、~!！ ]|谢谢(?:你|您|了|啦)?|多谢|吧|啊|呀|哦|噢|哈|啦|嘛"
    "|好(?:吗|么|不好)|(?:行|可以|好)(?:吗|么)|(?<=可以)吗)+$"
)
_REQUEST = pattern("^(?:能不能|可不可以|可以|能|请|麻烦)?(?:帮|给|替)")
_ASKS = pattern("[?？]|什么|哪|几[个项场次月号点]|谁|多少|怎么|如何|为什么|吗|呢$|是不是|有没有|是否")


def _strip(text: str) -> str:
    asked = text.rstrip().endswith(("?", "？"))
    text = text.strip().rstrip("?？")
    if _REQUEST.match(text):
        text, asked = text.removesuffix("吗"), False
    shorter = _TAIL.sub("", _HEAD.sub("", text))
    kept = shorter if _HINT.search(shorter) else text
    return f"{kept}?" if asked else kept


# --- questions about it -----------------------------------------------------------------------------------
_DOING = (
    "(?:订阅|退订|取消订阅|提醒|设置?提醒|收到提醒|加入?日历|导出日历"
    "|(?:开|关|取消|暂停|恢复|修改|改|添加|加)(?:启|闭|掉)?(?:活动)?(?:提醒|订阅))"
)
_HOW_FIRST = pattern(
    "(?:我)?(?:要|该|想)?(?:怎么样?|如何|怎样|咋|在哪里?|哪里|去哪)(?:才)?(?:能|可以|去)?"
    f"{_DOING}(?P<words>.*?)[呢啊呀的了]*[??]?"
)
_HOW_LAST = pattern(
    f"{_DOING}(?:功能|服务)?(?:了|之?后)?"
    "(?:怎么|如何|怎样|咋|在哪|是什么|是啥|有什么用|有啥用|会怎|收费|要钱|什么意思)(?P<words>).*"
)
_CAN = pattern(
    "(?:你们?|这里|这个?|机器人)?(?:可不可以|能不能|可以|能|会不会|会|有没有|有|支持|是否(?:可以|能|支持))(?:提供)?"
    "(?:订阅|退订|提醒我?|通知我)(?:功能|服务|的?吗)*(?P<words>.*?)(?:吗|么|的|呢|功能|服务)*\\??"
)


def _how(text: str) -> Wish | None:
    for wording in (_HOW_FIRST, _HOW_LAST):
        if match := wording.fullmatch(text):
            return Wish(Act.HOW, _object(match["words"]))
    if (match := _CAN.fullmatch(text)) and not _ASKS.search(match["words"]):
        return Wish(Act.HOW, _object(match["words"]))
    return None


# --- what one has, and how it comes -----------------------------------------------------------------------
_TURN = "(?:不要|不用|别发?|取消|关掉?|关闭|只要|只?保留|开启|打开)"
_KIND = "(?:月初|每月|每个月)?的?(?:汇总|活动前的?提醒)"
_LIST = pattern(
    "(?:查看|看看|看一下|看下|看|查|管理|修改|列出)?(?:一下)?"
    "(?:我们?(?:的|都|已经?|现在|目前|到底)*(?:订阅|订|提醒|关注)(?:了|的|过)?"
    "(?:些)?(?:哪些|什么|啥|几个|多少|列表|情况|设置|内容|清单|活动|东西)*"
    "|我?(?:现在|到底)?(?:有没有|是不是|是否|已经)?(?:订阅|订)(?:了|过|上)?(?:没有|没|吗)"
    f"|(?:每个?月)?的?{_TURN}{_KIND}(?:就行|就好|就可以|了)?|{_KIND}(?:就|都|也)?{_TURN}了?|月初汇总"
    "|(?:已订阅|订阅|提醒)的?(?:列表|管理|设置|清单|内容|情况)|(?:查看|看看|管理)(?:已)?(?:订阅|提醒)|已(?:经)?订阅的?|设置提醒|提醒方式)"
    "[?]?"
)
_RESUME = pattern("(?:恢复|继续|重新(?:开始|打开|开启)?|解除|取消)(?:暂停)?(?:的)?(?:订阅|提醒|通知)?我?了?")
_RESUME_NEEDS = pattern("(?:恢复|继续|重新).*(?:订阅|提醒|通知)|(?:解除|取消)暂停")
_STOP = "(?:暂停|暂时停|先?停一?停|先停|停)"
_PAUSE = pattern(
    f"{_STOP}(?:一下|掉)?(?:我的|所有的?|全部的?)?(?:订阅|提醒|通知)我?(?P<words>.*)"
    "|暂停(?P<span>(?:到|至)?(?:[0-9一二两三四五六七八九十半]|[这本下]个?[月周]|年底|月底).{0,8})"
    f"|(?P<before>.+?)(?:的时候|期间)?(?:都|就)?(?:先|暂时)(?:都)?(?:别|不要|不用|不)(?:再)?(?:提醒|通知)我?了?"
    f"|(?P<until>.+?(?:之前|以前|前))(?:都|就|先)*(?:别|不要|不用|不)(?:再)?(?:提醒|通知)我?了?"
    f"|(?:先|暂时)(?:别|不要|不用|不)(?:再)?(?:提醒|通知)我?了?(?P<after>.*)"
    f"|(?P<then>.+?)(?:先|暂时)?暂停(?:订阅|提醒|通知)"
)
_DAYS = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7}
_LEAD = pattern(
    "(?:提醒|通知|时间)?(?:请)?(?:改|换|设|调)?(?:成|为|到)?(?:活动)?(?:开始)?"
    "(?:(?P<same>当天|当日|活动当天)|(?:提前|早|前)(?P<many>[0-9一二两三四五六七八九十]+|半)个?(?P<unit>天|日|周|星期|礼拜|月))"
    "(?:再|就|时|的时候)?(?:提醒|通知)?(?:我)?(?:就(?:行|好|可以))?(?:了)?"
)
_HOUR = pattern(
    "(?:(?:每次|每天|以后|都|提醒(?:我)?的?|通知)?(?:时间)?(?:请)?"
    "(?P<set>改|换|设|调|定|放)?(?:成|为|到|在)? ?)?"
    "(?P<part>早上|早晨|上午|中午|下午|晚上|傍晚)?(?P<hour>[0-9一二两三四五六七八九十]+)"
    "(?:点钟?|时|[:：](?P<minute>[0-9]{2}))(?P<half>半)?(?:再|就)?(?P<told>提醒我?|通知我?)?(?:就(?:行|好))?"
)


def _list(text: str) -> Wish | None:
    return Wish(Act.LIST) if _LIST.fullmatch(text) else None


def _resume(text: str) -> Wish | None:
    return Wish(Act.RESUME) if _RESUME.fullmatch(text) and _RESUME_NEEDS.search(text) else None


def _pause(text: str) -> Wish | None:
    match = _PAUSE.fullmatch(text)
    if match is None:
        return None
    words = next((found for found in match.groupdict().values() if found), "")
    return Wish(Act.PAUSE, words.strip(" ,，。"))


def _lead(text: str) -> Wish | None:
    match = _LEAD.fullmatch(text)
    if match is None or not re.search("提醒|通知", text):
        return None
    if match["same"]:
        return Wish(Act.LEAD, number=0)
    if match["many"] == "半":
        return Wish(Act.LEAD, number=15)
    return Wish(Act.LEAD, number=_numeral(match["many"]) * _DAYS.get(match["unit"], 30))


def _hour(text: str) -> Wish | None:
    match = _HOUR.fullmatch(text)
    if match is None or not (match["told"] or (match["set"] and re.match("提醒|通知", text))):
        return None
    hour = _numeral(match["hour"])
    if match["part"] in ("下午", "晚上", "傍晚") and hour < 12:
        hour += 12
    if match["part"] == "中午" and hour < 3:
        hour += 12
    minute = int(match["minute"] or 0) or (30 if match["half"] else 0)
    return Wish(Act.HOUR, at=dt.time(hour, minute)) if hour < 24 and minute < 60 else None


def _numeral(text: str) -> int:
    return int(text) if text.isdecimal() else read_number(text.replace("两", "二")) or 0


# --- ending and beginning ---------------------------------------------------------------------------------
_NO_MORE = (
    "(?:别|不要|不用|不必|不需要|不想|不)(?:再|继续)?(?:给我)?(?:收到|订阅|提醒|通知)+(?:我们?)?(?:了)?"
)
_UNSUBSCRIBE = pattern(
    "(?:退订|取消(?:对)?(?:订阅|提醒|关注)|(?:关闭|关掉|关了|停止|停掉|删除|删掉)(?:订阅|提醒|通知)|退掉)"
    "(?:一下)?(?:我的)?(?P<words>.*)"
    f"|{_NO_MORE}(?P<no_more>.*)"
    f"|(?P<before>.+?)(?:的)?(?:活动)?(?:就|都)?(?:{_NO_MORE}|退订|取消订阅)"
    "|(?:取消|退订|关闭|停止|删除|退掉)(?:对)?(?P<between>.+?)的?(?:订阅|提醒|通知)"
    "|把(?P<put>.+?)(?:的(?:订阅|提醒))?(?:退订|取消|退掉|关掉)(?:掉)?"
)
_ALL = pattern("(?:全部|所有|一切|统统|都|整个)(?:的)?(?:订阅|提醒|通知|活动|内容)*(?:都)?(?:我)?(?:了)?")
_SUBSCRIBE = pattern("订阅(?:一下|下)?[:：]?(?P<words>.*)")
_TELL = "(?:提醒|通知)(?:我们?|本群|大家)(?:一下|一声|下)?"
_REMIND = pattern(
    f"(?:到时候?|届时|记得|及时|提前|按时|一定|要)*{_TELL}(?:关于|有关)?(?P<words>.*)"
    f"|把?(?P<before>.+?)(?:的?(?:有|一有|出|来)(?:新)?(?:的)?(?:活动|消息|动静)?)?(?:的时候|时|了|的话)?"
    f"(?:(?:快要?|要|将要)?(?:开始|举行|举办|办)(?:之?前|时|的时候|了)?)?[,，]?"
    f"(?:到时候?|届时|记得|及时|提前|按时|一定|要|就|都|再|请|也|先)*(?:{_TELL}|告诉我(?:一下|一声)?)"
    f"|(?:设|加|设置|添加|开启)(?:个|一个|上)?(?:提醒)[:：]?(?P<set>.*)"
)
_TELL_NOW = pattern("^[^有到届提记快要前时]*告诉我")
"""还没开始的告诉我 asks for them now; 有活动告诉我, 快开始了告诉我 when they come."""
_PLAIN_NUMBERS = pattern(
    "第?(?P<numbers>[0-9]{1,4}(?:[号项个]?[,，、 和]+第?[0-9]{1,4})*)[号项个]?(?:的?活动)?"
)


def _unsubscribe(text: str) -> Wish | None:
    match = _UNSUBSCRIBE.fullmatch(text)
    if match is None or _ASKS.search(text):
        return None
    words = (
        next((found for found in match.groupdict().values() if found), "")
        .strip(" ,，。:：")
        .removesuffix("了")
    )
    if _ALL.fullmatch(words):
        return Wish(Act.UNSUBSCRIBE_ALL)
    return Wish(Act.UNSUBSCRIBE, _object(words), sure=not match["before"])


def _subscribe(text: str) -> Wish | None:
    if match := _SUBSCRIBE.fullmatch(text):
        return Wish(Act.SUBSCRIBE, _object(match["words"]))
    if _TELL_NOW.search(text):
        return None
    if (match := _REMIND.fullmatch(text)) and not _ASKS.search(text):
        words = next((found for found in match.groupdict().values() if found), "")
        return Wish(Act.SUBSCRIBE, _object(words), sure=not match["before"])
    return None


_CALENDAR = pattern(
    "(?:加入?|添加|导出|放|存|加)(?:到|进|入)?(?:我的|手机)?(?:的)?日历(?:里|中)?[:：]?(?P<words>.*)"
    "|把?(?P<before>.*?)(?:都)?(?:加|添加|导|导出|放|存|写)(?:到|进|入|成)?(?:我的|手机)?(?:的)?日历(?:里|中|文件)?(?:去)?"
    "|日历[:： ](?P<after>.+)|(?P<of>.+)的?日历文件"
)


def _calendar(text: str) -> Wish | None:
    match = _CALENDAR.fullmatch(text)
    if match is None or _ASKS.search(text):
        return None
    words = next((found for found in match.groupdict().values() if found), "")
    return Wish(Act.CALENDAR, _object(words))


_READERS: tuple[Callable[[str], Wish | None], ...] = (
    _how,
    _list,
    _resume,
    _lead,
    _hour,
    _pause,
    _unsubscribe,
    _subscribe,
    _calendar,
)


def wished_for(words: str) -> str:
    """What a command's words mean as a question, as if they had followed 订阅: `17` is an entry."""
    return _object(normalise(words))


def _object(words: str) -> str:
    """What is wished for, as a question: `17` is the entry of that number, 全部 the whole plan."""
    words = words.strip(" ,，。:：;；“”\"'?")
    if match := _PLAIN_NUMBERS.fullmatch(words):
        return f"序号{'、'.join(re.findall('[0-9]+', match['numbers']))}"
    return "所有活动" if words and _ALL.fullmatch(words) else words


# --- until when -------------------------------------------------------------------------------------------
_FOR = pattern("(?P<many>[0-9一二两三四五六七八九十]+|半)(?P<unit>天|日|周|星期|礼拜|个星期|个礼拜|个月|年)")
_UNTIL = pattern("^[ ,，]*(?:先)?(?:到|至|直到|等到)")
MOST_DAYS = 366
"""No pause is longer."""


def until(words: str, today: dt.date) -> dt.date | None:
    """The day on which reminders begin again: 到7月1日 is that day, 两周 fourteen days on; None: not said."""
    times = read_times(words, today, today.year)
    if times.phrases:
        first, last = times.phrases[0].first, times.phrases[-1].last
        over = last is not None and last < today
        day = first if _UNTIL.search(words) and first and (first > today or over) else last and _after(last)
        while day is not None and day <= today:
            day = _next_year(day)
        return day if day is not None and (day - today).days <= MOST_DAYS else None
    if match := _FOR.search(words):
        return _in(today, match["many"], match["unit"].removeprefix("个"))
    return None


def _in(today: dt.date, many: str, unit: str) -> dt.date | None:
    if many == "半":
        days = {"月": 15, "年": 182}.get(unit, 0)
    else:
        days = _numeral(many) * {"月": 30, "年": 365}.get(unit, _DAYS.get(unit, 0))
    return today + dt.timedelta(days=days) if 0 < days <= MOST_DAYS else None


def _after(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=1)


def _next_year(day: dt.date) -> dt.date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return dt.date(day.year + 1, 3, 1)
