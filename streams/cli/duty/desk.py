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


def router_of(folder: Path) -> Router:
    """The routes of a folder's files. `Unusable` with every fault of the files."""
    texts = {file.name: file.read_text(encoding="utf-8-sig") for file in sorted(folder.glob("*.yaml"))}
    if not texts:
        raise Unusable(f"the folder {folder} has no routing files; name another with --routing")
    try:
        # By name, since routes are a package of their own that this one only needs when it runs.
        router: Router = import_module("alerts.routing").Routing.read(texts)
    except ModuleNotFoundError as error:
        raise Unusable("this release reads no routing files") from error
    except (ValueError, LookupError) as error:
        raise Unusable(str(error)) from error
    return router
