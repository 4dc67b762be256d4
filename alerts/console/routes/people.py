"""The accounts, for the operator: made, disabled, enabled, given another password. What people have open goes on by a command."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from alerts.accounts import AccountError, AccountRight, AccountRole, BusyError, WeakPasswordError
from alerts.console.guards.visits import AbsentError, Visit, check_form, form, text_in, with_right
from alerts.console.rendering import show

router: Final = APIRouter()
_Operator = Annotated[Visit, Depends(with_right(AccountRight.ACCOUNTS))]
_ROLES: Final = {
    "viewer": "查看统计",
    "inspector": "检查员",
    "supervisor": "负责人",
    "operator": "运维",
    "data_officer": "数据保护专员",
}


@router.get("/accounts")
def accounts(visited: _Operator) -> Response:
    """Show all accounts."""
    return _shown(visited)


@router.post("/accounts")
def add(visited: _Operator, fields: Annotated[FormData, Depends(form)]) -> Response:
    """Make an account."""
    check_form(visited, fields)
    role = text_in(fields, "role")
    if role not in _ROLES:
        raise AbsentError
    areas = tuple(text_in(fields, "areas", 2000).split())
    name, called = text_in(fields, "name", 100).strip(), text_in(fields, "called", 100).strip()
    try:
        visited.desk.accounts.add(
            name, AccountRole(role), called=called, areas=areas, password=text_in(fields, "password", 1000)
        )
    except (AccountError, WeakPasswordError, BusyError) as error:
        return _shown(visited, str(error), 400)
    return RedirectResponse("/accounts", 303)


@router.post("/accounts/{name}/{what}")
def change(name: str, what: str, visited: _Operator, fields: Annotated[FormData, Depends(form)]) -> Response:
    """Disable or enable an account, or give it another password; nobody disables their own."""
    check_form(visited, fields)
    store = visited.desk.accounts
    try:
        if what == "disable" and name != visited.account.name:
            store.disable(name)
        elif what == "enable":
            store.enable(name)
        elif what == "password" and name != visited.account.name:
            store.set_password(name, text_in(fields, "password", 1000))
        else:
            raise AbsentError
    except (AccountError, WeakPasswordError, BusyError) as error:
        return _shown(visited, str(error), 400)
    return RedirectResponse("/accounts", 303)


def _shown(visited: Visit, fault: str = "", status: int = 200) -> Response:
    found = visited.desk.accounts.all()
    roles = [(role, visited.tongue.word(role, _ROLES)) for role in _ROLES]
    return show(visited, "accounts.html", status, accounts=found, roles=roles, role_names=dict(roles), fault=fault)
