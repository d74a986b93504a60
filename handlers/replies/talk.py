"""What does the bot say where there is nothing to look up? In words, escaped for Telegram."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.replies.reply import escape, shorten
from plan_store.questions.query import Chat, Trouble

OUT_OF_DATE = "这条消息有点旧了，请再问一次。"
THAT_WAS_ALL = "没有别的了，{count} 项都在上面。"
WHICH_ONE = "你问的是哪一个？"
BY_STAFF = "工作人员 {day} 的答复"
ANSWERED_BEFORE = "有个相近的问题工作人员答过：“{question}”，你问的是这个吗？"
_EXAMPLES = "可以这样问我："
NO_PLAN_YET = "不过现在还没有计划，等工作人员放进来就能查了。"
WORDS_ONLY = "我只看得懂文字。把想问的打出来就行。"
_CHAT = {
    Chat.GREETING: "你好！想知道有哪些政务公开活动，直接问我就行。",
    Chat.THANKS: "不客气，有想知道的随时问我。",
    Chat.HELP: "我会查政务公开活动的年度计划：哪个月有什么活动、哪个单位负责、什么形式，都可以问。",
    Chat.WHO_ARE_YOU: "我是查政务公开活动计划的机器人，照着公布的计划回答，计划里没有的不会编。",
    Chat.GOODBYE: "再见，想起什么随时来问。",
    Chat.AGREED: "好的。还想查什么，直接说就行。",
}
_UNKNOWN = {
    Trouble.SERVICE: "怎么办理这类事，活动计划里没有写，我怕说错，就不乱答了。",
    Trouble.OFF_TOPIC: "这个我答不了，我只会查政务公开活动的计划。",
    Trouble.UNEXPLAINED: "这句我没全看懂，怕答偏了，就不乱答了。换个说法，或者只说月份、单位、形式再问我。",
    Trouble.NOTHING_SHOWN: "我不确定你说的是哪一项，请说说月份、单位或者序号。",
    Trouble.ELSEWHERE: "我只有本区的计划，别处的不清楚。",
    Trouble.NO_SUCH_MONTH: "一年只有 1 到 12 月，请换个月份问我。",
}
_NOT_UNDERSTOOD = "我没听懂，我只会查政务公开活动的计划。"


def chat(kind: Chat | None) -> str:
    return _CHAT[kind or Chat.HELP]


def invites(kind: Chat | None) -> bool:
    """Whether after such a turn the person may want to know what can be asked."""
    return kind in (None, Chat.GREETING, Chat.HELP, Chat.WHO_ARE_YOU)


def unknown(trouble: Trouble | None) -> str:
    return _UNKNOWN[trouble] if trouble else _NOT_UNDERSTOOD


def related(count: int) -> str:
    return "计划里和它有关的活动：" if count == 1 else f"计划里和它有关的活动有 {count} 项："


def example_lines(examples: Sequence[str]) -> str:
    if not examples:
        return ""
    return "\n".join((_EXAMPLES, *(f"· {escape(shorten(example, 60))}" for example in examples)))
