"""Builds the application from a desk: routes, error pages, files, and the gate before all of them."""

from typing import Final

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.types import ASGIApp

from alerts.console.desk import Desk
from alerts.console.error_pages import add_refusals
from alerts.console.guards.gate import Gate
from alerts.console.metrics import ConsoleMetrics
from alerts.console.rendering import HERE
from alerts.console.routes import (
    calendar,
    duty,
    health,
    lead,
    lead_list,
    looks,
    own,
    people,
    signing,
    signing_in,
    unsigned,
)

_ROUTES: Final = (duty, lead_list, lead, signing, signing_in, own, calendar, looks, people, unsigned, health)


def create_app(desk: Desk, metrics: ConsoleMetrics | None = None) -> ASGIApp:
    """The application. It serves no description of itself."""
    app = FastAPI(title="Shiftwarden", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    app.state.desk = desk
    app.state.metrics = counted = metrics or ConsoleMetrics()
    for each in _ROUTES:
        app.include_router(each.router)
    app.mount("/static", StaticFiles(directory=str(HERE / "static")))
    add_refusals(app)
    return Gate(app, desk.settings, counted)
