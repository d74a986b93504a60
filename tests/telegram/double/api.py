"""What does each method of the Bot API do to the world, and when does it refuse?"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from typing import Any

from tests.telegram.double import entities as formatting
from tests.telegram.double.entities import utf16_length
from tests.telegram.double.markup import Keyboard, read_markup
from tests.telegram.double.methods import Upload
from tests.telegram.double.refusals import Refusal, bad_request, forbidden, upgraded
from tests.telegram.double.world import Chat, Event, Happening, Message, Topic, World

Fields = dict[str, Any]
Call = Callable[[World, Fields], Any]

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LONGEST_CALLBACK_ANSWER = 200
LARGEST_DOWNLOAD = 20 * 1024 * 1024
LARGEST_UPLOAD = 50 * 1024 * 1024
MOST_INLINE_RESULTS = 50
MOST_COMMANDS = 100
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
ACTIONS = frozenset(
    {
        *("typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice"),
        *("upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note"),
    }
)

CALLS: dict[str, Call] = {}
"""By the method's name in lower case; getUpdates alone is the server's, since it waits."""

COUNTED = frozenset(
    {
        *("sendmessage", "senddocument", "sendphoto", "forwardmessage", "copymessage"),
        *("editmessagetext", "editmessagecaption", "editmessagereplymarkup"),
    }
)
"""Methods that Telegram's flood limits count."""


def _call(function: Call) -> Call:
    CALLS[function.__name__.replace("_", "")] = function
    return function


# --- chats that the bot may speak in ---


def _chat(world: World, chat_id: int | str) -> Chat:
    if isinstance(chat_id, str):
        raise bad_request("chat not found")
    chat = world.chats.get(chat_id)
    if chat is None:
        raise bad_request("chat not found")
    if chat.migrated_to is not None:
        raise upgraded(chat.migrated_to)
    return chat


def _open_chat(world: World, fields: Fields) -> Chat:
    """The chat to speak in."""
    chat = _chat(world, fields["chat_id"])
    if chat.user is not None:
        if chat.user.deactivated:
            raise forbidden("user is deactivated")
        if chat.members.get(world.bot.id) == "kicked":
            raise forbidden("bot was blocked by the user")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
    else:
        status = chat.members.get(world.bot.id)
        if status == "kicked":
            raise forbidden(f"bot was kicked from the {chat.kind} chat")
        if status in (None, "left"):
            raise forbidden(f"bot is not a member of the {chat.kind} chat")
    thread = fields.get("message_thread_id")
    if thread is not None:
        topic = chat.topics.get(thread)
        if topic is None:
            raise bad_request("message thread not found")
        if topic.closed and chat.members.get(world.bot.id) != "administrator":
            raise bad_request("TOPIC_CLOSED")
    return chat


def _own_message(world: World, fields: Fields) -> Message:
    """The message to edit."""
    inline_id = fields.get("inline_message_id")
    if inline_id is not None:
        message = world.inline_messages.get(inline_id)
        if message is None:
            raise bad_request("MESSAGE_ID_INVALID")
        return message
    if "chat_id" not in fields:
        raise bad_request("chat_id is empty")
    chat = _open_chat(world, fields)
    if "message_id" not in fields:
        raise bad_request("message identifier is not specified")
    found = chat.messages.get(fields["message_id"])
    if found is None or found.deleted:
        raise bad_request("message to edit not found")
    if found.sender is not world.bot:
        raise bad_request("message can't be edited")
    return found


def _shown(fields: Fields, name: str, longest: int, too_long: str) -> tuple[str, list[formatting.Entity]]:
    text, marks = formatting.read_text(
        str(fields.get(name, "")),
        fields.get("parse_mode"),
        fields.get("entities" if name == "text" else "caption_entities"),
    )
    text, marks = formatting.trimmed(text, marks)
    # A text of so few bytes cannot be too long, so that it need not be measured.
    if len(text) > longest // 2 and utf16_length(text) > longest:
        raise bad_request(too_long)
    return text, marks


def _reply_target(chat: Chat, fields: Fields) -> Message | None:
    parameters = fields.get("reply_parameters")
    if not parameters:
        return None
    target = chat.messages.get(int(parameters["message_id"]))
    if target is None or target.deleted:
        if parameters.get("allow_sending_without_reply"):
            return None
        raise bad_request("message to be replied not found")
    return target


