"""The edge to Faust and aiokafka: consuming, sending, state, assignments."""

__all__: list[str] = []
