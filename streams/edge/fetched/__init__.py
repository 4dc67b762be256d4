"""Records on their way from the broker to the agents: read bounded, whatever others put into them."""

__all__: list[str] = []
