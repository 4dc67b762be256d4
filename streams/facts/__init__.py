"""What is known: facts, the coverage they give, and the stretches it forms. Pure; decides nothing about the law."""

__all__: list[str] = []
