"""Each platform's cases by the law of all, which decides what they hide of all platforms together."""

from collections.abc import Callable, Collection, Iterable
from typing import Protocol, TypeVar

from streams.facts.views.worker_view import View


class OfView(Protocol):
    """A case that was found in a view."""

    @property
    def view(self) -> View:
        """The view."""


C = TypeVar("C", bound=OfView)


def by_the_law_of_all(
    alone: Iterable[C], views: Iterable[View], agreed: Collection[str], find: Callable[[View], Iterable[C]]
) -> list[C]:
    """The cases found alone, those of platforms that have agreed to values of their own found anew without these."""
    others = [each for each in views if each.platform in agreed]
    of_all = [case for each in others for case in find(each.by_the_law_of_all())]
    return [*(case for case in alone if case.view.platform not in agreed), *of_all]
