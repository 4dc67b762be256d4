"""The analyst's dashboard: what it shows (`rows`), and how that becomes Grafana's JSON (`build`)."""

__all__: list[str] = []
