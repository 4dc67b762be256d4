"""Composes what a notifier needs: routes from files, names from the law, links of the console."""

from importlib import import_module
from pathlib import Path

from alerts.notify.ports import Router
from alerts.words import Bilingual, Names
from streams.cli.output import Unusable
from streams.law.table import Law


def names_of(law: Law) -> Names:
    """The names of all places and platforms of a law."""
    places = {code: law.places.name(code) for code in (*law.places.counties, *law.places.zones)}
    return Names(
        areas={code: Bilingual(name.zh, name.en) for code, name in places.items()},
        platforms={one.id: Bilingual(one.name.zh, one.name.en) for one in law.platforms.values()},
    )


def router_of(duty: Path | None, law: Law) -> Router:
    """The routes of the packaged competences with a duty folder laid over them. `Unusable` with every fault of the files."""
    try:
        # By name: routes are a package of their own, which this one needs only when it runs.
        router: Router = import_module("streams.cli.duty.files").routing_of(duty, law.places.lies_in)
    except ModuleNotFoundError as error:
        raise Unusable("this release reads no duty files") from error
    return router
