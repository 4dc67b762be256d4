"""What is said: the contract with the platforms, and the words in which the stream states what it found."""

__all__: list[str] = []
