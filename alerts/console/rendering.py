"""Makes pages from templates: every value is escaped, and a name that a template lacks is an error."""

from functools import cache
from importlib.resources import files
from typing import Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import BaseLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from alerts.accounts import AccountRight
from alerts.console.guards.cookies import SESSION, give_cookie
from alerts.console.guards.visits import Visit
from alerts.console.tongue import BOTH, Tongue
from alerts.console.views.amounts import local, short
from alerts.console.views.tables import harmless_text

HERE: Final = files("alerts.console")


def show(visited: Visit, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page for somebody who is signed in."""
    account = visited.account
    page = render(
        template,
        visited.tongue,
        visited.request,
        account=account,
        rights={right.value for right in AccountRight if account.may(right)},
        form_token=visited.session.form_token,
        **values,
    )
    response = HTMLResponse(page, status)
    if visited.made:
        give_cookie(response, visited.desk.settings, SESSION, visited.session.token)
    return response


def show_publicly(
    request: Request, template: str, status: int = 200, tongue: Tongue = BOTH, **values: Any
) -> HTMLResponse:
    """A page for anybody."""
    return HTMLResponse(render(template, tongue, request, account=None, rights=set(), form_token="", **values), status)


def render(template: str, tongue: Tongue, request: Request, **values: Any) -> str:
    """The text of a page."""
    return (
        _environment()
        .get_template(template)
        .render(t=tongue.pick, tongue=tongue, path=request.url.path, drawn=Markup, **values)
    )


@cache
def _environment() -> Environment:
    loader: BaseLoader = FileSystemLoader(str(HERE / "templates"))
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        finalize=harmless_text,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["local"] = local
    environment.filters["short"] = short
    return environment
