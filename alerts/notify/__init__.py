"""Messages to people about leads: stages from the log to an outbox, and channels that deliver. See the notifier."""

from alerts.notify.channels.answer import Outcome
from alerts.notify.channels.carrier import Carrier
from alerts.notify.links import origin
from alerts.notify.notifier import Notifier
from alerts.notify.outbox.leasing import Delivering
from alerts.notify.text.rendering import Writer

__all__ = ["Carrier", "Delivering", "Notifier", "Outcome", "Writer", "origin"]
