"""The people to be told about a lead, by the duty files: competence, people, rota, channels. Pure: reads no file or clock."""

from alerts.routing.reading import RoutingError
from alerts.routing.rota import DutyGap, DutyTurn
from alerts.routing.routing import Routing
from alerts.routing.terms import Force, HandlingTerm
from alerts.routing.told import Channel, Escalation, Person, Policy, Question, Route, RouteStep

__all__ = [
    "Channel",
    "DutyGap",
    "DutyTurn",
    "Escalation",
    "Force",
    "HandlingTerm",
    "Person",
    "Policy",
    "Question",
    "Route",
    "RouteStep",
    "Routing",
    "RoutingError",
]
