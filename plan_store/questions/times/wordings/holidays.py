"""On which day does a holiday, a solar term or a day of the lunar calendar fall in a year?"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from plan_store.patterns import pattern
from plan_store.questions.times.calendar import Days, weekday_of_month

SOLAR: dict[str, tuple[int, int]] = {
    "元旦": (1, 1),
    "情人节": (2, 14),
    "妇女节": (3, 8),
    "植树节": (3, 12),
    "愚人节": (4, 1),
    "五一": (5, 1),
    "青年节": (5, 4),
    "护士节": (5, 12),
    "六一": (6, 1),
    "七一": (7, 1),
    "八一": (8, 1),
    "教师节": (9, 10),
    "国庆": (10, 1),
    "万圣节": (10, 31),
    "双十一": (11, 11),
    "双十二": (12, 12),
    "女生节": (3, 7),
    "白色情人节": (3, 14),
    "跨年夜": (12, 31),
    "平安夜": (12, 24),
    "圣诞": (12, 25),
    "节礼日": (12, 26),
    "圣帕特里克节": (3, 17),
    "泼水节": (4, 13),
}
MOVABLE: dict[str, tuple[int, int, int]] = {
    "母亲节": (5, 6, 2),
    "父亲节": (6, 6, 3),
    "感恩节": (11, 3, 4),
}
"""Month, weekday (Monday is 0), which one of the month."""
BESIDE: dict[str, tuple[str, int]] = {
    "黑色星期五": ("感恩节", 1),
    "网络星期一": ("感恩节", 4),
    "受难日": ("复活节", -2),
    "寒食节": ("清明", -1),
}
"""So many days after another one."""
LUNAR: dict[str, tuple[int, int]] = {
    "春节": (1, 1),
    "元宵节": (1, 15),
    "龙抬头": (2, 2),
    "端午": (5, 5),
    "七夕": (7, 7),
    "中元节": (7, 15),
    "中秋": (8, 15),
    "重阳": (9, 9),
    "腊八": (12, 8),
    "小年": (12, 23),
    "上巳节": (3, 3),
    "浴佛节": (4, 8),
    "寒衣节": (10, 1),
    "下元节": (10, 15),
    "财神节": (1, 5),
    "花朝节": (2, 12),
    "火把节": (6, 24),
    "除夕": (12, 30),
}
"""Lunar month and day; a day that a short month lacks is its last."""
SOLAR_TERMS = (
    *("小寒", "大寒", "立春", "雨水", "惊蛰", "春分", "清明", "谷雨", "立夏", "小满", "芒种", "夏至"),
    *("小暑", "大暑", "立秋", "处暑", "白露", "秋分", "寒露", "霜降", "立冬", "小雪", "大雪", "冬至"),
)
ORDINARY_WORDS = frozenset({"雨水", "小雪", "大雪", "大寒", "白露", "小满", "立春", "大暑", "小暑"})
"""Solar terms that are also ordinary words (雨水管网): read only where days are plainly meant."""

OTHER_NAMES: dict[str, str] = {
    r"元旦(?:节|假期)?|(?:阳历|公历)新年": "元旦",
    r"(?:春节|农历新年|大年初一|正月初一|过大?年(?=期间|的时候|前后|那))": "春节",
    r"除夕夜?|大年三十|年三十|大年夜": "除夕",
    r"小年夜?(?!轻|龄|级)|祭灶节?": "小年",
    r"元宵节?|正月十五|上元节": "元宵节",
    r"腊八节?": "腊八",
    r"龙抬头|二月二(?![十日号])": "龙抬头",
    (
        r"(?:三八|3\.?8)(?=国际|妇女|节)(?:国际)?(?:劳动)?(?:妇女)?节?|妇女节|女神节|"
        r"三八(?=前后|期间|当天|那天)"
    ): "妇女节",
    r"植树节": "植树节",
    r"清明节?(?!上河|路|街)": "清明",
    r"(?:五一(?![一二三四五六七八九]|劳动奖)|5·1|五·一)(?:国际)?(?:劳动节)?|(?:国际)?劳动节": "五一",
    r"(?:五四(?=青年|前后|期间|那天|当天))?青年节|五四(?=前后|期间|那天|当天|节)节?": "青年节",
    r"端午节?|端阳节?": "端午",
    r"(?:六一(?![一二三四五六七八九])|六·一|6·1)(?:国际)?(?:儿童节)?|(?:国际)?儿童节": "六一",
    r"七一(?:建党节)?|建党节|党的生日": "七一",
    r"八一(?:建军节)?|建军节": "八一",
    r"七夕节?": "七夕",
    r"中元节?|鬼节|七月半": "中元节",
    r"教师节": "教师节",
    r"中秋节?|八月半(?![个年])|八月十五(?![日号])|团圆节": "中秋",
    (
        r"国庆节?|十一国庆节?|"
        r"(?<![\s\S])十一(?![\s\S])|(?<=[一节][到至])十一(?![月日号个点])|十一(?=假期|小?长假|黄金周|放假|期间|前后|那几天|那天|当天|节|那个月|那阵|那段)节?"
    ): "国庆",
    r"(?:九九)?重阳节?|九月九(?![日号月天个次场0-9一二三四五六七八九十])|老[人年]节|敬老节": "重阳",
    r"感恩节": "感恩节",
    r"万圣(?:节(?:前夜)?|夜)": "万圣节",
    r"平安夜": "平安夜",
    r"圣诞节?": "圣诞",
    r"母亲节": "母亲节",
    r"父亲节": "父亲节",
    r"白色情人节": "白色情人节",
    r"情人节|圣?瓦伦丁节": "情人节",
    r"女生节": "女生节",
    r"跨年夜?(?![度龄级])": "跨年夜",
    r"新年(?![度华级好]|快乐|吉祥|愉快|贺)": "元旦",
    r"新春(?![好走送到来]|快乐|吉祥|愉快|贺|佳)": "春节",
    r"愚人节": "愚人节",
    r"护士节": "护士节",
    r"上巳节|三月三(?=那个月|那天|当天|那阵|期间|前后|放假|假期)": "上巳节",
    r"浴佛节|佛诞节": "浴佛节",
    r"寒衣节": "寒衣节",
    r"下元节": "下元节",
    r"双十一|双11|光棍节": "双十一",
    r"双十二|双12": "双十二",
    r"复活节": "复活节",
    r"(?:耶稣)?受难日": "受难日",
    r"黑色星期五|黑五(?!类)": "黑色星期五",
    r"网络星期一": "网络星期一",
    r"节礼日": "节礼日",
    r"圣帕特里克节": "圣帕特里克节",
    r"寒食节": "寒食节",
    r"财神节": "财神节",
    r"花朝节": "花朝节",
    r"泼水节": "泼水节",
    r"火把节": "火把节",
}
"""How people write a holiday -> its name above."""

_NO_HOLIDAY = (
    r"(?![东西南北中]?(?:路|街|大道|桥|广场|村|小学|中学|学校|幼儿园|社区|小区|商圈|新村|水库|公园|起义|勋章|电影|"
    r"运动|精神|奖章|奖状|文件|渠|站))"
)
_GROUPS = [(f"h{index}", pattern, name) for index, (pattern, name) in enumerate(OTHER_NAMES.items())]
_TERMS_PATTERN = "|".join(
    rf"{term}(?=节气|时节|当天|那天|这天|前后|期间|那个月|之前|之后|以后|以前|到|至|[~—-]|前一天|前[夕夜]|后第|$)"
    if term in ORDINARY_WORDS
    else term
    for term in SOLAR_TERMS
    if term != "清明"
)
HOLIDAY = pattern(
    "(?:(?<![0-9零〇一二三四五六七八九十])|(?<=[五六七八十]一))(?:"
    + "|".join(f"(?P<{key}>{pattern})" for key, pattern, _ in _GROUPS)
    + rf"|(?P<term>{_TERMS_PATTERN})){_NO_HOLIDAY}"
)
_NAME_OF = {key: name for key, _, name in _GROUPS}


def holiday_named(match: re.Match[str]) -> str:
    """The name under which `holiday` knows what HOLIDAY has matched."""
    group = match.lastgroup or ""
    return match.group() if group == "term" else _NAME_OF[group]


@lru_cache(maxsize=512)
def holiday(name: str, year: int) -> Days:
    """The day of that name that falls in the (solar) `year`."""
    if name in SOLAR:
        day = dt.date(year, *SOLAR[name])
    elif name in MOVABLE:
        month, weekday, nth = MOVABLE[name]
        found = weekday_of_month(year, month, weekday, nth)
        assert found is not None
        day = found
    elif name in LUNAR:
        month, number = LUNAR[name]
        day = _lunar_day(year, month, number)
        if day.year > year:
            day = _lunar_day(year - 1, month, number)
    elif name in BESIDE:
        other, step = BESIDE[name]
        day = holiday(other, year)[0] + dt.timedelta(days=step)
    elif name == "复活节":
        day = _easter(year)
    else:
        day = _solar_term(name, year)
    return day, day


def _easter(year: int) -> dt.date:
    """The Sunday after the first full moon of spring, by the Gregorian rule (Butcher's algorithm)."""
    century, of_century = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (year % 19 + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return dt.date(year, month, day + 1)


@lru_cache(maxsize=512)
def lunar_span(year: int, month: int, day: int | None) -> Days:
    """A month of the lunar year that begins in `year`, or one day of it."""
    if day is not None:
        only = _lunar_day(year, month, day)
        return only, only
    return _lunar_day(year, month, 1), _lunar_day(year, month, 30)


YEARS_WITH_LEAP = {
    2: (2004, 2023, 2042),
    3: (1993, 2031, 2050),
    4: (1982, 2001, 2012, 2020, 2058),
    5: (1990, 1998, 2009, 2028, 2039, 2047),
    6: (1987, 2017, 2025, 2036, 2055),
    7: (2006, 2044),
    8: (1995, 2052),
    9: (2014,),
    10: (1984,),
    11: (2033,),
}
"""Month that comes twice -> the lunar years. Written down, since the library takes 5 ms to tell one year."""


@lru_cache(maxsize=64)
def leap_month(year: int, month: int, day: int | None = None) -> Days | None:
    """The second of that month, or a day of it, in the nearest lunar year that has it twice; or None."""
    if month not in YEARS_WITH_LEAP:
        return None
    nearest = min(YEARS_WITH_LEAP[month], key=lambda leap_year: abs(leap_year - year))
    return _lunar_day(nearest, -month, day or 1), _lunar_day(nearest, -month, day or 30)


def _lunar_day(year: int, month: int, day: int) -> dt.date:
    from lunar_python import Lunar, LunarMonth

    length = LunarMonth.fromYm(year, month).getDayCount()
    solar = Lunar.fromYmd(year, month, min(day, length)).getSolar()
    return dt.date(solar.getYear(), solar.getMonth(), solar.getDay())


def _solar_term(name: str, year: int) -> dt.date:
    from lunar_python import Lunar

    # The table runs from one winter solstice to the next; the later one has this key.
    solar = Lunar.fromYmd(year, 6, 1).getJieQiTable()["DONG_ZHI" if name == "冬至" else name]
    return dt.date(solar.getYear(), solar.getMonth(), solar.getDay())
