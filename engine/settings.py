"""Everything that can be set, typed and described once.

A value comes from the command line, then the environment (`CALLQC_…`, two underscores between levels), then
`callqc.toml`, then the default below.
"""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from engine.notify_settings import MailSettings, NotifySettings
from engine.speech.options import SpeechSettings

# A unix socket's address holds 108 bytes, the last one a zero.
_LONGEST_SOCKET_PATH = 100
DEFAULT_DATA_DIR = Path(os.environ.get("XDG_DATA_HOME", str(Path.home() / ".local" / "share"))) / "callqc"


class Section(BaseModel):
    """A part of the configuration; a misspelt name in it is refused, not ignored."""

    model_config = ConfigDict(extra="forbid")


class WebSettings(Section):
    host: str = Field("127.0.0.1", description="Address the web server listens on.")
    port: int = Field(8600, ge=0, le=65535, description="Port the web server listens on.")
    threads: int = Field(8, ge=1, description="Requests answered at the same time by one web process.")
    secret_key: SecretStr | None = Field(
        None, description="Signs form tokens. When empty, one is made in the data folder at the first start."
    )
    https: bool = Field(False, description="Pages are reached by https: cookies become Secure and HSTS is sent.")
    proxies: int = Field(
        0, ge=0, description="Trusted proxies in front; the client's address is read that many hops back."
    )
    upload_limit_bytes: int = Field(500_000_000, ge=1, description="Largest upload of one request.")
    session_idle_s: int = Field(8 * 3600, ge=60, description="A sign-in ends after this long without a request.")
    session_longest_s: int = Field(14 * 3600, ge=60, description="A sign-in ends after this long whatever happens.")
    sign_in_tries: int = Field(
        8, ge=1, description="Wrong passwords per account within the window before it is locked."
    )
    sign_in_tries_per_address: int = Field(
        60, ge=1, description="Wrong passwords per network address within the window."
    )
    sign_in_window_s: int = Field(900, ge=1, description="The window in which wrong passwords are counted.")
    trusted_hosts: tuple[str, ...] = Field(
        (),
        description="Host names under which the pages are reached, such as `qc.example.cn` or `.example.cn`; a request"
        " for another one is refused. This machine's own names always work; when empty, every name does.",
    )
    timezone: str = Field("Asia/Shanghai", description="Time zone in which times are shown and working days begin.")


class WorkSettings(Section):
    lease_s: float = Field(60, gt=0, description="A claim on work ends after this long without a beat.")
    stall_s: float = Field(600, gt=0, description="Work that makes no progress for this long is no longer held.")
    max_attempts: int = Field(5, ge=1, description="Work that was claimed this often without a result ends FAILED.")
    retry_after_s: float = Field(10, ge=0, description="An attempt that failed is tried again after this long.")
    sweep_every_s: float = Field(
        10, gt=0, description="How often the scheduler looks for work that nobody was told of."
    )
    wake_after_s: float = Field(30, gt=0, description="Work that was woken but not claimed is woken again after this.")
    drain_max_s: float = Field(900, gt=0, description="A drain claims no further work after this long.")
    drain_max_items: int = Field(50, ge=1, description="A drain claims at most this many recordings.")
    batch_recordings: int = Field(4, ge=1, description="Recordings that a speech drain hears together.")
    speech_workers: int = Field(1, ge=0, description="Worker processes for speech started by `callqc up`.")
    light_workers: int = Field(1, ge=0, description="Worker processes for everything else started by `callqc up`.")


class RoutingSettings(Section):
    random_share: float = Field(0.1, gt=0, le=1, description="Share of all calls drawn at random for review.")
    seed: str = Field(
        "callqc", min_length=1, description="Seed of the random share; the same seed draws the same calls."
    )
    auto_release: bool = Field(
        False, description="Clean calls that nobody drew are released without review, where the scorecard allows it."
    )


class ReviewSettings(Section):
    adjustment_limit: float = Field(
        3, ge=0, description="Points an inspector may adjust without the QC lead's approval."
    )
    release_delay_s: float = Field(0, ge=0, description="How long a confirmed result rests before it is released.")
    idle_s: float = Field(30, ge=5, description="Seconds without a key or a pointer after which work time stops.")
    claim_lease_s: float = Field(1800, ge=60, description="How long an opened case is kept for its inspector.")


