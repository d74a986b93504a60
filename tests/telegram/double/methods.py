"""Which methods and fields are there, of which type, and which must be given?"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from tests.telegram.double.refusals import Refusal, bad_request

# A field is `name:type`; `!` marks what must be given. `chat` is a number or an @name, `file` an upload,
# a file_id or an address, `json` anything structured.
TABLE = """
getMe
logOut
close
getUpdates offset:int limit:int timeout:int allowed_updates:json
setWebhook url!:str certificate:file ip_address:str max_connections:int allowed_updates:json
    drop_pending_updates:bool secret_token:str
deleteWebhook drop_pending_updates:bool
getWebhookInfo
sendMessage business_connection_id:str chat_id!:chat message_thread_id:int direct_messages_topic_id:int
    text!:str parse_mode:str entities:json link_preview_options:json disable_notification:bool
    protect_content:bool allow_paid_broadcast:bool message_effect_id:str suggested_post_parameters:json
    reply_parameters:json reply_markup:json
editMessageText business_connection_id:str chat_id:chat message_id:int inline_message_id:str text:str
    parse_mode:str entities:json link_preview_options:json rich_message:json reply_markup:json
editMessageCaption business_connection_id:str chat_id:chat message_id:int inline_message_id:str caption:str
    parse_mode:str caption_entities:json show_caption_above_media:bool reply_markup:json
editMessageReplyMarkup business_connection_id:str chat_id:chat message_id:int inline_message_id:str
    reply_markup:json
deleteMessage chat_id!:chat message_id!:int
deleteMessages chat_id!:chat message_ids!:json
sendDocument business_connection_id:str chat_id!:chat message_thread_id:int direct_messages_topic_id:int
    document!:file thumbnail:file caption:str parse_mode:str caption_entities:json
    disable_content_type_detection:bool disable_notification:bool protect_content:bool
    allow_paid_broadcast:bool message_effect_id:str suggested_post_parameters:json reply_parameters:json
    reply_markup:json
sendPhoto business_connection_id:str chat_id!:chat message_thread_id:int direct_messages_topic_id:int
    photo!:file caption:str parse_mode:str caption_entities:json show_caption_above_media:bool
    has_spoiler:bool disable_notification:bool protect_content:bool allow_paid_broadcast:bool
    message_effect_id:str suggested_post_parameters:json reply_parameters:json reply_markup:json
getFile file_id!:str
forwardMessage chat_id!:chat message_thread_id:int direct_messages_topic_id:int from_chat_id!:chat
    video_start_timestamp:int disable_notification:bool protect_content:bool message_effect_id:str
    suggested_post_parameters:json message_id!:int
copyMessage chat_id!:chat message_thread_id:int direct_messages_topic_id:int from_chat_id!:chat
    message_id!:int video_start_timestamp:int caption:str parse_mode:str caption_entities:json
    show_caption_above_media:bool disable_notification:bool protect_content:bool allow_paid_broadcast:bool
    message_effect_id:str suggested_post_parameters:json reply_parameters:json reply_markup:json
pinChatMessage business_connection_id:str chat_id!:chat message_id!:int disable_notification:bool
unpinChatMessage business_connection_id:str chat_id!:chat message_id:int
setMessageReaction chat_id!:chat message_id!:int reaction:json is_big:bool
sendChatAction business_connection_id:str chat_id!:chat message_thread_id:int action!:str
answerCallbackQuery callback_query_id!:str text:str show_alert:bool url:str cache_time:int
answerInlineQuery inline_query_id!:str results!:json cache_time:int is_personal:bool next_offset:str
    button:json
setMyCommands commands!:json scope:json language_code:str
getMyCommands scope:json language_code:str
deleteMyCommands scope:json language_code:str
setMyName name:str language_code:str
getMyName language_code:str
setMyDescription description:str language_code:str
getMyDescription language_code:str
setMyShortDescription short_description:str language_code:str
getMyShortDescription language_code:str
setChatMenuButton chat_id:int menu_button:json
getChatMenuButton chat_id:int
getChat chat_id!:chat
getChatMember chat_id!:chat user_id!:int
getChatMemberCount chat_id!:chat
getChatAdministrators chat_id!:chat return_bots:bool
leaveChat chat_id!:chat
createForumTopic chat_id!:chat name!:str icon_color:int icon_custom_emoji_id:str
editForumTopic chat_id!:chat message_thread_id!:int name:str icon_custom_emoji_id:str
closeForumTopic chat_id!:chat message_thread_id!:int
reopenForumTopic chat_id!:chat message_thread_id!:int
deleteForumTopic chat_id!:chat message_thread_id!:int
"""


@dataclass(frozen=True, slots=True)
class Method:
    name: str
    types: dict[str, str]
    required: tuple[str, ...]


def _read_table() -> dict[str, Method]:
    methods: dict[str, Method] = {}
    for line in TABLE.replace("\n    ", " ").strip().splitlines():
        name, *fields = line.split()
        pairs = [field.split(":") for field in fields]
        methods[name.lower()] = Method(
            name,
            {field.rstrip("!"): kind for field, kind in pairs},
            tuple(field.rstrip("!") for field, _ in pairs if field.endswith("!")),
        )
    return methods


METHODS = _read_table()
"""By name in lower case: Telegram does not mind the case of a method's name."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request."""

    name: str
    content: bytes


def method_named(name: str) -> Method:
    method = METHODS.get(name.lower())
    if method is None:
        raise Refusal(404, "Not Found: method not found")
    return method


def read_fields(method: Method, given: dict[str, Any]) -> dict[str, Any]:
    """The fields in their types. Stricter than Telegram, which passes over a field that it does not know."""
    fields: dict[str, Any] = {}
    types = method.types
    for name, value in given.items():
        kind = types.get(name)
        if kind is None:
            if isinstance(value, Upload):  # a part that an attach://… field speaks of
                fields[name] = value
                continue
            raise bad_request(f'{method.name} has no field "{name}"')
        fields[name] = _read(name, kind, value)
    for name in method.required:
        if fields.get(name) in (None, ""):
            if name == "text":
                raise bad_request("message text is empty")
            raise bad_request(f"{name} is empty" if name == "chat_id" else f'parameter "{name}" is required')
    return fields


def _read(name: str, kind: str, value: Any) -> Any:
    if kind == "str" or (kind == "file" and isinstance(value, Upload)):
        return value
    if kind == "json":
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None
    if kind == "bool":
        if value in (True, False):
            return value
        return str(value).lower() in ("true", "1", "yes", "t", "y")
    if kind == "chat" and isinstance(value, str) and value.startswith("@"):
        return value
    if kind in ("int", "chat"):
        try:
            return int(value)
        except (TypeError, ValueError):
            reason = "chat not found" if kind == "chat" else f'field "{name}" must be a number'
            raise bad_request(reason) from None
    return value
