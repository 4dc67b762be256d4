"""Ports of 127.0.0.1: which are free now. Between the answer and its use another process may take one."""

import socket


def free_ports(count: int) -> list[int]:
    """So many different ports that the operating system says are free."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


def is_free(port: int) -> bool:
    """Whether a server could listen on this port now."""
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a server's old connections in TIME_WAIT don't count
        try:
            one.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