class AppealSettings(Section):
    window_working_days: float = Field(3, gt=0, le=90, description="Working days an agent has to appeal after release.")
    window_s: float | None = Field(
        None,
        ge=3600,
        le=90 * 86400,
        description="Plain seconds to appeal, instead of working days (1 hour to 90 days).",
    )
    opinion_working_days: float = Field(2, gt=0, le=30, description="Working days for both opinions.")
    decision_working_days: float = Field(
        3, gt=0, le=30, description="Working days for the decision after the opinions."
    )
    answer_working_days: float = Field(
        2, gt=0, le=30, description="Working days to answer a question of the QC lead; other deadlines rest."
    )
    remind_before_s: float = Field(86400, ge=0, description="A reminder is sent this long before a deadline.")
    rounds: int = Field(1, ge=1, le=3, description="How often one case may be appealed.")
    different_inspector: bool = Field(True, description="The opinion comes from another inspector than the review.")


class FileSource(TomlConfigSettingsSource):
    """The TOML file, which is copied, mailed and backed up: the password of the mail server has no place in it."""

    def __call__(self) -> dict[str, Any]:
        values = super().__call__()
        if "password" in values.get("mail", {}):
            raise ValueError("mail.password belongs into the environment, as CALLQC_MAIL__PASSWORD, not into the file")
        return values


class Settings(BaseSettings):
    """The whole configuration."""

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        env_prefix="CALLQC_", env_nested_delimiter="__", extra="forbid", nested_model_default_partial_update=True
    )

    data_dir: Path = Field(
        DEFAULT_DATA_DIR, description="Folder for audio, the embedded database and the private Redis."
    )
    database_url: str | None = Field(None, description="SQLAlchemy URL; a SQLite file in the data folder when empty.")
    redis_url: str | None = Field(None, description="A shared Redis; a private one in the data folder when empty.")
    rulebook: str = Field("zh-telecom", description="Rulebook pack that `callqc init` publishes.")
    demo: bool = Field(False, description="This is the demo: a strip says so on every page.")
    environment: str = Field("", max_length=40, description="Name shown in the strip above every page, e.g. TEST.")
    log_level: str = Field("INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="Least level that is logged.")
    web: WebSettings = Field(default_factory=WebSettings, description="The pages.")
    work: WorkSettings = Field(default_factory=WorkSettings, description="The queue and its workers.")
    speech: SpeechSettings = Field(default_factory=SpeechSettings, description="Recognition of speech.")
    routing: RoutingSettings = Field(default_factory=RoutingSettings, description="Which calls people see.")
    review: ReviewSettings = Field(default_factory=ReviewSettings, description="Review by inspectors.")
    appeal: AppealSettings = Field(default_factory=AppealSettings, description="Appeals.")
    notify: NotifySettings = Field(default_factory=NotifySettings, description="Notices that leave the house.")
    mail: MailSettings = Field(default_factory=MailSettings, description="The mail server.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings, env_settings, FileSource(settings_cls, toml_file=toml_file()))

    @property
    def effective_database_url(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir / 'callqc.db'}"

    @property
    def hearing(self) -> SpeechSettings:
        """The settings of speech; where they name no folder for models, it is the one in the data folder."""
        folder = self.speech.models_dir or str(self.data_dir / "models")
        return self.speech.model_copy(update={"models_dir": folder})

    @property
    def redis_socket(self) -> Path:
        path = self.data_dir / "redis" / "redis.sock"
        if len(str(path.absolute())) <= _LONGEST_SOCKET_PATH:
            return path
        # The kernel allows no longer names; a short one that is the same for the same folder.
        short = hashlib.sha256(str(path.absolute()).encode()).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"callqc-{os.getuid()}-{short}" / "redis.sock"

    @property
    def effective_redis_url(self) -> str:
        return self.redis_url or f"unix://{self.redis_socket.absolute()}"


def toml_file() -> Path:
    """Where the TOML file is looked for: $CALLQC_CONFIG, else ./callqc.toml."""
    return Path(os.environ.get("CALLQC_CONFIG", "callqc.toml"))
