"""Words, figures and tables that pages show of leads, worked out from findings and the log. Knows no request and no database."""

__all__: list[str] = []
