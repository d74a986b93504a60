"""How far along, how long, first or last: what else is said about time, and what only looks like it?"""

from __future__ import annotations

import datetime as dt
import re

from plan_store.questions.times.numerals import NUMBER, read_numbers
from plan_store.questions.times.pieces import Kind, Piece, Progress
from plan_store.questions.times.rule import NUMERALS, Reader, Rule, rule


def _of(kind: Kind) -> Reader:
    def read(match: re.Match[str], now: dt.date) -> Piece:
        return Piece(kind, match.start(), match.end(), match.group())

    return read


def _progress(progress: Progress, said: str) -> Reader:
    def read(match: re.Match[str], now: dt.date) -> Piece:
        return Piece(Kind.PROGRESS, match.start(), match.end(), said, progress=progress)

    return read


def _length(least: int, most: int) -> Reader:
    def read(match: re.Match[str], now: dt.date) -> Piece:
        return Piece(Kind.LENGTH, match.start(), match.end(), match.group(), numbers=(least, most))

    return read


def _counted_length(match: re.Match[str], now: dt.date) -> Piece | None:
    text, unit = match["n"], match["u"]
    if text == "半":
        counts: tuple[int, ...] = (6,) if unit == "年" else ()
    elif unit.endswith("年"):
        counts = tuple(12 * count for count in read_numbers(text))
    else:
        size = 3 if "季" in unit else 1
        counts = tuple(size * count for count in read_numbers(text))
    if not counts or not 1 <= counts[0] <= 24:
        return None
    before, after = match["before"] or "", match["after"] or ""
    single = counts[0] == 1
    if "以上" in after or after in ("多月", "及以上", "起步", "往上") or match["more"]:
        least, most = max(counts[0], 2 if single else 0), 0
    elif after.startswith(("以内", "之内", "内", "以下", "及以内")):
        if not before:
            return None
        least, most = 0, counts[-1]
    elif before.startswith(("超过", "不止", "不只", "大于", "多于")):
        least, most = counts[0] + 1, 0
    elif before.startswith(("至少", "最少", "不少于", "不低于")):
        least, most = counts[0], 0
    elif before.startswith(("不超过", "最多", "至多", "不到", "不足", "少于", "短于")):
        least, most = 0, counts[-1] - (1 if before.startswith(("不到", "不足", "少于", "短于")) else 0)
    elif before or after:
        least, most = counts[0], counts[-1]
    else:
        return None
    return Piece(Kind.LENGTH, match.start(), match.end(), match.group(), numbers=(least, most))


def _back(match: re.Match[str], now: dt.date) -> Piece:
    return Piece(Kind.BACK, match.start(), match.end(), match.group())


_DONE = r"(?:办|搞|开|做|举办|举行|开展|进行|组织|弄)"
_LENGTH_BEFORE = (
    r"(?:办|搞|开展|进行)(?=了?(?:超过|至少)?[两俩二三四五六七八九十0-9半]|超过|至少)|持续(?:时间)?(?:超过|不少于|至少|达|有|在)?|延续|历时|长达|为期|连续|连着|跨越?|超过|不止|不只|大于|多于|至少|最少|不少于|"
    r"不低于|不超过|最多|至多|不到|不足|少于|短于|时间(?:超过|在|有)|周期(?:超过|在|有)?|时长(?:超过|在|有)?"
)

