"""Which months are named: 6月, 六七月, June, 6yue, and numbers that may turn out to be months?"""

from __future__ import annotations

import datetime as dt
import re

from plan_store.questions.times.numerals import CHINESE, FIGURES, NUMBER, ZEROS, read_number, read_numbers
from plan_store.questions.times.pieces import Kind, Piece
from plan_store.questions.times.wordings.rule import NUMERALS, UNCUT, Rule

_UNCUT_MONTH = rf"(?:{UNCUT}|(?<=[二贰][{ZEROS}0][{FIGURES}][{FIGURES}]))"
_NOT_A_MONTH = r"(?![饼亮湖球嫂子票薪租经考刊供息食牙老季华]|[一两三二1-9]次|报(?!名|告))"


def _months(match: re.Match[str], now: dt.date) -> Piece | None:
    text = match["n"]
    numbers = (9, 10) if text == "九十" else read_numbers(text)
    if not numbers:
        return None
    return months_piece(match.start(), match.end(), numbers)


def months_piece(start: int, end: int, numbers: tuple[int, ...]) -> Piece:
    said = f"{numbers[0]}月" if len(numbers) == 1 else f"{numbers[0]}月-{numbers[-1]}月"
    if not all(1 <= number <= 12 for number in numbers):
        return Piece(Kind.IMPOSSIBLE, start, end, said)
    return Piece(Kind.MONTH, start, end, said, numbers=numbers, unit="月")


_ENGLISH = (
    *("jan january", "feb february", "mar march", "apr april", "may", "jun june"),
    *("jul july", "aug august", "sep sept september", "oct october", "nov november", "dec december"),
)

_PINYIN = ("yi", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu", "shi", "shiyi", "shier")

_FOREIGN_MONTHS = {
    **{name: number for number, names in enumerate(_ENGLISH, start=1) for name in names.split()},
    **{name: number for number, name in enumerate(_PINYIN, start=1)},
}


def _foreign_month(match: re.Match[str], now: dt.date) -> Piece | None:
    name = (match["english"] or match["pinyin"]).lower()
    return months_piece(
        match.start(), match.end(), (_FOREIGN_MONTHS[name.replace(" ", "").replace("'", "")],)
    )


def _month_by_ear(match: re.Match[str], now: dt.date) -> Piece | None:
    return months_piece(match.start(), match.end(), (MONTHS_BY_EAR[match["n"]],))


MONTHS_BY_EAR = {
    **dict.fromkeys("刘留流", 6),
    **dict.fromkeys("气期妻", 7),
    **dict.fromkeys("吧巴", 8),
    **dict.fromkeys("舞", 5),
    **dict.fromkeys("酒久", 9),
    **dict.fromkeys("时石", 10),
}
"""What voice input writes where a person said a month; read only where a month must stand."""


def _counted_months(match: re.Match[str], now: dt.date) -> Piece | None:
    """七八两月, 7、8两个月: how many months follow their numbers."""
    parts = re.split("[、,，和]", match["n"])
    numbers = tuple(read_number(part) or 0 for part in parts) if len(parts) > 1 else read_numbers(match["n"])
    many = read_number(match["many"])
    if len(numbers) != many or list(numbers) != sorted(set(numbers)):
        return None
    if numbers[-1] - numbers[0] != len(numbers) - 1:
        return None
    return months_piece(match.start(), match.end(), numbers)


def _bare_number(match: re.Match[str], now: dt.date) -> Piece | None:
    numbers = read_numbers(match["n"])
    if not numbers:
        return None
    return Piece(Kind.NUMBER, match.start(), match.end(), match["n"], numbers=numbers)


PLAINLY: tuple[Rule, ...] = (
    Rule(
        NUMERALS,
        rf"{UNCUT}(?<![每哪])(?P<n>[0-9]{{1,2}}|[{CHINESE}]{{1,4}})月份?(?=[有的街是呢都还哪会和到至搞办活，、？?\-]|$)",
        _months,
    ),
)
"""The commonest of all wordings, tried before everything else to save time."""

RULES: tuple[Rule, ...] = (
    Rule(
        NUMERALS,
        rf"{UNCUT}(?P<n>[{CHINESE}]{{2,4}}?|{NUMBER}(?:[、,，和]{NUMBER}){{1,2}})这?(?P<many>[两二三])个?月(?![以之内后前])",
        _counted_months,
    ),
    Rule(
        "元",
        "(?<![0-9一二三四五六七八九十百千万几多公纪])元月份?(?![夜租薪费卡])",
        lambda match, now: months_piece(match.start(), match.end(), (1,)),
    ),
    Rule("第", rf"第(?P<n>{NUMBER})个?月(?!后|前|以|之|里程|底)份?", _months),
    Rule(
        NUMERALS,
        rf"{_UNCUT_MONTH}(?<![每哪])(?P<n>[0-9]{{1,2}}|[{CHINESE}]{{1,4}})\s?(?:月份?|[Yy][Uu][Ee](?:fen)?){_NOT_A_MONTH}",
        _months,
    ),
)

LAST: tuple[Rule, ...] = (
    Rule(
        NUMERALS + "第",
        rf"{UNCUT}第?(?P<n>{NUMBER})(?:\s?(?=(?:[到至~～—–、,，和或及与跟\-－/]|或者|以及|还有){{1,3}}\s?第?[0-9{CHINESE}])"
        r"|(?<=月[到至~\-].)(?=[的有呢吗之，,。？?]|$)|(?<=月[到至~\-]..)(?=[的有呢吗之，,。？?]|$))",
        _bare_number,
    ),
    Rule(
        "JFMASONDjfmasond",
        r"(?i)(?<![a-z])(?P<english>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
        r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?(?P<pinyin>)",
        _foreign_month,
    ),
    Rule(
        "yeslwqbj YESLWQBJ",
        r"(?i)(?<![a-z])(?P<english>)(?P<pinyin>shi ?yi|shi ?er|yi|er|san|si|wu|liu|qi|ba|jiu|shi)"
        r" ?yue(?:fen)?(?![a-z](?<!y)(?<!d)|h(?!uo)|y(?!ou)|d(?!e|ou))",
        _foreign_month,
    ),
    Rule(
        "".join(MONTHS_BY_EAR),
        rf"(?:(?<![一-龥])|(?<=[年在从到和是的]))(?P<n>[{''.join(MONTHS_BY_EAR)}])月(?:份|(?=[有的街搞办活安呢都还哪会和到底初，。？,?]|$))",
        _month_by_ear,
    ),
)
"""What might be something else, tried when all other rules have passed."""
