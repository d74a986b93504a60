"""Which times are counted from now by a word: 下个月, 去年, 下周三, 今天, 最近?"""

from __future__ import annotations

import datetime as dt
import re

from plan_store.questions.times import calendar
from plan_store.questions.times.calendar import Days
from plan_store.questions.times.pieces import Kind, Piece
from plan_store.questions.times.wordings.rule import EDGE, Reader, Rule
from plan_store.questions.times.wordings.within_month import WEEKDAYS

_YEARS = {
    **dict.fromkeys(("今", "本", "这一", "这", "当"), 0),
    "上上": -2,
    "下下": 2,
    **dict.fromkeys(("去", "昨", "前一", "上一", "上1", "上", "旧", "头"), -1),
    "前": -2,
    "大前": -3,
    "大大前": -4,
    **dict.fromkeys(("明", "来", "后一", "下一", "下1", "下", "次", "翌", "新的一"), 1),
    "后": 2,
    "大后": 3,
    "大大后": 4,
}
_DAYS = {
    "今": 0,
    "本": 0,
    "即": 0,
    "明": 1,
    "次": 1,
    "翌": 1,
    "后": 2,
    "大后": 3,
    "大大后": 4,
    "昨": -1,
    "前": -2,
    "大前": -3,
    "大大前": -4,
}


def _year(match: re.Match[str], now: dt.date) -> Piece:
    year = now.year + _YEARS[match["which"]]
    return Piece(
        Kind.YEAR,
        match.start(),
        match.end(),
        f"{year}年",
        numbers=(year, year),
        unit="年",
    )


def year_after(match: re.Match[str], year: int) -> Piece:
    return Piece(
        Kind.YEAR,
        match.start(),
        match.end(),
        f"{year + 1}年",
        numbers=(year + 1, year + 1),
        unit="年",
    )


def _two_years(match: re.Match[str], now: dt.date) -> Piece:
    first, last = (now.year + _YEARS[character] for character in match["pair"])
    said = f"{first}年-{last}年"
    return Piece(Kind.YEAR, match.start(), match.end(), said, numbers=(first, last))


def _two_days(match: re.Match[str], now: dt.date) -> Piece:
    first, last = (now + dt.timedelta(days=_DAYS[character]) for character in match["pair"])
    return fixed(match, (first, last), fine=True)


def fixed(
    match: re.Match[str], days: Days, said: str = "", *, fine: bool = False, present: bool = False
) -> Piece:
    return Piece(
        Kind.FIXED, match.start(), match.end(), said or match.group(), days=days, fine=fine, present=present
    )


def _direction(word: str) -> int:
    """How many steps 上上, 下 or 这 go."""
    return (
        word.count("下")
        + word.count("后")
        + word.count("次")
        + word.count("翌")
        - word.count("上")
        - word.count("前")
    )


def _month(match: re.Match[str], now: dt.date) -> Piece:
    count = _direction(match["which"])
    said = {0: "这个月", 1: "下个月", -1: "上个月", 2: "下下个月", -2: "上上个月"}.get(count, match.group())
    return fixed(match, calendar.calendar_months(now, count, count), said)


def _month_in_letters(match: re.Match[str], now: dt.date) -> Piece:
    word = match.group().lower()
    count = 1 if word.startswith(("x", "n")) else -1 if word.startswith(("s", "l")) else 0
    said = {0: "这个月", 1: "下个月", -1: "上个月"}[count]
    return fixed(match, calendar.calendar_months(now, count, count), said)


def _quarter(match: re.Match[str], now: dt.date) -> Piece:
    days = calendar.quarter(now, _direction(match["which"]))
    return fixed(match, days, f"{match['which']}季度")


def _quarter_edge(match: re.Match[str], now: dt.date) -> Piece:
    first, last = calendar.quarter(now, 0)
    begin = first if match["edge"] == "初" else last.replace(day=1)
    return fixed(match, calendar.months(begin.year, begin.month, begin.month), match.group())


def _week(match: re.Match[str], now: dt.date) -> Piece:
    return _in_week(match, calendar.week(now, _direction(match["which"])))


