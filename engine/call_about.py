"""What is known of a call besides its sound: the sidecar of a recording."""

import json
import re
from datetime import datetime
from typing import Any
from unicodedata import category

from pydantic import BaseModel, ConfigDict, Field, field_validator

from models.channels import ChannelPolicy
from models.tables.recordings import Direction

# As JSON writes it; a backslash that is itself written is none.
_ZERO = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


class CallAbout(BaseModel):
    """Metadata of one call.

    A naive time is read in the source's time zone. *channel_policy* overrides what the source says for the
    direction; there is no policy out of thin air. Free fields go into *details*.
    """

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    source: str = Field("upload", min_length=1, max_length=60)
    call_id: str | None = Field(None, max_length=120)
    direction: Direction = Direction.INBOUND
    channel_policy: ChannelPolicy | None = None
    project: str | None = Field(None, max_length=80)
    queue: str | None = Field(None, max_length=80)
    agent_no: str | None = Field(None, max_length=40)
    customer_no: str | None = Field(None, max_length=40)
    started_at: datetime | None = None
    ended_at: datetime | None = None
    details: dict[str, Any] = Field(default_factory=dict)

    @field_validator("call_id", "project", "queue", "agent_no", "customer_no", mode="before")
    @classmethod
    def _text(cls, value: object) -> object:
        # Tables give numbers where text is meant, and empty cells where nothing is.
        if value is None or value == "":
            return None
        return str(value) if isinstance(value, int) else value

    @field_validator("source", "call_id", "project", "queue", "agent_no", "customer_no")
    @classmethod
    def _printable(cls, value: str | None) -> str | None:
        if value is not None and any(category(letter) == "Cc" for letter in value):
            raise ValueError("has a control character")
        return value

    @field_validator("details")
    @classmethod
    def _can_be_kept(cls, value: dict[str, Any]) -> dict[str, Any]:
        """Both databases keep JSON; neither NaN, nor a zero character, nor half of a surrogate pair is any."""
        try:
            text = json.dumps(value, allow_nan=False, ensure_ascii=False)
            text.encode()
        except (TypeError, ValueError, RecursionError) as error:
            raise ValueError(f"cannot be kept: {type(error).__name__}") from None
        if _ZERO.search(text):
            raise ValueError("cannot be kept: zero character")
        return value
