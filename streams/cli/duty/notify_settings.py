"""The settings of a notifier: one frozen object, read and checked once at the start."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_validator

from alerts.notify import origin


class NotifySettings(BaseModel):
    """The settings of a notifier. `ledger` can have a password and is never shown.

    `duty`: the duty folder. `address`: of the console, the one host that links lead to. `mail_server`: that of
    channels that are a bare mail address. `budget`: attempts a robot and minute; robots allow 20. `poll_s`: between two looks.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    ledger: str = Field(default="sqlite:///shiftwarden.db", repr=False, description="a database's address")
    duty: Path | None = Field(default=None, description="a folder")
    law: Path | None = Field(default=None, description="a folder")
    address: str = Field(default="http://127.0.0.1:8080", description="https://HOST, where the console is")
    mail_server: str | None = Field(default=None, pattern=r"^smtps?://\S+$", description="smtp://[USER@]HOST[:PORT]")
    metrics: str = Field(default="127.0.0.1:0", pattern=r"^[^\s:]+:\d+$", description="HOST:PORT")
    budget: int = Field(default=15, ge=1, le=20, description="1 to 20 attempts a minute")
    poll_s: float = Field(default=0.25, gt=0, le=30, description="more than 0 and at most 30 seconds")

    @field_validator("address")
    @classmethod
    def _has_an_origin(cls, given: str) -> str:
        origin(given)
        return given