def _in_week(match: re.Match[str], days: Days) -> Piece:
    name = match["w"]
    if name == "末":
        days = (days[1] - dt.timedelta(days=1), days[1])
    elif name:
        first, last = WEEKDAYS[name[0]], WEEKDAYS[name[-1]]
        days = (days[0] + dt.timedelta(days=first), days[0] + dt.timedelta(days=last))
    return fixed(match, days, fine=True)


def _weekday(match: re.Match[str], now: dt.date) -> Piece:
    name = match["w"]
    if name == "末":
        piece = _in_week(match, calendar.week(now, 0))
    else:
        first = now + dt.timedelta(days=(WEEKDAYS[name[0]] - now.weekday()) % 7)
        last = first + dt.timedelta(days=len(name) - 1)
        piece = fixed(match, (first, last), fine=True)
    piece.unit = "周"
    return piece


def _day(match: re.Match[str], now: dt.date) -> Piece:
    day = now + dt.timedelta(days=_DAYS[match["which"]])
    return fixed(match, (day, day), match["name"], fine=True, present=_DAYS[match["which"]] <= 0)


def _present(match: re.Match[str], now: dt.date) -> Piece:
    return fixed(match, (now, now), "现在", fine=True, present=True)


def _around(before: int, after: int, said: str = "") -> Reader:
    def read(match: re.Match[str], now: dt.date) -> Piece:
        return fixed(match, calendar.calendar_months(now, before, after), said)

    return read


def _days_around(before: int, after: int) -> Reader:
    def read(match: re.Match[str], now: dt.date) -> Piece:
        return fixed(match, (now + dt.timedelta(days=before), now + dt.timedelta(days=after)), fine=True)

    return read


def _ahead(match: re.Match[str], now: dt.date) -> Piece:
    """今后, 以后: the months after this one, with no end."""
    piece = fixed(match, calendar.calendar_months(now, 1, 1), "以后")
    piece.plain = "open"
    return piece


_TWO_WEEKDAYS = "(?:一二|二三|三四|四五|五六|六[日天])(?![个十月号点日])"
"""下周三四"""
_YEAR_END = rf"年(?:度(?!计划表))?(?![代级轻纪龄]|{EDGE})"

_NOT_ASKING = "(?!(?<=[问查说讲])(?<!问问|查查|说说|讲讲)(?<!问一问|查一查|说一说|讲一讲)下下)"
"""查下下个月 is 查下 and 下个月; where the verb comes twice, as in 查查下下个月, it takes no 下."""