def _send(world: World, fields: Fields, chat: Chat, **parts: Any) -> dict[str, Any]:
    message = world.add_message(
        chat,
        world.bot,
        reply_to=_reply_target(chat, fields),
        keyboard=read_markup(fields.get("reply_markup")),
        thread=fields.get("message_thread_id"),
        silent=bool(fields.get("disable_notification")),
        **parts,
    )
    return message.json()


# --- messages ---


@_call
def send_message(world: World, fields: Fields) -> Any:
    chat = _open_chat(world, fields)
    text, marks = _shown(fields, "text", LONGEST_TEXT, "message is too long")
    if not text:
        raise bad_request("message text is empty")
    return _send(world, fields, chat, text=text, entities=marks)


@_call
def edit_message_text(world: World, fields: Fields) -> Any:
    message = _own_message(world, fields)
    if message.has_media:
        raise bad_request("there is no text in the message to edit")
    text, marks = _shown(fields, "text", LONGEST_TEXT, "MESSAGE_TOO_LONG")
    if not text:
        raise bad_request("message text is empty")
    return _edit(world, fields, message, text, marks, read_markup(fields.get("reply_markup")))


@_call
def edit_message_caption(world: World, fields: Fields) -> Any:
    message = _own_message(world, fields)
    if not message.has_media:
        raise bad_request("there is no caption in the message to edit")
    text, marks = _shown(fields, "caption", LONGEST_CAPTION, "message caption is too long")
    return _edit(world, fields, message, text, marks, read_markup(fields.get("reply_markup")))


@_call
def edit_message_reply_markup(world: World, fields: Fields) -> Any:
    message = _own_message(world, fields)
    keyboard = read_markup(fields.get("reply_markup"))
    return _edit(world, fields, message, message.text, message.entities, keyboard)


def _edit(
    world: World,
    fields: Fields,
    message: Message,
    text: str,
    marks: list[formatting.Entity],
    keyboard: Keyboard | None,
) -> Any:
    if (text, marks, keyboard or None) == (message.text, message.entities, message.keyboard or None):
        raise bad_request(SAME)
    message.text, message.entities, message.keyboard = text, marks, keyboard
    message.edited = int(world.now())
    message.edits += 1
    world.happened(Happening.EDITED, message, by_bot=True)
    return True if "inline_message_id" in fields else message.json()


@_call
def delete_message(world: World, fields: Fields) -> Any:
    _delete(world, _open_chat(world, fields), fields["message_id"], strict=True)
    return True


@_call
def delete_messages(world: World, fields: Fields) -> Any:
    chat = _open_chat(world, fields)
    if not 1 <= len(fields["message_ids"]) <= 100:
        raise bad_request("there must be 1 to 100 message identifiers")
    for number in fields["message_ids"]:
        _delete(world, chat, number, strict=False)
    return True


def _delete(world: World, chat: Chat, number: int, *, strict: bool) -> None:
    message = chat.messages.get(number)
    if message is None or message.deleted:
        if strict:
            raise bad_request("message to delete not found")
        return
    is_admin = chat.members.get(world.bot.id) == "administrator"
    too_old = world.now() - message.date > 48 * 3600
    others = message.sender is not world.bot and chat.kind != "private" and not is_admin
    if others or (too_old and not is_admin):
        raise bad_request("message can't be deleted for everyone" if too_old else "message can't be deleted")
    message.deleted = True
    world.happened(Happening.DELETED, message, by_bot=True)


@_call
def send_document(world: World, fields: Fields) -> Any:
    chat = _open_chat(world, fields)
    name, content, file_id = _file(world, fields, "document")
    text, marks = _shown(fields, "caption", LONGEST_CAPTION, "message caption is too long")
    document = {
        "file_id": file_id,
        "file_unique_id": file_id[-8:],
        "file_name": name,
        "file_size": len(content),
    }
    return _send(world, fields, chat, text=text, entities=marks, content={"document": document}, file=content)


@_call
def send_photo(world: World, fields: Fields) -> Any:
    chat = _open_chat(world, fields)
    _, content, file_id = _file(world, fields, "photo")
    if len(content) > 10 * 1024 * 1024:
        raise Refusal(413, "Request Entity Too Large")
    text, marks = _shown(fields, "caption", LONGEST_CAPTION, "message caption is too long")
    size = {
        "file_id": file_id,
        "file_unique_id": file_id[-8:],
        "width": 640,
        "height": 480,
        "file_size": len(content),
    }
    return _send(world, fields, chat, text=text, entities=marks, content={"photo": [size]}, file=content)


