"""The whole dashboard as data: its variables, its rows from top to bottom, and every query in it."""

from deploy.grafana.days import DAYS
from deploy.grafana.duty_messages import MESSAGES
from deploy.grafana.health import HEALTH
from deploy.grafana.leads import COURSE, NOW, WHERE
from deploy.grafana.months import MONTHS
from deploy.grafana.reliance import FEEDS
from deploy.grafana.weather import WEATHER

ROWS = (NOW, WHERE, COURSE, MONTHS, WEATHER, DAYS, FEEDS, MESSAGES, HEALTH)
"""From top to bottom."""

VARIABLES = {
    "platform": ("Platform 平台", "label_values(shiftwarden_feed_events_accepted_total, platform)"),
}
"""The choices beside area and rule: label, and the query that fills the list."""
