"""Rights on a cluster: which operation on which topic, group, or the cluster. `Write` and `Read` include `Describe`."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from kafka.admin import KafkaAdminClient
from kafka.errors import CoordinatorLoadInProgressError, CoordinatorNotAvailableError

from streams.broker.security import Security
from streams.embedded.errors import BrokerRefusedError

Operation = Literal["Read", "Write", "Create", "Describe"]
Resource = Literal["topic", "group", "cluster"]

_UNAUTHORIZED = 29
"""Kafka's TOPIC_AUTHORIZATION_FAILED, which it also says of topics that are not there to who may not see them."""

_GROUP_UNAUTHORIZED = "GroupAuthorizationFailedError"
"""The name by which the client library says that Kafka does not show a group to who may not see it."""


class Right(NamedTuple):
    """One operation on one thing; the cluster's name is `kafka-cluster`."""

    operation: Operation
    resource: Resource
    name: str

    def __str__(self) -> str:
        return f"{self.operation} on the {self.resource} {self.name}" if self.resource != "cluster" else self.operation


def require_rights(admin: KafkaAdminClient, rights: Iterable[Right], address: str, security: Security) -> None:
    """See that the account of this connection has rights on topics and groups. `BrokerRefusedError` names each it lacks.

    Topics and groups that are not there, as on a new cluster, are passed over. A cluster that checks no rights allows everything.
    """
    wanted = list(rights)
    allowed = _allowed_topics(admin, [each.name for each in wanted if each.resource == "topic"])
    groups = [each.name for each in wanted if each.resource == "group"]
    allowed |= _allowed_groups(admin, groups)
    missing = [
        each
        for each in wanted
        if (have := allowed.get((each.resource, each.name))) is not None and each.operation.upper() not in have
    ]
    if missing:
        raise BrokerRefusedError(
            f"At the Kafka at {address}, {security.who} lacks these rights: {', '.join(map(str, missing))}. `shiftwarden"
            " access` says which rights an account needs, and gives them."
        )


def _allowed_groups(admin: KafkaAdminClient, names: list[str]) -> dict[tuple[Resource, str], set[str]]:
    try:
        found = admin.describe_groups(names) if names else {}
    except (CoordinatorNotAvailableError, CoordinatorLoadInProgressError):  # the topic of the groups is just being made
        return {}
    return {
        ("group", name): _operations(one["authorized_operations"])
        for name, one in found.items()
        if one["authorized_operations"] is not None or _GROUP_UNAUTHORIZED in (one["error"] or "")
    }


def _allowed_topics(admin: KafkaAdminClient, names: list[str]) -> dict[tuple[Resource, str], set[str]]:
    described = admin.describe_topics(sorted(set(names))) if names else []
    return {
        ("topic", one["name"]): set() if one["error_code"] else _operations(one["authorized_operations"])
        for one in described
        if one["error_code"] in (0, _UNAUTHORIZED)
    }


def _operations(said: Iterable[str] | None) -> set[str]:
    return set(said or ())
