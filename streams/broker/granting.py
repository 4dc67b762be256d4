"""Sets an account's password and grants its rights, by an administrator's connection. Repeatable; revokes nothing."""

from collections.abc import Iterable
from typing import NamedTuple

from kafka.admin import (
    ACL,
    ACLFilter,
    ACLOperation,
    ACLPermissionType,
    ACLResourcePatternType,
    KafkaAdminClient,
    ResourcePattern,
    ResourcePatternFilter,
    ResourceType,
    UserScramCredentialUpsertion,
)
from kafka.errors import SecurityDisabledError
from pydantic import SecretStr

from schemas.bilingual import noun
from streams.broker.errors import BrokerRefusedError
from streams.broker.rights import Right
from streams.broker.shape import Mechanism

ITERATIONS = 16_384
"""Iterations of the password's hash: the most that Kafka allows. Each login costs about 10 ms on either side."""


class Granted(NamedTuple):
    """The rights granted now, and those that the account has beyond the wanted ones, in Kafka's words."""

    given: list[Right]
    besides: list[str]


def has_password(admin: KafkaAdminClient, account: str, mechanism: Mechanism) -> bool:
    """True where the account can log in by this mechanism."""
    found = admin.describe_user_scram_credentials([account]).get(account, {"credential_infos": []})
    return any(one["mechanism"].name == mechanism.replace("-", "_") for one in found["credential_infos"])


def set_password(admin: KafkaAdminClient, account: str, mechanism: Mechanism, password: SecretStr) -> None:
    """Make the account, or change its password. Raises `BrokerRefusedError`."""
    change = UserScramCredentialUpsertion(account, mechanism, password.get_secret_value(), iterations=ITERATIONS)
    refusal = admin.alter_user_scram_credentials([change])[account]
    if refusal is not None:
        raise BrokerRefusedError(f"The account {account!r} could not be made: {refusal}")


def grant_rights(admin: KafkaAdminClient, account: str, rights: Iterable[Right]) -> Granted:
    """Grant the rights that the account lacks. Raises `BrokerRefusedError`, also where the cluster checks no rights."""
    wanted = {_entry(account, right): right for right in rights}
    try:
        found, _ = admin.describe_acls(_of(account))
    except SecurityDisabledError as error:
        raise BrokerRefusedError(
            "This cluster checks no rights, so that every account may do everything: set authorizer.class.name on its"
            " brokers first."
        ) from error
    missing = [entry for entry in wanted if entry not in found]
    if missing and (failed := admin.create_acls(missing)["failed"]):
        refused = noun(len(failed), f"right of {account!r} was", f"rights of {account!r} were")
        raise BrokerRefusedError(f"{len(failed)} {refused} refused: {failed[0].__name__}")
    besides = [_shown(entry) for entry in found if entry not in wanted]
    return Granted([wanted[entry] for entry in missing], besides)


def _entry(account: str, right: Right) -> ACL:
    return ACL(
        principal=f"User:{account}",
        host="*",
        operation=ACLOperation[right.operation.upper()],
        permission_type=ACLPermissionType.ALLOW,
        resource_pattern=ResourcePattern(ResourceType[right.resource.upper()], right.name),
    )


def _of(account: str) -> ACLFilter:
    anything = ResourcePatternFilter(ResourceType.ANY, None, ACLResourcePatternType.ANY)
    return ACLFilter(f"User:{account}", None, ACLOperation.ANY, ACLPermissionType.ANY, anything)


def _shown(entry: ACL) -> str:
    thing = entry.resource_pattern
    pattern = " (prefix)" if thing.pattern_type == ACLResourcePatternType.PREFIXED else ""
    permission = "" if entry.permission_type == ACLPermissionType.ALLOW else f"{entry.permission_type.name.lower()} "
    return (
        f"{permission}{entry.operation.name.capitalize()} on the {thing.resource_type.name.lower()}"
        f" {thing.resource_name}{pattern}"
    )
