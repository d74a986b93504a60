"""How is the bot set up? One TOML file, and environment variables over it."""

from __future__ import annotations

import datetime as dt
import os
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

if TYPE_CHECKING:
    from plan_store.subscriptions import Defaults

ROOT = Path(__file__).parents[1]
"""The project's folder."""
_PREFIX = "BOT__"


class SettingsError(Exception):
    """A setting that cannot stand; the message is one line that names it."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Telegram(_Section):
    token: SecretStr = SecretStr("")
    base_url: str = "https://api.telegram.org/bot"
    base_file_url: str = "https://api.telegram.org/file/bot"
    proxy: str | None = None

    @field_validator("base_url", "base_file_url", "proxy")
    @classmethod
    def _an_address(cls, address: str | None) -> str | None:
        if address and not re.fullmatch(r"https?://[^\s/]+.*", address):
            raise ValueError("要写成以 http:// 或 https:// 开头的地址")
        return address or None


class Store(_Section):
    url: str = "sqlite+aiosqlite:///var/bot.db"

    @field_validator("url")
    @classmethod
    def _of_a_known_engine(cls, url: str) -> str:
        if not re.match(r"(?:sqlite|postgres(?:ql)?)(?:\+\w+)?://.", url):
            raise ValueError("要写成 sqlite+aiosqlite:///文件 或 postgresql+asyncpg://用户:密码@主机/库名")
        return url


class Plan(_Section):
    documents: Annotated[tuple[Path, ...], NoDecode] = (Path("data/kaifu_2023.txt"),)
    timezone: str = "Asia/Shanghai"

    @field_validator("documents", mode="before")
    @classmethod
    def _listed(cls, said: object) -> object:
        return _items(said) if isinstance(said, str) else said

    @field_validator("timezone")
    @classmethod
    def _known(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"没有 {name} 这个时区；中国的时区是 Asia/Shanghai") from None
        return name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


class Staff(_Section):
    owners: Annotated[tuple[int, ...], NoDecode] = ()
    group: int | None = None

    @field_validator("owners", mode="before")
    @classmethod
    def _listed(cls, said: object) -> object:
        return _items(said) if isinstance(said, str) else said


class Reminders(_Section):
    monthly_day: int = Field(default=1, ge=1, le=31)
    time: dt.time = dt.time(9)
    lead_days: int = Field(default=3, ge=0, le=30)
    per_second: float = Field(default=25, gt=0)
    grace_hours: float = Field(default=12, ge=0)

    @field_validator("time")
    @classmethod
    def _of_the_clock(cls, time: dt.time) -> dt.time:
        if time.tzinfo is not None or time.second or time.microsecond:
            raise ValueError("要写成几点几分，例如 09:00")
        return time

    @property
    def defaults(self) -> Defaults:
        from plan_store.subscriptions import Defaults

        return Defaults(self.lead_days, self.time, self.monthly_day, dt.timedelta(hours=self.grace_hours))


class Log(_Section):
    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["console", "json"] = "console"


class Settings(BaseSettings):
    """All settings; see config.example.toml for what each is for."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True, case_sensitive=False
    )

    telegram: Telegram = Field(default_factory=Telegram)
    store: Store = Field(default_factory=Store)
    plan: Plan = Field(default_factory=Plan)
    staff: Staff = Field(default_factory=Staff)
    reminders: Reminders = Field(default_factory=Reminders)
    log: Log = Field(default_factory=Log)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment first: it stands over the file, whose values are given as arguments."""
        return env_settings, init_settings


def load_settings(file: Path | None = None) -> Settings:
    """The settings of `file` (default: config.toml of the project, where there is one) and the environment.

    Raises SettingsError where the file cannot be read, a key is unknown or a value is bad.
    """
    path = file or ROOT / "config.toml"
    values: dict[str, Any] = {}
    if file is not None or path.exists():
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise SettingsError(f"{path}: 读不了（{error.strerror}）") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsError(f"{path}: 不是正确的 TOML（{error}）") from error
    _refuse_unknown_variables()
    try:
        settings = Settings(**values)
    except ValidationError as error:
        raise SettingsError(_in_one_line(error)) from None
    except ValueError as error:
        raise SettingsError(str(error)) from None
    folder = path.parent if values else ROOT
    documents = tuple(_found(document, folder) for document in settings.plan.documents)
    if missing := [str(document) for document in documents if not document.is_file()]:
        raise SettingsError(f"plan.documents: 没有这个文件：{missing[0]}")
    return settings.model_copy(update={"plan": settings.plan.model_copy(update={"documents": documents})})


def _found(document: Path, folder: Path) -> Path:
    """A relative path is that of the configuration's folder, else that of the project."""
    if document.is_absolute():
        return document
    return folder / document if (folder / document).exists() else ROOT / document


def _items(said: str) -> list[str]:
    """A list as people write it in an environment variable: `1, 2`, `[1, 2]`, one alone, or nothing."""
    return [item for item in re.split(r"[\[\],\s\"']+", said) if item]


def _refuse_unknown_variables() -> None:
    for name in os.environ:
        if name.upper().startswith(_PREFIX):
            section = name.upper().removeprefix(_PREFIX).split("__")[0].lower()
            if section not in Settings.model_fields:
                raise SettingsError(f"{name}: 没有这个设置")


def _in_one_line(error: ValidationError) -> str:
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"])
    wanted = _WANTED.get(first["type"])
    if wanted is None:
        return f"{name}: {first['msg'].removeprefix('Value error, ')}"
    return f"{name}: {wanted.format(**first.get('ctx', {}))}".replace(" or ", ", ")


# By pydantic's kinds of errors: https://docs.pydantic.dev/latest/errors/validation_errors/
_WANTED = {
    "extra_forbidden": "没有这个设置",
    "greater_than": "要大于 {gt}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "literal_error": "只能是 {expected}",
    "int_parsing": "要写成整数",
    "int_type": "要写成整数",
    "int_from_float": "要写成整数",
    "float_parsing": "要写成数字",
    "float_type": "要写成数字",
    "string_type": "要写成加引号的文字",
    "tuple_type": "要写成方括号里的一串",
    "path_type": "要写成文件名",
    "time_parsing": "要写成几点几分，例如 09:00",
    "time_type": "要写成几点几分，例如 09:00",
    "model_type": "要写成一节，里面是各个设置",
    "model_attributes_type": "要写成一节，里面是各个设置",
}
