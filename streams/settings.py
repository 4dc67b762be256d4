"""The settings of a worker process: one frozen object, read and checked once at the start."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, InstanceOf

from schemas.instants import HOUR_MS
from schemas.work import BUCKETS
from streams.broker.security import PLAINTEXT, Security
from streams.core.workers.judge import HORIZON_MS


class Settings(BaseModel):
    """The settings of a worker. Names in `_s` are seconds, in `_h` hours. Secrets in `ledger` are never shown.

    `work_partitions` is the number of partitions that workers can share, fixed when the topics are made; `feed_partitions`
    likewise for each platform's feed. `metrics` is `HOST:PORT`, port 0 for a free one. `horizon_h`: hours that facts are kept
    behind a worker's latest sign of life. `sweep_s`: the pause between two sweeps of the cells for the pace, which judges a slot
    ten minutes after its end: half of that at the most.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    broker: str = Field(
        default="127.0.0.1:9092",
        pattern=r"^[^\s,]+:\d+(,[^\s,]+:\d+)*$",
        description="HOST:PORT, several parted by commas",
    )
    security: InstanceOf[Security] = PLAINTEXT
    ledger: str = Field(default="sqlite:///shiftwarden.db", repr=False, description="a database's address")
    law: Path | None = Field(default=None, description="a folder")
    group: str = Field(
        default="shiftwarden", pattern=r"^[A-Za-z0-9._-]{1,100}$", description="1 to 100 of A-Za-z0-9._-"
    )
    work_partitions: int = Field(default=8, ge=1, le=BUCKETS, description=f"1 to {BUCKETS}")
    feed_partitions: int = Field(default=2, ge=1, le=1000, description="1 to 1000")
    metrics: str = Field(default="127.0.0.1:0", pattern=r"^[^\s:]+:\d+$", description="HOST:PORT")
    horizon_h: int = Field(default=HORIZON_MS // HOUR_MS, ge=24, description="24 hours or more")
    checkpoint_s: float = Field(default=60, gt=0, description="more than 0 seconds")
    sweep_s: float = Field(default=240, gt=0, le=300, description="more than 0 and at most 300 seconds")
    tick_s: float = Field(default=0.25, gt=0, description="more than 0 seconds")
    session_timeout_s: float = Field(default=30, ge=6, le=300, description="6 to 300 seconds")

    @property
    def state_topic(self) -> str:
        """The changelog of the state: where checkpoints are written and a takeover reads."""
        return f"{self.group}-state-changelog"
