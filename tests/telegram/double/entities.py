"""What does a person see of formatted text? Telegram's HTML is read as strictly as Telegram reads it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

from tests.telegram.double.refusals import Refusal, bad_request

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}

_ATTRIBUTE = re.compile(r"""\s*([^\s=>/"']+)(?:\s*=\s*("[^"]*"|'[^']*'|[A-Za-z0-9.\-]+))?""")
_CHARACTER = re.compile(r"&(?:#(?P<dec>\d{1,7})|#[xX](?P<hex>[0-9a-fA-F]{1,6})|(?P<name>lt|gt|amp|quot));?")

_MARK = re.compile("[<&]")

Entity = dict[str, Any]


def utf16_length(text: str) -> int:
    """In the units in which Telegram measures offsets and limits."""
    return len(text.encode("utf-16-le")) // 2


@dataclass(slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int


def read_text(text: str, parse_mode: str | None, entities: list[Entity] | None) -> tuple[str, list[Entity]]:
    """The text as shown and its entities.

    Raises:
        Refusal: an unknown mode, or markup that Telegram would refuse.
    """
    if not parse_mode:
        return text, entities or []
    if parse_mode.lower() != "html":
        # This bot writes HTML only; another mode is a slip of the pen.
        raise bad_request("unsupported parse_mode")
    return read_html(text)


def read_html(source: str) -> tuple[str, list[Entity]]:
    if "<" not in source and "&" not in source:
        return source, []
    out: list[str] = []
    length = 0
    opened: list[_Open] = []
    entities: list[Entity] = []
    at = 0
    while at < len(source):
        char = source[at]
        if char == "<":
            step = _close if source.startswith("</", at) else _open
            at = step(source, at, opened, entities, length)
            continue
        if char == "&" and (match := _CHARACTER.match(source, at)):
            shown = html.unescape(match[0] if match[0].endswith(";") else match[0] + ";")
            at = match.end()
        else:
            mark = _MARK.search(source, at + 1)
            end = mark.start() if mark else len(source)
            shown, at = source[at:end], end
        out.append(shown)
        length += utf16_length(shown)
    if opened:
        raise _cannot_parse(f'Can\'t find end tag corresponding to start tag "{opened[-1].tag}"')
    entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return "".join(out), entities


def _open(source: str, begin: int, opened: list[_Open], entities: list[Entity], length: int) -> int:
    where = len(source[:begin].encode())
    match = re.compile(r"<([^\s>]*)").match(source, begin)
    end = source.find(">", begin)
    if match is None or end < 0:
        raise _cannot_parse(f"Unclosed start tag at byte offset {where}")
    tag = match[1].lower()
    if tag not in TAGS:
        raise _cannot_parse(f'Unsupported start tag "{tag}" at byte offset {where}')
    attributes: dict[str, str] = {}
    at = match.end()
    while True:
        while at < len(source) and source[at].isspace():
            at += 1
        if at >= len(source):
            raise _cannot_parse(f"Unclosed start tag at byte offset {where}")
        if source[at] == ">":
            break
        found = _ATTRIBUTE.match(source, at)
        if found is None or found.end() == at:
            raise _cannot_parse(f'Empty attribute name in the tag "{tag}" at byte offset {where}')
        attributes[found[1].lower()] = html.unescape((found[2] or "").strip("\"'"))
        at = found.end()
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise _cannot_parse(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
    opened.append(_Open(tag, attributes, length))
    return at + 1


def _close(source: str, begin: int, opened: list[_Open], entities: list[Entity], length: int) -> int:
    where = len(source[:begin].encode())
    if not opened:
        raise _cannot_parse(f"Unexpected end tag at byte offset {where}")
    end = source.find(">", begin)
    if end < 0 or "<" in source[begin + 1 : end]:
        raise _cannot_parse(f"Unclosed end tag at byte offset {where}")
    name = source[begin + 2 : end].strip()
    last = opened.pop()
    if name and name.lower() != last.tag:
        raise _cannot_parse(
            f'Unmatched end tag at byte offset {where}, expected "</{last.tag}>", found "</{name}>"'
        )
    entity: Entity = {"type": TAGS[last.tag], "offset": last.offset, "length": length - last.offset}
    if last.tag == "a":
        entity["url"] = last.attributes.get("href", "")
    elif last.tag == "blockquote" and "expandable" in last.attributes:
        entity["type"] = "expandable_blockquote"
    elif last.tag == "tg-emoji":
        entity["custom_emoji_id"] = last.attributes.get("emoji-id", "")
    if entity["length"] and not (last.tag == "a" and not entity["url"]):
        entities.append(entity)
    return end + 1


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """As Telegram shows it: no white space around the whole."""
    shown = text.strip()
    if shown == text or not shown:
        return shown, entities if shown else []
    cut = utf16_length(text[: text.index(shown[0])]) if text[0].isspace() else 0
    total = utf16_length(shown)
    kept: list[Entity] = []
    for entity in entities:
        start = max(0, entity["offset"] - cut)
        stop = min(total, entity["offset"] + entity["length"] - cut)
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    return shown, kept


_DETECTED = re.compile(
    r"(?P<bot_command>(?<![\w/])/[A-Za-z0-9_]{1,32}(?:@\w+)?)|(?P<mention>(?<!\w)@\w{4,32})"
)


def detected(text: str) -> list[Entity]:
    """Commands and mentions that Telegram marks in what people write."""
    return [
        {
            "type": str(match.lastgroup),
            "offset": utf16_length(text[: match.start()]),
            "length": utf16_length(match[0]),
        }
        for match in _DETECTED.finditer(text)
    ]


def _cannot_parse(reason: str) -> Refusal:
    return bad_request(f"can't parse entities: {reason}")
