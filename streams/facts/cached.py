"""A property that is worked out when it is read first, and kept by its object: one of views and of parts, which never change.

That of `functools` holds one lock for all objects of a class while it works a value out, before Python 3.12: the evaluation of a
heavy worker in a thread would hold up everybody else's. Without a lock two threads may work the same value out twice, which
does no harm where it follows from the object alone; a value that is changed afterwards belongs into that of `functools`.
"""

from collections.abc import Callable
from typing import Generic, Self, TypeVar, overload

T = TypeVar("T")


class CachedProperty(Generic[T]):
    """Made with the method that works the value out; the object needs a `__dict__`."""

    def __init__(self, method: Callable[..., T]) -> None:
        self._method = method
        self._name = method.__name__
        self.__doc__ = method.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...

    @overload
    def __get__(self, instance: object, owner: type) -> T: ...

    def __get__(self, instance: object | None, owner: type) -> Self | T:
        """The value; called for the first reading alone, since the object's own attribute goes before it."""
        if instance is None:
            return self
        value = instance.__dict__[self._name] = self._method(instance)
        return value
