"""The pure stages of a message: trigger, route, group, mute, hold. They take `now` and know no database and no clock."""

__all__: list[str] = []