def _file(world: World, fields: Fields, name: str) -> tuple[str, bytes, str]:
    given = fields[name]
    if isinstance(given, str) and given.startswith("attach://"):
        given = fields.get(given.removeprefix("attach://"))
        if given is None:
            raise bad_request("there is no attached file in the request")
    if isinstance(given, Upload):
        if not given.content:
            raise bad_request("file must be non-empty")
        if len(given.content) > LARGEST_UPLOAD:
            raise Refusal(413, "Request Entity Too Large")
        return given.name, given.content, world.add_file(given.name, given.content)
    known = world.files.get(str(given))
    if known is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return (*known, str(given))


@_call
def get_file(world: World, fields: Fields) -> Any:
    file_id = fields["file_id"]
    if file_id not in world.files:
        raise bad_request("invalid file_id")
    name, content = world.files[file_id]
    if len(content) > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return {
        "file_id": file_id,
        "file_unique_id": file_id[-8:],
        "file_size": len(content),
        "file_path": f"documents/{file_id}/{name}",
    }


@_call
def forward_message(world: World, fields: Fields) -> Any:
    chat = _open_chat(world, fields)
    source = _source(world, fields, "message to forward not found")
    origin: dict[str, Any] = {"date": source.date}
    if source.sender is not None:
        origin |= {"type": "user", "sender_user": source.sender.json()}
    else:
        origin |= {"type": "channel", "chat": source.chat.json(), "message_id": source.id}
    return _send(
        world,
        fields,
        chat,
        text=source.text,
        entities=source.entities,
        content={**source.content, "forward_origin": origin},
        file=source.file,
    )


@_call
def copy_message(world: World, fields: Fields) -> Any:
    chat = _open_chat(world, fields)
    source = _source(world, fields, "message to copy not found")
    text, marks = source.text, source.entities
    if "caption" in fields and source.has_media:
        text, marks = _shown(fields, "caption", LONGEST_CAPTION, "message caption is too long")
    content = {name: value for name, value in source.content.items() if name != "forward_origin"}
    sent = _send(world, fields, chat, text=text, entities=marks, content=content, file=source.file)
    return {"message_id": sent["message_id"]}


def _source(world: World, fields: Fields, missing: str) -> Message:
    message = _chat(world, fields["from_chat_id"]).messages.get(fields["message_id"])
    if message is None or message.deleted:
        raise bad_request(missing)
    return message


@_call
def pin_chat_message(world: World, fields: Fields) -> Any:
    return _pin(world, fields, True)


@_call
def unpin_chat_message(world: World, fields: Fields) -> Any:
    return _pin(world, fields, False)


def _pin(world: World, fields: Fields, pinned: bool) -> bool:
    chat = _open_chat(world, fields)
    if chat.is_group and chat.members.get(world.bot.id) != "administrator":
        raise bad_request("not enough rights to manage pinned messages in the chat")
    number = fields.get("message_id")
    if number is None:
        number = max((message.id for message in chat.messages.values() if message.pinned), default=0)
    message = chat.messages.get(number)
    if message is None or message.deleted:
        raise bad_request("message to pin not found" if pinned else "message to unpin not found")
    message.pinned = pinned
    return True


@_call
def set_message_reaction(world: World, fields: Fields) -> Any:
    message = _open_chat(world, fields).messages.get(fields["message_id"])
    if message is None or message.deleted:
        raise bad_request("message to react not found")
    return True


@_call
def send_chat_action(world: World, fields: Fields) -> Any:
    chat = _open_chat(world, fields)
    if fields["action"] not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.tell(chat, Event(Happening.ACTION, None, time.monotonic(), True, fields["action"]))
    return True


# --- taps and inline mode ---


@_call
def answer_callback_query(world: World, fields: Fields) -> Any:
    callback = world.callbacks.get(fields["callback_query_id"])
    if callback is None or callback.expired or callback.answer.done():
        raise bad_request(TOO_OLD)
    if utf16_length(fields.get("text", "")) > LONGEST_CALLBACK_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    callback.answer.set_result(fields)
    return True