RULES: tuple[Rule, ...] = (
    # Not times.
    rule("三", r"三月三(?![十日号0-9])|三月街", _of(Kind.TRAP)),
    rule("五六", r"五月[天花]|六月雪", _of(Kind.TRAP)),
    rule("一", r"一月湖|一月一[次场期办]|一日游|一年一[度次]|一年四季|一点|一周年", _of(Kind.TRAP)),
    rule(
        "每",
        rf"每个?(?:{NUMBER}个?)?(?:年|季度?|月份?|周[一二三四五六日天末]?|星期[一二三四五六日天]?|天|日)(?!都(?:有|在))?",
        _of(Kind.TRAP),
    ),
    rule("哪几多", r"[哪几多]个?少?个?(?:月份?|季度|年)|几[月号日]|哪[天日周]", _of(Kind.TRAP)),
    rule(
        "第编序",
        rf"(?:第|编号|序号)[是为:：]?\s?(?:[0-9]{{1,3}}|{NUMBER})(?:个(?!月|季|星期|周|礼拜)|[项条场号届])",
        _of(Kind.TRAP),
    ),
    rule("今", rf"今年(?:都|才|刚|已经)?满?{NUMBER}多?岁", _of(Kind.TRAP)),
    rule("编序", r"(?:编号|序号)[是为:：]?\s?[0-9]{1,3}", _of(Kind.TRAP)),
    rule(
        "五八六七三",
        r"(?:五一|八一|六一|七一|三一)(?:大?路|大道|广场|大桥|桥|街|商圈|小学|中学|社区|小区|村|新村)",
        _of(Kind.TRAP),
    ),
    rule(
        "满岁蜜包个",
        r"[满岁蜜]月|包月|(?<![0-9一二三四五六七八九十两半几这那本上下多好])个月",
        _of(Kind.TRAP),
    ),
    rule(
        "现目今",
        r"(?:现在|目前|今天)(?:我们?|就是?|是)?(?:就|特地|专门|打电话|过)?(?:想|来|要)(?:要|来|请)?(?:问|了解|咨询|打听|请教|知道|查)",
        _of(Kind.FILLER),
    ),
    # How far along.
    rule(
        "还没未尚仍都不等待有",
        r"(?<!有)(?:(?:都|目前|现在)?(?:还|尚|仍|尚且|还都|都还)(?:没有?|未|不曾)(?:正式)?(?:开始|启动|开幕|"
        rf"{_DONE})|还有(?:什么|哪些|啥|几个|多少)?(?:活动)?(?:还)?没有?{_DONE}|还没到(?:时间|时候|日子)|(?:没有?|未)(?:正式)?(?:开始|启动)|未(?:开展|举办|举行|启动|办)|(?:待|等着?)(?:举办|开展|启动|开始)(?=的))(?![完结束过])(?:过?的)?",
        _progress(Progress.AHEAD, "还没开始"),
    ),
    rule(
        "还没未尚剩余仍",
        rf"(?:(?:都|仍)?(?:还|尚|仍)?(?:没有?|未)(?:{_DONE}?(?:完成?|结束|收尾)|到期|过期)|还剩下?|剩下(?!的?[那这]?[0-9几一两二三]个)|剩余|余下)(?:的|了)?",
        _progress(Progress.LEFT, "还没结束"),
    ),
    rule(
        "正进在",
        rf"正(?:在|于)?(?:进行|{_DONE}|持续|火热)(?:中|着)?(?:的)?|正在(?!起草|写|准备|找|整理|编|统计|汇总|研究|考虑|填|看|学|上班|忙|想|等|弄)|进行(?:中|当中)(?:的)?|(?<!都)(?<!一直)在(?:办|搞)的|进行着",
        _progress(Progress.ONGOING, "正在进行"),
    ),
    rule(
        "已结办搞过完往早以之曾",
        r"(?:已经?|早就?)(?:全部?|都)?(?:结束|完结|收官|落幕|截止|办|搞|开展|举办|举行|完成|做|过去|过)(?:完|好|过)?(?:了)?(?:的)?|"
        rf"结束了(?:的)?|(?:办|搞|做|开|举办|举行|开展)(?:完了|完(?=的)|过了)(?:的)?|过完了|(?:往期|完结)的?|曾经?(?={_DONE})|过去(?:了?的(?!路)|(?={_DONE}|有|都))|"
        rf"(?<![0-9一-龥])(?:以前|之前|此前|先前)(?=都?还?(?:{_DONE}|有|的))",
        _progress(Progress.OVER, "已经结束"),
    ),
    rule(
        "办搞做开举进组弄都", rf"都?{_DONE}过(?:的|(?=什么|哪些|啥|几))", _progress(Progress.DONE, "已经结束")
    ),
    # How long.
    rule(
        "持延历长为连跨超不大多至最少短时周办搞开进" + NUMERALS + "半",
        rf"(?P<before>{_LENGTH_BEFORE})?了?(?:超过|至少|有|到)?(?P<n>{NUMBER}|半)(?P<more>多)?(?P<u>个多?月|个季度|年|(?<=[两俩])月)"
        r"(?P<after>(?:及|或)?以上|以内|之内|内|以下|左右|起步|往上)?(?!后|前|以[后前来]|之[后前])的?",
        _counted_length,
    ),
    rule(
        "跨不多好连长",
        r"(?<!不)(?<!没有)(?<!未)跨(?:了)?(?:好?[几多]个)?月(?!湖|亮)的?|不[止只](?:搞|办|持续|有)?一个月的?|好几个月的?|多个月的?|几个月(?:以上|都有|长)的?|连(?:着|续)(?:办|搞)?(?:好?几|多)个月的?|长期(?:性|进行|开展|持续)?的?",
        _length(2, 0),
    ),
    rule(
        "只仅就一当单不没未",
        r"(?:不|没有?|未)跨月的?|(?:[只仅就]|只会|仅仅)(?:持续|有|办|搞|安排|开展|进行|需要?)?(?:了)?[一1]个月(?:时间)?的?|[一1]个月(?:就|内|以内|之内)?(?:结束|搞完|办完|完成|做完)的?|当月(?:就|内)?(?:结束|搞完|办完|完成)的?|当月(?:开始)?当月结束的?|单月(?:完成|结束)的?",
        _length(1, 1),
    ),
    rule(
        "一全整常从贯",
        r"(?:一?整年|全年|一年(?:到头|四季)|从(?:年初|年头|头)到(?:年底|年尾|年末|尾)|常年)(?:里|内)?(?:都|一直|均)(?:还?在|有|会)?"
        rf"(?:{_DONE}|持续|安排)?着?(?=的|不停|[,，。？！?!]|$)的?",
        _length(12, 0),
    ),
    # First and last.
    rule(
        "最第打头",
        r"最(?:早|先)(?:的|要)?(?:开始|启动|开展|举办|举行|办|搞|进行|开|一[批个场]|能)?(?!结束|完|截止)的?|第一批(?:开始|启动|举办|开展)?的?|打头阵?的",
        _of(Kind.EARLIEST),
    ),
    rule(
        "最收压",
        r"最(?:晚|迟)(?:的|到)?(?:开始|启动|开展|举办|举行|办|搞|进行|开|结束|完成|收尾|一[批个场])?的?|最后一批(?:结束|举办|开展)?的?|最后(?:才)?(?:结束|收尾|开始|举办|开展|举行|办完?|搞完?)的?|收官(?:的|之作)?|压轴的?",
        _of(Kind.LATEST),
    ),
    # What was last spoken of.
    rule(
        "那当同",
        r"那(?:一)?(?:[几两]?个)?月份?(?!饼|亮|湖|球)|当时|那(?:段|个)时间|那(?:个)?时候|那会儿?|那阵子?|同一?个?月份?(?!饼|亮|湖)|同期",
        _back,
    ),
)
