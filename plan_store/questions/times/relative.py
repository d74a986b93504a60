"""Which times are counted from now: 下个月, 去年, 下周三, 三个月后, 最近?"""

from __future__ import annotations

import datetime as dt
import re

from plan_store.questions.times import calendar
from plan_store.questions.times.calendar import Days
from plan_store.questions.times.numerals import NUMBER, read_number
from plan_store.questions.times.pieces import Kind, Piece
from plan_store.questions.times.rule import NUMERALS, Reader, Rule, rule
from plan_store.questions.times.within_month import WEEKDAYS

_YEARS = {
    **dict.fromkeys(("今", "本", "这一", "这", "当"), 0),
    **dict.fromkeys(("去", "上一", "上", "旧", "头"), -1),
    "前": -2,
    "大前": -3,
    "大大前": -4,
    **dict.fromkeys(("明", "来", "下一", "下", "次", "翌", "新的一"), 1),
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
        relative_year=True,
    )


def _two_years(match: re.Match[str], now: dt.date) -> Piece:
    first, last = (now.year + _YEARS[character] for character in match["pair"])
    said = f"{first}年-{last}年"
    return Piece(Kind.YEAR, match.start(), match.end(), said, numbers=(first, last), relative_year=True)


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
        day = days[0] + dt.timedelta(days=WEEKDAYS[name])
        days = (day, day)
    return fixed(match, days, fine=True)


def _weekday(match: re.Match[str], now: dt.date) -> Piece:
    if match["w"] == "末":
        return _in_week(match, calendar.week(now, 0))
    ahead = (WEEKDAYS[match["w"]] - now.weekday()) % 7
    day = now + dt.timedelta(days=ahead)
    piece = fixed(match, (day, day), fine=True)
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


_FEW = 3
"""What 几 stands for: 接下来几个月."""


def _count(match: re.Match[str]) -> tuple[int, str] | None:
    """How many of which unit: days, months or years."""
    unit = match["u"].removeprefix("个")
    text = match["n"]
    if text == "半":
        return {"年": (6, "月"), "月": (15, "天"), "天": (0, "天")}.get(unit)
    number = _FEW if text in ("几", "数") else int(text) if text.isdigit() else read_number(text)
    if number is None or not number:
        return None
    if unit in ("周", "星期", "礼拜"):
        return number * 7, "天"
    if unit.startswith("季"):
        return number * 3, "月"
    if unit in ("小时", "钟头"):
        return number // 24, "天"
    if unit == "分钟":
        return 0, "天"
    return number, {"日": "天"}.get(unit, unit)


def _shift(now: dt.date, count: int, unit: str) -> dt.date | None:
    if abs(count) > (1000 if unit != "天" else 20000):
        return None
    if unit == "天":
        return now + dt.timedelta(days=count)
    return calendar.plus_months(now, count if unit == "月" else 12 * count)


def _after_or_before(match: re.Match[str], now: dt.date) -> Piece | None:
    """三个月后, 两周前, 20天内."""
    counted = _count(match)
    if counted is None:
        return None
    count, unit = counted
    post = match["post"]
    if post.endswith(("内", "里")):
        end = _shift(now, count, unit)
        if end is None:
            return None
        return fixed(match, (now, end), fine=unit == "天")
    if post.endswith("来"):
        begin = _shift(now, -count, unit)
        return fixed(match, (begin, now), fine=unit == "天") if begin else None
    sign = -1 if "前" in post else 1
    day = _shift(now, sign * count, unit)
    if day is None:
        return None
    if unit == "年":
        return Piece(
            Kind.YEAR,
            match.start(),
            match.end(),
            f"{day.year}年",
            numbers=(day.year, day.year),
            relative_year=True,
        )
    if unit == "月":
        return fixed(match, calendar.months(day.year, day.month, day.month))
    return fixed(match, (day, day), fine=True)


_LOOKS_AHEAD = re.compile(r"有|活动|哪些|会|将|要|能|可以|参加|安排|计划|打算")
_LOOKS_BACK = re.compile(r"过的|过了|过哪|过什|过啥|了哪|了什|了啥|已经|办了|搞了|开展了|举办了|举行了|做了")


