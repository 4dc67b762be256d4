"""The one place that links may lead to."""

from urllib.parse import urlsplit


def origin(address: str) -> str:
    """The scheme and host of an address: a link may lead there and nowhere else. `ValueError` where it is none.

    >>> origin("https://monitor.city.example/console/")
    'https://monitor.city.example'
    """
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is not None:
        raise ValueError("an address of the console is https://HOST, with a port and a path where needed")
    return f"{parts.scheme}://{parts.netloc}"
