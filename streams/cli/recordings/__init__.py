"""Commands about recorded and simulated data: check, replay, recount, weather, city, demo, worker ids."""

__all__: list[str] = []