def _stretch(match: re.Match[str], now: dt.date) -> Piece | None:
    """未来三个月, 过去两周, 最近三天."""
    counted = _count(match)
    if counted is None:
        return None
    count, unit = counted
    before = match["pre"]
    if before in ("前", "后") and (unit == "月" or match["n"] == "半"):
        return None
    if before in ("最近", "近", "这", "最近这", "近这"):
        ahead = bool(_LOOKS_AHEAD.search(match.string)) and not _LOOKS_BACK.search(match.string)
        return _including_now(match, now, count, unit, 1 if ahead else -1)
    backward = before.endswith(("过去", "前", "过往", "上", "此前"))
    sign = -1 if backward else 1
    if unit == "年":
        count, unit = 12 * count, "月"
    if unit == "月":
        if count > 1000:
            return None
        first, last = (-count, -1) if backward else (1, count)
        return fixed(match, calendar.calendar_months(now, first, last))
    edge = _shift(now, sign * count, unit)
    if edge is None:
        return None
    return fixed(match, (edge, now) if backward else (now, edge), fine=True)


def _including_now(match: re.Match[str], now: dt.date, count: int, unit: str, sign: int) -> Piece | None:
    if unit == "天":
        edge = _shift(now, sign * count, unit)
        if edge is None:
            return None
        return fixed(match, (min(now, edge), max(now, edge)), fine=True)
    months = count if unit == "月" else 12 * count
    if months > 1000:
        return None
    first, last = (0, months - 1) if sign > 0 else (1 - months, 0)
    return fixed(match, calendar.calendar_months(now, first, last))


def _ahead(match: re.Match[str], now: dt.date) -> Piece:
    """今后, 以后: the months after this one, with no end."""
    piece = fixed(match, calendar.calendar_months(now, 1, 1), "以后")
    piece.plain = "open"
    return piece


_UNITS = r"个?月|个?季度|年|个?(?:星期|周|礼拜)|[天日]|个?(?:小时|钟头)|分钟"
_YEAR_END = r"年(?:度(?!计划表))?(?![初底末尾终代级轻纪龄])(?!中(?![国心央秋小学共]))"
_HALF = r"(?:半|几|数)"