@_call
def answer_inline_query(world: World, fields: Fields) -> Any:
    asked = world.inline.get(fields["inline_query_id"])
    if asked is None or asked.expired or asked.answer.done():
        raise bad_request(TOO_OLD)
    results = fields["results"]
    if not isinstance(results, list):
        raise bad_request("can't parse inline query results JSON object")
    if len(results) > MOST_INLINE_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    if len(fields.get("next_offset", "").encode()) > 64:
        raise bad_request("NEXT_OFFSET_INVALID")
    seen: set[str] = set()
    for result in results:
        _check_inline_result(result, seen)
    asked.answer.set_result(fields)
    return True


def _check_inline_result(result: dict[str, Any], seen: set[str]) -> None:
    number = str(result.get("id", ""))
    if not 1 <= len(number.encode()) <= 64:
        raise bad_request("RESULT_ID_INVALID")
    if number in seen:
        raise bad_request("RESULT_ID_DUPLICATE")
    seen.add(number)
    if result.get("type") != "article":
        return
    if not result.get("title"):
        raise bad_request("ARTICLE_TITLE_EMPTY")
    content = result.get("input_message_content")
    if not content or "message_text" not in content:
        raise bad_request("can't parse inline query result: input_message_content is required")
    text, _ = _shown({**content, "text": content["message_text"]}, "text", LONGEST_TEXT, "MESSAGE_TOO_LONG")
    if not text:
        raise bad_request("message text is empty")
    read_markup(result.get("reply_markup"))


# --- the bot's own profile ---


@_call
def get_me(world: World, fields: Fields) -> Any:
    return {
        **world.bot.json(),
        "can_join_groups": True,
        "can_read_all_group_messages": True,
        "supports_inline_queries": world.inline_mode,
    }


@_call
def log_out(world: World, fields: Fields) -> Any:
    return True


@_call
def close(world: World, fields: Fields) -> Any:
    return True


def _scope(fields: Fields) -> tuple[str, str]:
    scope = fields.get("scope") or {"type": "default"}
    return json.dumps(scope, sort_keys=True), fields.get("language_code") or ""


def _check_scope(world: World, fields: Fields) -> None:
    scope = fields.get("scope") or {"type": "default"}
    kind = scope.get("type")
    if kind not in (
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    ):
        raise bad_request("can't parse bot command scope: Unsupported type specified")
    if kind in ("chat", "chat_administrators", "chat_member"):
        _chat(world, int(scope["chat_id"]))
    if len(fields.get("language_code") or "") not in (0, 2):
        raise bad_request("LANG_CODE_INVALID")


@_call
def set_my_commands(world: World, fields: Fields) -> Any:
    _check_scope(world, fields)
    commands = fields["commands"]
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", str(command.get("command", ""))):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= utf16_length(str(command.get("description", ""))) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands[_scope(fields)] = commands
    return True


@_call
def get_my_commands(world: World, fields: Fields) -> Any:
    return world.commands.get(_scope(fields), [])


@_call
def delete_my_commands(world: World, fields: Fields) -> Any:
    _check_scope(world, fields)
    world.commands.pop(_scope(fields), None)
    return True


def _profile(name: str, longest: int) -> None:
    def set_(world: World, fields: Fields) -> Any:
        value = fields.get(name, "")
        if utf16_length(value) > longest:
            raise bad_request(f"{name.replace('_', ' ')} is too long")
        world.profile[name, fields.get("language_code") or ""] = value
        return True

    def get(world: World, fields: Fields) -> Any:
        return {name: world.profile.get((name, fields.get("language_code") or ""), "")}

    CALLS[f"setmy{name.replace('_', '')}"] = set_
    CALLS[f"getmy{name.replace('_', '')}"] = get


_profile("name", 64)
_profile("description", 512)
_profile("short_description", 120)


@_call
def set_chat_menu_button(world: World, fields: Fields) -> Any:
    world.menu_buttons[fields.get("chat_id")] = fields.get("menu_button") or {"type": "default"}
    return True


@_call
def get_chat_menu_button(world: World, fields: Fields) -> Any:
    return world.menu_buttons.get(fields.get("chat_id"), {"type": "default"})


# --- the webhook's settings; the server delivers ---


@_call
def set_webhook(world: World, fields: Fields) -> Any:
    if fields.get("url") and not fields["url"].startswith(("https://", "http://127.0.0.1")):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", fields.get("secret_token", "")):
        raise bad_request("secret token contains unallowed characters")
    if fields.get("drop_pending_updates"):
        world.updates.clear()
    if "allowed_updates" in fields:
        world.allowed = frozenset(fields["allowed_updates"] or ()) or None
    world.webhook = {name: value for name, value in fields.items() if name != "certificate" and fields["url"]}
    world.on_update()
    return True


