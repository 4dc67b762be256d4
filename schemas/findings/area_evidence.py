"""The evidence about an area: the slots counted, the warnings in force and the times of red, as they are at one instant."""

from pydantic import BaseModel, ConfigDict

from schemas.findings.figures import RedTime, SlotRow, WarnedTime


class AreaEvidence(BaseModel):
    """The evidence of a finding about an area.

    `slots`: the judged ones; `usual`: those of the baseline; `warned`: the episodes about that time; `red`: the times of red.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    slots: tuple[SlotRow, ...] = ()
    usual: tuple[SlotRow, ...] = ()
    warned: tuple[WarnedTime, ...] = ()
    red: tuple[RedTime, ...] = ()