RULES: tuple[Rule, ...] = (
    rule("今去明", r"(?P<pair>今明|去今|明后)[两二]年", _two_years),
    rule(
        NUMERALS + "半几数",
        rf"(?<![0-9一二三四五六七八九十第前后月])(?P<n>[0-9]{{1,4}}|{NUMBER}|{_HALF})(?P<u>个月|个?季度|年|个?(?:星期|礼拜)|周|[天日]|"
        r"个?(?:小时|钟头)|分钟|(?<=[两俩])月|(?<=半)个月)(?P<post>(?:以|之|过)?后(?!续|勤)|(?:以|之)?前(?![一二三四五六七八九十两几0-9]个?[季月周天])|(?:以|之)?内(?!容)|之?里|以来)",
        _after_or_before,
    ),
    rule(
        "最近过前这未接今往后下将随上此",
        r"(?P<pre>最近这?|近(?!乎)|过去|过往|此前|往前|这|未来|接下来|今后|往后|将来|随后|(?<![以之月季周日天度])后|(?<![以之月季周日天度目提])前|下|上)的?这?"
        rf"(?P<n>[0-9]{{1,4}}|{NUMBER}|{_HALF})(?P<u>个月|个?季度|(?<!一)年(?![级龄纪])|(?<=半)年|个?(?:星期|礼拜)|周|[天日]|个?(?:小时|钟头)|分钟)(?:之?[内里中间])?(?!以上)",
        lambda match, now: (
            None
            if match["pre"] in ("下", "上", "这") and match["n"] in ("一", "半", "1")
            else _stretch(match, now)
        ),
    ),
    rule(
        "未过近最今往后",
        r"(?P<pre>未来|过去|近|最近|今后|往后)(?P<n>[一])(?P<u>年)(?:之?[内里中间])?",
        lambda match, now: _stretch(match, now),
    ),
    rule(
        "这最近",
        r"(?:这|最近|近)(?:这)?(?P<n>[几两])(?P<u>天|个月|周)",
        lambda match, now: _stretch(match, now),
    ),
    rule(
        "今去明前后大来这本当上下次翌旧头新",
        r"(?<![目以之想提])(?P<which>大{0,2}[前后]|今|去|明|来|这一|本|当|上一|下一|上|下|次|翌|旧|新的一)"
        rf"(?:{_YEAR_END}|(?=年(?:[初底末尾]|中(?![国心央秋小学共])|终(?!奖|总)))|(?<=[今去明])(?=[春夏秋冬](?!节|至|分|香)))",
        lambda match, now: (
            None
            if match["which"] == "上"
            and match.end() < len(match.string)
            and match.string[match.end()] in "纪"
            else _year(match, now)
        ),
    ),
    rule(
        "上下这本当今次翌前后同",
        r"(?<![线网路晚早马以之])(?P<which>上+|下+|这|本|当|今|次|翌|(?<![以之])前(?=[一个])|(?<![以之])后(?=[一个]))[一1]?个?月份?(?![饼湖亮球嫂薪租初底末中].|半)(?:(?!份)|份)",
        _month,
    ),
    rule(
        "上下这本当今次前后",
        r"(?<![线网路晚早马以之])(?P<which>上+|下+|这|本|当|今|次|前(?=[一个])|后(?=[一个]))[一1]?个?月(?=[初底末中])",
        _month,
    ),
    rule(
        "xzsbnltXZSBNLT",
        r"(?i)(?<![a-z])(?:(?:xia|zhe|shang) ?ge ?yue|ben ?yue|(?:next|last|this) month)(?![a-z])",
        _month_in_letters,
    ),
    rule("上下这本当今", r"(?P<which>上+|下+|这|本|当|今)[一1]?个?季度?(?!节)", _quarter),
    rule("季", r"(?<![旺淡换四度])季(?:度)?(?P<edge>[初末底])", _quarter_edge),
    rule(
        "上下这本当今次",
        r"(?<![线网路晚早马以之])(?P<which>上+|下+|这|本|当|今|次)[一1]?个?(?:周|星期|礼拜)的?(?:(?:周|星期|礼拜)(?=[一二三四五六日天末]))?"
        r"(?P<w>[一二三四五六日天末](?!个))?(?![年边围期报岁转全])",
        _week,
    ),
    rule(
        "周星礼",
        r"(?<![每逢双单一二三四五六七八九十个几两0-9])(?:周|星期|礼拜)(?P<w>[一二三四五六日天末])(?![年报岁围路街])",
        _weekday,
    ),
    rule(
        "今明昨后前大本即次翌",
        r"(?<![目以之提])(?P<name>(?P<which>今|明|昨|次(?=日)|翌(?=日)|本(?=日)|即(?=日(?!常))|大{0,2}[后前](?=[天晚]))(?:[天日儿晚早夜]|个儿))(?!头条|之星|报)(?:晚上?|早上?|夜里|上午|下午|中午)?",
        _day,
    ),
    rule("现目当眼如此这", r"现在|目前|当前(?!位)|眼下|如今|此刻|这会儿|现阶段|这会(?=[有还都])", _present),
    rule("今", r"(?<=[至迄到])今(?![天年日晚早后明])", _present),
    rule(
        "最近这",
        r"(?<!离我)(?<!离我家)(?<!离这)(?<!离这里)(?<!离家)(?:最近(?!的?(?:车站|地铁|公交|路|地方|点))|"
        r"近期|近来|近日|近些?(?:时间|日子)|近段时间|这段时间|这段日子|这阵子)",
        _around(0, 1, "最近"),
    ),
    rule(
        "接紧马即不眼快",
        r"接下来|接下去|紧接着|马上|即将|不久(?:之后|以后|后|的将来)?(?!前)|眼看|快要?(?=就?(?:开始|启动|举办|开展|结束))",
        _around(0, 1, "近期"),
    ),
    rule("这", r"(?:(?<=年)|(?<=年的))这个?时候", _around(0, 0)),
    rule("前不", r"前阵子|前段时间|前段日子|前些(?:天|日子|时候)|不久(?:之|以)?前|前不久", _around(-1, 0)),
    rule("前", r"(?<![以之目])前几个月", _around(-_FEW, -1)),
    rule("前", r"(?<![以之目])前[几两]天", _days_around(-7, 0)),
    rule("过", r"过(?:[几两]天|[一两几]?阵子?|段时间|些日子)", _days_around(1, 14)),
    rule("年", r"年内(?!卷)", lambda match, now: fixed(match, calendar.years(now.year, now.year), "今年")),
    rule(
        "今以往将未后",
        r"今后|(?<![0-9一-龥])(?:那么?|那)?以后(?=还?[有会要]|的|都)|(?<![月天日周年度])往后|将来|未来(?!城|科技|之星|发展)|后续(?=还?[有会要])|日后",
        _ahead,
    ),
)
