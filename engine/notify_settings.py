"""What can be set about notices that leave the house."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class NotifySettings(BaseModel):
    model_config = ConfigDict(extra="forbid")

    webhook_hosts: tuple[str, ...] = Field(
        (),
        description="Hosts that webhooks may be sent to, such as `hooks.example.cn`, `10.0.0.5:8080` or `*.example.cn`;"
        " none when empty.",
    )
    page_url: str = Field("", max_length=300, description="Address under which people open the pages; mails name it.")
    timeout_s: float = Field(5, gt=0, le=60, description="A webhook that is silent for this long has failed.")
    max_attempts: int = Field(8, ge=1, le=30, description="A delivery that failed this often is given up.")
    retry_after_s: float = Field(30, ge=0, description="Pause after the first failure; it doubles with each one.")
    longest_pause_s: float = Field(4 * 3600, ge=0, description="The pause between two attempts grows no longer.")
    keep_days: float = Field(90, gt=0, description="What was sent stays on the list of deliveries for this long.")
    lease_s: float = Field(120, gt=0, description="A delivery whose sender died goes to another one after this long.")
    drain_max_s: float = Field(20, gt=0, description="One job sends for this long, then lets others work.")


class MailSettings(BaseModel):
    model_config = ConfigDict(extra="forbid")

    host: str | None = Field(None, description="Mail server (SMTP); no mail is sent when empty.")
    port: int = Field(587, ge=1, le=65535, description="Port of the mail server.")
    security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="How the connection is encrypted: `starttls`, `tls` from the start, or `none`."
    )
    user: str = Field("", description="Account at the mail server; no sign-in when empty.")
    password: SecretStr | None = Field(None, description="Its password, taken from the environment only.")
    sender: str = Field("callqc@localhost", max_length=200, description="Address that mails come from.")
    timeout_s: float = Field(10, gt=0, le=60, description="A mail server that is silent for this long has failed.")
