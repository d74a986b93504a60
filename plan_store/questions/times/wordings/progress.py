"""How far along, the first or the last, the time last spoken of: what has no date of its own?"""

from __future__ import annotations

import datetime as dt
import re

from plan_store.patterns import pattern
from plan_store.questions.times.pieces import Kind, Piece, Progress
from plan_store.questions.times.wordings.rule import Reader, Rule, mark


def _progress(progress: Progress, said: str) -> Reader:
    def read(match: re.Match[str], now: dt.date) -> Piece:
        return Piece(Kind.PROGRESS, match.start(), match.end(), said, progress=progress)

    return read


DONE = r"(?:办|搞|开|做|举办|举行|开展|进行|组织|弄)"


_OF_THE_OTHERS = pattern("[除外未]|没(?!得|有?(?:[,，?？]|$))")


_SOME_TAKEN_AWAY = pattern("除[了去掉开]|不要|去掉|排除|不算|不含|不看|别|[剔扣刨撇拿][除掉去开]")

_YEARS = ("今年", "年内", "全年", "本年")


def _left(match: re.Match[str], now: dt.date) -> Piece:
    """还剩哪些; not 七月不要座谈的还剩哪些, which are the others."""
    others = match[0].startswith(("还剩", "剩下", "剩余", "余下"))
    before = match.string[: match.start()]
    if others and _SOME_TAKEN_AWAY.search(before) and not before.endswith(_YEARS):
        return Piece(Kind.FILLER, match.start(), match.end(), "其余")
    return Piece(Kind.PROGRESS, match.start(), match.end(), "还没结束", progress=Progress.LEFT)


def _still_to_come(match: re.Match[str], now: dt.date) -> Piece | None:
    """今年还有哪些; not 除了座谈，今年还有哪些, which are the others."""
    if _OF_THE_OTHERS.search(match.string):
        return None
    return Piece(Kind.PROGRESS, match.start(), match.end(), "还没结束", progress=Progress.LEFT)


_GONE_BY = (
    "(?:今年|这?一?年|[上下]?半年|[这本]个?月|(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月份?|[上下]旬|[寒暑]假|[春夏秋冬][天季]"
    "|元旦|春节|元宵节?|清明节?|五一|端午节?|六一|中秋节?|国庆节?|重阳节?|黄金周|长假)"
    "(?:眼看|转眼|马上|很快|差不多|都|就|也|又|已经?|快|要)*(?:过完|过去|过半|结束|到头|过)了"
)
"""一年又要过完了: tells how late it is."""


_NEAR = 40
"""Characters before a word in which is said what it is about."""
_JUST_TOLD = pattern(f"(?P<gone_by>{_GONE_BY})[,，。!！~ ]+[^,，。!！?？]{{0,12}}$")


_TOLD_BEHIND = pattern(f"[,，。!！?？ ]+{_GONE_BY}[啊呀嘛]?$")


def _all_that_is_left(match: re.Match[str], now: dt.date) -> Piece | None:
    """六月都过完了，还有什么活动, and the other way round: not of June."""
    text, start = match.string, match.start()
    told = _JUST_TOLD.search(text, max(start - _NEAR, 0), start)
    begins, ends = (told.end("gone_by"), len(text)) if told else (0, 0)
    if told is None and (told := _TOLD_BEHIND.search(text, match.end())) is not None:
        ends = told.start()
    if told is None or _SAYS_WHICH.search(text, begins, ends):
        return None
    return Piece(Kind.PROGRESS, match.start(), match.end(), "还没结束", progress=Progress.LEFT)


_SAYS_WHICH = pattern(f"(?:没有?|未){DONE}|[月季周天日号假节底初后]|最近|近期|接下来|马上|明年")
"""What says for itself of which time or state it is asked."""


def _not_done_of_them(match: re.Match[str], now: dt.date) -> Piece | None:
    """没搞 in 还有哪些街道的活动没搞."""
    if not _SOME_ARE_LEFT.search(match.string, max(match.start() - _NEAR, 0), match.start()):
        return None
    return Piece(Kind.PROGRESS, match.start(), match.end(), "还没开始", progress=Progress.AHEAD)