RULES: tuple[Rule, ...] = (
    Rule("今去明", r"(?P<pair>今明|去今|明后)[两二]年", _two_years),
    Rule("今明昨", r"(?P<pair>今明|明后|昨今)两?[天日]", _two_days),
    Rule(
        "今去昨明前后大来这本当上下次翌旧头新",
        r"(?<![目以之想提])(?<!年(?=前年))(?!上年年)(?P<which>大{0,2}[前后]|今|去|昨|明|来|这一|本|当|[上下][一1]|[前后]一|上上?|(?<!一)下下?|次|翌|旧|新的一)"
        rf"(?:{_YEAR_END}|(?=年{EDGE})|(?<=[今去昨来])岁(?![月数])|(?<=[今去明])(?=[春夏秋冬](?!节|至|分|香)))",
        lambda match, now: (
            None
            if match["which"] == "上"
            and match.end() < len(match.string)
            and match.string[match.end()] in "纪"
            else _year(match, now)
        ),
    ),
    Rule(
        "上下这本当今次翌前后同",
        rf"(?:(?<=所以)|(?<![线网路晚早马以之一])){_NOT_ASKING}(?P<which>上+|下+|这|本|当|今|次|翌|同(?=月[0-9一二三十廿])|(?<![以之])前(?=[一个])|(?<![以之])后(?=[一个]))[一1]?个?月份?(?![饼湖亮球嫂薪租初底末中].|半)(?:(?!份)|份)",
        _month,
    ),
    Rule(
        "上下这本当今次前后",
        rf"(?:(?<=所以)|(?<![线网路晚早马以之一])){_NOT_ASKING}(?P<which>上+|下+|这|本|当|今|次|前(?=[一个])|后(?=[一个]))[一1]?个?月(?=[初底末中])",
        _month,
    ),
    Rule(
        "xzsbnltXZSBNLT",
        r"(?i)(?<![a-z])(?:(?:xia|zhe|shang) ?ge ?yue|ben ?yue|(?:next|last|this) month)(?![a-z])",
        _month_in_letters,
    ),
    Rule("上下这本当今", r"(?<!一)(?P<which>上+|下+|这|本|当|今)[一1]?个?季度?(?!节)", _quarter),
    Rule("季", r"(?<![旺淡换四度])季(?:度)?(?P<edge>[初末底])", _quarter_edge),
    Rule(
        "上下这本当今次",
        rf"(?:(?<=所以)|(?<![线网路晚早马以之一])){_NOT_ASKING}(?P<which>上+|下+|这|本|当|今|次)[一1]?个?(?:周|星期|礼拜)的?(?:(?:周|星期|礼拜)(?=[一二三四五六日天末]))?"
        rf"(?P<w>{_TWO_WEEKDAYS}|[一二三四五六日天末](?!个))?(?![年边围期报岁转全])",
        _week,
    ),
    Rule(
        "周星礼",
        rf"(?<![每逢双单一二三四五六七八九十个几两0-9])(?:周|星期|礼拜)(?P<w>{_TWO_WEEKDAYS}|[一二三四五六日天末])(?![年报岁围路街])",
        _weekday,
    ),
    Rule(
        "今明昨后前大本即次翌",
        r"(?<![目以之提])(?P<name>(?P<which>今|明|昨|次(?=日)|翌(?=日)|本(?=日)|即(?=日(?!常))|大{0,2}[后前](?=[天晚]|儿个|(?<![最然])日(?![期子常本程均志])))(?:[天日晚早夜晨]|儿个?(?![人月体])|个儿))(?!头条|之星|报)(?:晚上?|早上?|夜里|上午|下午|中午)?",
        _day,
    ),
    Rule(
        "现目当眼如此这",
        r"现在(?:这阵子|这段时间|这几天|这会儿?)?|目前|当前(?!位)|眼下|如今|此时此刻|(?<!彼)此[时刻](?!间)|这会儿|现阶段|这会(?=[有还都])",
        _present,
    ),
    Rule("今", r"(?<=[至迄到])今(?![天年日晚早后明])", _present),
    Rule(
        "最近这",
        r"(?<!离我)(?<!离我家)(?<!离这)(?<!离这里)(?<!离家)(?:最近(?!的?(?:车站|地铁|公交|路|地方|点))|"
        r"近期|近来|近日|近些?(?:时间|日子)|近段时间|这段时间|这段日子|这阵子)",
        _around(0, 1, "最近"),
    ),
    Rule(
        "接紧马即不眼快",
        r"接下来|接下去|紧接着|马上|即将|不久(?:之后|以后|后|的将来)?(?!前)|眼看|快要?(?=就?(?:开始|启动|举办|开展|结束))",
        _around(0, 1, "近期"),
    ),
    Rule("第", r"(?<=[到至])第二年", lambda match, now: year_after(match, now.year)),
    Rule("这", r"(?:(?<=年)|(?<=年的))这个?时候", _around(0, 0)),
    Rule("前不", r"前阵子|前段时间|前段日子|前些(?:天|日子|时候)|不久(?:之|以)?前|前不久", _around(-1, 0)),
    Rule("前", r"(?<![以之目])前几个月", _around(-3, -1)),
    Rule("前", r"(?<![以之目])前[几两]天", _days_around(-7, -1)),
    Rule("过", r"过(?:[一两几]?阵子?|段时间|些日子)", _days_around(1, 14)),
    Rule("上下", r"[上下](?:一个?|个)(?:小时|钟头)", _present),
    Rule("月", r"(?<![0-9一-龥])月内", _around(0, 0, "这个月")),
    Rule("年", r"年内(?!卷)", lambda match, now: fixed(match, calendar.years(now.year, now.year), "今年")),
    Rule(
        "今以往将未后",
        r"今后|(?<![0-9一-龥])(?:那么?|那)?以后(?=还?[有会要]|的|都)|(?<![月天日周年度])往后|将来|未来(?!城|科技|之星|发展)|后续(?=还?[有会要])|日后",
        _ahead,
    ),
)
