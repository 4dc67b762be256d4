"""Rights on a cluster: which operation on which topic, group, or the cluster. `Write` and `Read` include `Describe`."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from kafka.admin import KafkaAdminClient
from kafka.errors import CoordinatorLoadInProgressError, CoordinatorNotAvailableError, GroupAuthorizationFailedError

from streams.broker.errors import BrokerRefusedError
from streams.broker.security import Security

Operation = Literal["Read", "Write", "Create", "Describe"]
Resource = Literal["topic", "group", "cluster"]

_UNAUTHORIZED = 29
"""Kafka's TOPIC_AUTHORIZATION_FAILED, its response also for a missing topic where the account may not see whether it exists."""

_BEING_MADE = (CoordinatorNotAvailableError, CoordinatorLoadInProgressError)
"""On a new cluster Kafka makes the topic of the groups at the first request about a group."""


class Right(NamedTuple):
    """One operation on one thing; the cluster's name is `kafka-cluster`."""

    operation: Operation
    resource: Resource
    name: str

    def __str__(self) -> str:
        """The right as text, for the person at the terminal."""
        thing = "the cluster" if self.resource == "cluster" else f"the {self.resource} {self.name}"
        return f"{self.operation} on {thing}"


def require_rights(admin: KafkaAdminClient, rights: Iterable[Right], address: str, security: Security) -> None:
    """Check that the account of this connection has these rights. `BrokerRefusedError` names each that it lacks.

    Topics and groups that do not exist are passed over. A cluster that checks no rights allows everything.
    """
    wanted = list(rights)
    allowed = _allowed_topics(admin, [each.name for each in wanted if each.resource == "topic"])
    allowed |= _allowed_groups(admin, [each.name for each in wanted if each.resource == "group"])
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


def _allowed_topics(admin: KafkaAdminClient, names: list[str]) -> dict[tuple[Resource, str], set[str]]:
    described = admin.describe_topics(sorted(set(names))) if names else []
    return {
        ("topic", one["name"]): set() if one["error_code"] else _operations(one["authorized_operations"])
        for one in described
        if one["error_code"] in (0, _UNAUTHORIZED)
    }


def _allowed_groups(admin: KafkaAdminClient, names: list[str]) -> dict[tuple[Resource, str], set[str]]:
    """The operations allowed on each group that exists; an empty set for one that the account may not see.

    A group that has no members yet counts as missing: Kafka reports that there is none, and no rights.
    """
    allowed: dict[tuple[Resource, str], set[str]] = {}
    for name in names:
        try:
            described = admin.describe_groups([name])[name]
        except GroupAuthorizationFailedError:
            allowed["group", name] = set()
        except _BEING_MADE:
            continue
        else:
            if described["error"] is None:
                allowed["group", name] = _operations(described["authorized_operations"])
    return allowed


def _operations(names: Iterable[str] | None) -> set[str]:
    return set(names or ())