@_call
def delete_webhook(world: World, fields: Fields) -> Any:
    if fields.get("drop_pending_updates"):
        world.updates.clear()
    world.webhook = {}
    return True


@_call
def get_webhook_info(world: World, fields: Fields) -> Any:
    return {
        "url": world.webhook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates),
    }


# --- chats, members and topics ---


@_call
def get_chat(world: World, fields: Fields) -> Any:
    chat = _chat(world, fields["chat_id"])
    return {**chat.json(), "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _NO_GIFTS}


_NO_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)


def _member(world: World, chat: Chat, user_id: int) -> dict[str, Any]:
    status = chat.members.get(user_id, "left")
    member: dict[str, Any] = {"status": status, "user": world.users[user_id].json()}
    if status == "creator":
        member["is_anonymous"] = False
    elif status == "administrator":
        member |= {"can_be_edited": False, "is_anonymous": False} | dict.fromkeys(RIGHTS, True)
    elif status == "restricted":
        member |= {"is_member": True, "until_date": 0} | dict.fromkeys(PERMISSIONS, False)
    elif status == "kicked":
        member["until_date"] = 0
    return member


PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
    "can_edit_tag",
    "can_react_to_messages",
)


RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
)


@_call
def get_chat_member(world: World, fields: Fields) -> Any:
    chat = _open_chat(world, fields)
    if fields["user_id"] not in world.users:
        raise bad_request("user not found")
    return _member(world, chat, fields["user_id"])


@_call
def get_chat_member_count(world: World, fields: Fields) -> Any:
    chat = _open_chat(world, fields)
    return sum(status not in ("left", "kicked") for status in chat.members.values())


@_call
def get_chat_administrators(world: World, fields: Fields) -> Any:
    chat = _open_chat(world, fields)
    if chat.user is not None:
        raise bad_request("there are no administrators in the private chat")
    return [
        _member(world, chat, user_id)
        for user_id, status in chat.members.items()
        if status in ("creator", "administrator") and user_id != world.bot.id
    ]


@_call
def leave_chat(world: World, fields: Fields) -> Any:
    chat = _open_chat(world, fields)
    if chat.user is not None:
        raise bad_request("can't leave a private chat")
    chat.members[world.bot.id] = "left"
    return True


def _forum(world: World, fields: Fields) -> Chat:
    chat = _open_chat(world, {"chat_id": fields["chat_id"]})
    if not chat.forum:
        raise bad_request("the chat is not a forum")
    if chat.members.get(world.bot.id) != "administrator":
        raise bad_request("not enough rights to create a topic")
    return chat


def _topic(world: World, fields: Fields) -> Topic:
    topic = _forum(world, fields).topics.get(fields["message_thread_id"])
    if topic is None:
        raise bad_request("message thread not found")
    return topic


@_call
def create_forum_topic(world: World, fields: Fields) -> Any:
    chat = _forum(world, fields)
    if not 1 <= utf16_length(fields["name"]) <= 128:
        raise bad_request("TOPIC_TITLE_EMPTY" if not fields["name"] else "TOPIC_TITLE_TOO_LONG")
    topic = Topic(next(world.message_ids), fields["name"])
    chat.topics[topic.id] = topic
    return {"message_thread_id": topic.id, "name": topic.name, "icon_color": 0x6FB9F0}


@_call
def edit_forum_topic(world: World, fields: Fields) -> Any:
    topic = _topic(world, fields)
    if fields.get("name", topic.name) == topic.name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.name = fields["name"]
    return True


@_call
def close_forum_topic(world: World, fields: Fields) -> Any:
    return _close_topic(world, fields, True)


@_call
def reopen_forum_topic(world: World, fields: Fields) -> Any:
    return _close_topic(world, fields, False)


def _close_topic(world: World, fields: Fields, closed: bool) -> bool:
    topic = _topic(world, fields)
    if topic.closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    return True


@_call
def delete_forum_topic(world: World, fields: Fields) -> Any:
    topic = _topic(world, fields)
    chat = _forum(world, fields)
    del chat.topics[topic.id]
    for message in chat.messages.values():
        message.deleted = message.deleted or message.thread == topic.id
    return True
