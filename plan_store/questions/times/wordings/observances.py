"""On which day of the year is a public day kept that has no feast: 消费者权益日, 记者节, 全国助残日?"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import partial

from plan_store.patterns import pattern
from plan_store.questions.times.calendar import Days, DaysOfYear, weekday_of_month
from plan_store.questions.times.pieces import Kind, Piece
from plan_store.questions.times.wordings.holidays import holiday
from plan_store.questions.times.wordings.rule import Rule

_KEPT_ON = """
1.10 人民警察节 中国人民警察节 警察节
2.2 世界湿地日 湿地日
3.3 爱耳日 世界野生动植物日 野生动植物日
3.5 学雷锋日 学雷锋纪念日 雷锋日 雷锋纪念日 中国青年志愿者服务日 青年志愿者服务日
3.15 消费者权益日 消费者权益保护日 消费者日 消费者维权日
3.21 世界睡眠日 睡眠日 国际森林日 世界森林日
3.22 世界水日
3.23 世界气象日 气象日
3.24 防治结核病日 世界结核病日 结核病日 结核病防治日
4.2 自闭症日 孤独症日 自闭症关注日 孤独症关注日 世界提高孤独症意识日
4.7 世界卫生日
4.15 国家安全教育日 国家安全日
4.22 世界地球日 地球日
4.23 读书日 世界图书日 世界读书与版权日 世界图书和版权日
4.24 中国航天日 航天日
4.26 知识产权日
5.8 世界红十字日 红十字日
5.10 中国品牌日 品牌日
5.12 防灾减灾日 国际护士节
5.15 国际家庭日
5.17 电信日 电信和信息社会日
5.18 国际博物馆日 世界博物馆日 博物馆日
5.19 中国旅游日
5.20 学生营养日 中国学生营养日
5.22 生物多样性日
5.30 科技工作者日
5.31 世界无烟日 无烟日
6.5 世界环境日 环境日 六五环境日
6.6 爱眼日
6.8 世界海洋日
6.14 献血者日 世界献血日 献血日
6.25 土地日
6.26 国际禁毒日 世界禁毒日 禁毒日
7.11 世界人口日
8.8 全民健身日
8.15 全国生态日 抗战胜利日 日本投降日
8.19 中国医师节 医师节 医生节
9.3 抗战胜利纪念日 抗日战争胜利纪念日 中国人民抗日战争胜利纪念日
9.18 九一八纪念日 九一八事变纪念日
9.20 爱牙日
9.21 国际和平日
9.27 世界旅游日
9.29 世界心脏日
9.30 烈士纪念日
10.1 国际老年人日 国际老人日
10.9 世界邮政日
10.10 世界精神卫生日 精神卫生日
10.13 建队日 少先队建队日 建队节
10.14 世界标准日
10.15 国际盲人节 盲人节
10.16 世界粮食日
10.17 扶贫日 国家扶贫日 国际消除贫困日
10.24 程序员节 联合国日
11.8 记者节 中国记者节
11.9 消防日 消防宣传日 消防安全日
11.14 世界糖尿病日 糖尿病日
11.20 世界儿童日
11.25 反家暴日 反家庭暴力日
12.1 艾滋病日 防治艾滋病日
12.2 交通安全日
12.3 国际残疾人日 世界残疾人日
12.4 国家宪法日 宪法日 宪法宣传日 法制宣传日
12.9 国际反腐败日 反腐败日
12.13 国家公祭日 公祭日 南京大屠杀纪念日 南京大屠杀死难者国家公祭日
"""
_WEEKDAYS_OF_MONTHS: dict[str, tuple[int, int, int]] = {
    **dict.fromkeys(("助残日",), (5, 6, 3)),
    **dict.fromkeys(("中小学生安全教育日", "中小学安全教育日"), (3, 0, -1)),
    **dict.fromkeys(("世界急救日",), (9, 5, 2)),
    **dict.fromkeys(("国防教育日",), (9, 5, 3)),
    **dict.fromkeys(("科普日",), (9, 6, 3)),
    **dict.fromkeys(("世界人居日",), (10, 0, 1)),
}
"""Month, weekday (Monday is 0), which one of the month."""
_SOLAR_TERMS = {"丰收节": "秋分", "农民丰收节": "秋分"}


def _on_the_day(month: int, day: int) -> DaysOfYear:
    return lambda year: (dt.date(year, month, day),) * 2


def _on_the_weekday(month: int, weekday: int, nth: int) -> DaysOfYear:
    def of_year(year: int) -> Days | None:
        day = weekday_of_month(year, month, weekday, nth)
        return (day, day) if day else None

    return of_year


def _all_days() -> dict[str, DaysOfYear]:
    days: dict[str, DaysOfYear] = {}
    for line in _KEPT_ON.split("\n"):
        date, *names = line.split() or [""]
        for name in names:
            days[name] = _on_the_day(*map(int, date.split(".")))
    for name, which in _WEEKDAYS_OF_MONTHS.items():
        days[name] = _on_the_weekday(*which)
    for name, term in _SOLAR_TERMS.items():
        days[name] = partial(holiday, term)
    return days


_DAYS = _all_days()
_LONGEST = max(map(len, _DAYS)) + len("全国")
_WHOSE = "(?:世界|国际|全国|国家|中国|全民|联合国)"
_NAMES = "|".join(sorted(_DAYS, key=len, reverse=True))
_NAMED = rf"(?=[一-龥]{{2,{_LONGEST}}}?[日节]){_WHOSE}{{0,2}}(?P<name>{_NAMES})(?![记常期程本报志间用])"
_DAY_OF_SOMETHING = pattern(rf"{_WHOSE}{{0,2}}(?P<what>[一-龥]{{2,}}?)(?:保护|宣传|纪念|教育)?日")


def observances(text: str) -> Iterator[tuple[int, int, str]]:
    """Where public days stand in `text`, and what they are about: 读书 of 世界读书日."""
    for named in _PATTERN.finditer(text):
        what = _DAY_OF_SOMETHING.fullmatch(named[0])
        if what is not None:
            yield named.start(), named.end(), what["what"]


_PATTERN = pattern(_NAMED)


def _observance(match: re.Match[str], now: dt.date) -> Piece:
    return Piece(
        Kind.DATE,
        match.start(),
        match.end(),
        match.group(),
        of_year=_DAYS[match["name"]],
        fine=True,
        by_name=True,
    )


def _consumers_day(match: re.Match[str], now: dt.date) -> Piece:
    return Piece(
        Kind.DATE, match.start(), match.end(), "3·15", of_year=_on_the_day(3, 15), fine=True, by_name=True
    )


_HEADS = "".join(dict.fromkeys(name[0] for name in _DAYS)) + "世国全中联"

RULES: tuple[Rule, ...] = (
    Rule(_HEADS, _NAMED, _observance),
    Rule(
        "三3",
        "(?<![0-9])(?:三一五|315)(?=(?:国际)?消费者?|维权|晚会|(?:期间|前后|当天|那天))"
        "(?:(?:国际)?消费者权益(?:保护)?日)?",
        _consumers_day,
    ),
)
