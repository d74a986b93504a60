"""Which common words of a question are written as others that sound alike? Months, 到, 街道 and 哪个."""

from __future__ import annotations

from plan_store.patterns import pattern

# The wrong character stands first, and what is before it is looked back for: a text without it is soon done.
_MONTH_MISHEARD = pattern(
    "[越阅约悦跃粤曰](?:(?<=[下上这本那哪一二两三四五六几]个.)|(?<=[0-9一二三四五六七八九十几].))(?=[份有的活搞办开呢底初末里到]|$)"
)
_TO_MISHEARD = pattern(
    "[道倒盗](?<=[月份旬底初末].)(?=(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月|下个?月|年底)"
)
_WHICH_MISTYPED = pattern(
    "那(?=(?:个|一个|几个)(?:月|街道|局|单位|部门)[^,，。]{0,8}(?:最多|最少|最忙|最闲|最早|最晚))"
)
_WHICH_AT_THE_END = pattern(
    "那(?:(?<=[是归由在]那)|(?<=到底那)|(?<=究竟那))"
    "(?=(?:一?[天家]|[一几]?个(?:月份?|街道|局|单位|部门|地方|镇|乡)|几[天个家]|里|儿)"
    "(?:来|在)?(?:办|搞|弄|负责|牵头|组织|管|开|举办|举行|开始|结束)?的?[啊呀]?[?？]?$)"
)
_ASKS_ELSE = pattern("[什哪几谁啥吗呢么嘛没怎咋]|多少|多久|[说问指]的?是|不是|就是|我[说问指]")
"""What makes 是那一天 point at a day, and not ask which: nothing else asks or says which one is meant."""
_STREETS_MISHEARD = pattern(
    "(?:(?<=哪些)|(?<=哪个)|(?<=几个)|(?<=各个)|(?<=所有)|(?<=各))[接借结截解]到(?=[搞办有的在开组做弄都])"
)


_NUMBER_MISHEARD = pattern(
    "(?:^|(?<=[,，到和跟与、 那]))([就久酒舅期齐旗其流刘留武舞吴午山思斯式石时实巴吧爸])(?=月份)"
)
_NUMBERS = dict(
    zip(
        "就久酒舅期齐旗其流刘留武舞吴午山思斯式石时实巴吧爸",
        "九九九九七七七七六六六五五五五三四四十十十十八八八",
        strict=True,
    )
)


def put_right(text: str) -> str:
    """下个越, 九月道十月, 哪些接到搞: alone they are other words, so that no list can have them."""
    text = _MONTH_MISHEARD.sub("月", text)
    if "月份" in text:
        text = _NUMBER_MISHEARD.sub(lambda said: _NUMBERS[said[1]], text)
    text = _TO_MISHEARD.sub("到", text)
    if "那" in text:
        text = _WHICH_MISTYPED.sub("哪", text)
        if not _ASKS_ELSE.search(text):
            text = _WHICH_AT_THE_END.sub("哪", text)
    return _STREETS_MISHEARD.sub("街道", text) if "到" in text else text
