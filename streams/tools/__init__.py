"""Tools around the product: replay, recount, the simulated city, the demo, the embedded broker, the local cluster."""

__all__: list[str] = []