_SOME_ARE_LEFT = pattern(
    "还有(?:什么|哪些|啥|几|多少)[^,，。?？!！]{0,12}活动(?:还|都)?$|还有(?:几|多少)[个场项次](?:还|都)?$"
)

_ALREADY = "(?:已经?|早就?|都|全部?|就)*"
ENDED = (
    "(?:结束|办完|搞完|做完|开完|弄完|过完|举[办行]完|办过|搞过|做过|开过|弄过|举[办行]过"
    "|完成|收官|落幕|散场|收场|过去|错过|过)"
)
OR_NOT = "(?:[吗么嘛啵]|(?:没有?|不)(?![一-鿿])|吧[?？]?$)"
_ENDED = f"{ENDED}(?:了|过)?"

TOLD = (
    Rule(
        "今这一年上下半本0123456789二三四五六七八九十寒暑春夏秋冬元清端中国重黄长",
        rf"{_GONE_BY}(?=[,，。!！~ ]+[^,，。!！?？])|(?<=[,，。!！?？]){_GONE_BY}[啊呀嘛]?$",
        mark(Kind.FILLER),
    ),
)
"""Tried before any time."""

RULES: tuple[Rule, ...] = (
    Rule("再往", r"再?往[后前下]看", mark(Kind.FILLER)),
    Rule("还", r"还会?(?:有|剩)(?!吗|没)", _all_that_is_left),
    Rule("没未", rf"(?:没有?|未){DONE}(?=的?(?:[呀啊呢吗么吧嘛了,，。?？!！]|$))", _not_done_of_them),
    # Whether it is over asks how far along the named entries are, and narrows them no more than 开始了吗.
    Rule(
        "已早都全结办搞做开弄过举完收落错",
        rf"(?<![错超通路经度吃看听试来问说难不]){_ALREADY}{_ENDED}{OR_NOT}",
        mark(Kind.FILLER),
    ),
    Rule("了", rf"^(?:那|它|这个?|那个?|不会|难道)*{_ALREADY}{ENDED}了[?？]", mark(Kind.FILLER)),
    Rule(
        "已都早过结办搞",
        rf"(?<![^啊哦噢呀诶唉那原来这])(?:已经?|都|早就?)*{ENDED}了[呀啊哦嘛吗]?(?=[,，!！])",
        mark(Kind.FILLER),
    ),
    Rule("已早", rf"(?:已经?|早就?){DONE}了(?:吧|吗|么|没有?)(?![一-鿿])", mark(Kind.FILLER)),
    Rule("还", rf"还是{_ALREADY}{_ENDED}(?![的一-鿿])", mark(Kind.FILLER)),
    Rule("是", rf"(?:是不是|是否){_ALREADY}{_ENDED}(?![的一-鿿])", mark(Kind.FILLER)),
    Rule("还", rf"还在(?:接着|继续|持续)?(?:{DONE}|办理)(?:着|中)?{OR_NOT}", mark(Kind.FILLER)),
    Rule(
        "还",
        r"(?:(?<=今年)|(?<=年内)|(?<=全年)|(?<=本年))还会?有(?=哪些|什么|啥|么子|多少|几|活动)",
        _still_to_come,
    ),
    Rule(
        "还没未尚仍都不等待有",
        r"(?<!有)(?:(?:都|目前|现在)?(?:还|尚|仍|尚且|还都|都还)(?:没有?|未|不曾)(?:正式)?(?:开始|启动|开幕|"
        rf"{DONE})|还有(?:什么|哪些|啥|几个|多少)?(?:活动)?(?:还)?没有?{DONE}|还没到(?:时间|时候|日子)|(?:没有?|未)(?:正式)?(?:开始|启动|开场|开幕|开锣)|未(?:开展|举办|举行|启动|办)|(?:待|等着?)(?:举办|开展|启动|开始)(?=的))(?![完结束过])(?:过?的)?",
        _progress(Progress.AHEAD, "还没开始"),
    ),
    Rule(
        "还没未尚剩余仍",
        rf"(?:[还尚]余(?=[几多一二三四五六七八九十0-9下])|(?:都|仍)?(?:还|尚|仍)?(?:没有?|未)(?:{DONE}?(?:完成?|结束|收尾)|到期|过期|过去)|还剩[下得]?|(?:剩下|剩余|余下)的?[这那]?(?:[几一两二三四五六七八九十]|[0-9]{{1,2}})个月(?:份|时间)?|剩下(?!的?[那这]?[0-9几一两二三]个|的?(?:日子|时间|假期|几天|月份|月))|剩余|余下)(?:的|了)?",
        _left,
    ),
    Rule(
        "正进在仍尚还",
        rf"(?:正|仍|尚|还(?=在))(?:在|于)?(?:进行|{DONE}|持续|火热)(?:中|着)?(?:的)?|正在(?!起草|写|准备|找|整理|编|统计|汇总|研究|考虑|填|看|学|上班|忙|想|等|弄)|进行(?:中|当中)(?:的)?|(?<!都)(?<!一直)在(?:办|搞)的|进行着",
        _progress(Progress.ONGOING, "正在进行"),
    ),
    Rule(
        "已结办搞过完往早以之曾散收",
        r"(?:已经?|早就?)(?:全部?|都)?(?:结束|完结|收官|落幕|截止|办|搞|开展|举办|举行|完成|做|过去|过)(?:完|好|过)?(?:了)?(?:的)?|"
        rf"(?<!前)(?<!前[就都已全])(?:结束|散场|收场)了(?:的)?|(?:办|搞|做|开|举办|举行|开展)(?:完了|(?<![月季年份底初旬][办搞做开])完(?=的)|过了)(?:的)?|过完了|(?<![错超通路经度])过了的(?=活动|有|都|是|$)|(?:往期|完结)的?|曾经?(?={DONE})|过去(?:了?的(?!路|[一二两三四五六七八九十几半0-9]+个?[年月周天日星礼小季分])|(?={DONE}|有|都))|"
        rf"(?<![0-9一-龥])(?:以前|之前|此前|先前)(?=都?还?(?:{DONE}|有|的))",
        _progress(Progress.OVER, "已经结束"),
    ),
    Rule(
        "办搞做开举进组弄都", rf"都?{DONE}过(?:的|(?=什么|哪些|啥|几))", _progress(Progress.DONE, "已经结束")
    ),
    # First and last.
    Rule(
        "最",
        r"最(?:晚|迟|后)(?:才|的)?(?:开始|启动|开幕|起步|开场|开锣)(?:举办|举行|开展|办|搞)?的?",
        mark(Kind.LAST_TO_BEGIN),
    ),
    Rule(
        "最第",
        r"(?:最(?:早|先)|第一个)(?:就)?(?:结束|[办搞做]完|完成|收尾|截止|落幕|收官)的?",
        mark(Kind.FIRST_TO_END),
    ),
    Rule(
        "最第打头",
        r"最(?:早|先)(?:的|要)?(?:开始|启动|开展|举办|举行|办|搞|进行|开|[一那][批个场]|能)?(?!结束|完|截止)的?|头一[批拨]|第一批(?:开始|启动|举办|开展)?的?|打头阵?的|最靠前的?",
        mark(Kind.EARLIEST),
    ),
    Rule(
        "最收压",
        r"最(?:晚|迟)(?:的|到)?(?:开始|启动|开展|举办|举行|办|搞|进行|开|结束|完成|收尾|一[批个场])?的?|最后一批(?:结束|举办|开展)?的?|最后(?:才)?(?:结束|收尾|开始|举办|开展|举行|办完?|搞完?)的?|收官(?!在即|之际|阶段|时刻|在望|之年)(?:的|之作)?|压轴的?|最靠后的?",
        mark(Kind.LATEST),
    ),
    # What was last spoken of.
    Rule(
        "那当同该此上前对相所",
        r"那(?:一)?(?:[几两]?个)?月份?(?!饼|亮|湖|球)|当时|那(?:段|个)时间|那(?:个)?时候|那会儿?|那阵子?|同一?个?月份?(?![饼亮湖0-9一二三十廿])|同期|(?:(?<!应)该|(?<![彼因如从])此)一?段?(?:时段|时间段?|期间|时期|季度|月份?(?!饼|亮|湖|球))|(?:上述|前述|所述)(?:时段|时间段?|期间|月份|季度|几个月)|(?:^|(?<=[请将把出,，]))(?:对应|相应)的?(?:时段|月份|季度)(?=的|有|里|内|都)",
        mark(Kind.BACK),
    ),
)
