"""Thin adapters to the services that carry messages: each builds a request, and reads the service's own answer."""

__all__: list[str] = []
