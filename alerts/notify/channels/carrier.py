"""Hands a parcel to the adapter of its channel's kind. A channel that cannot be used is an answer too, never an exception."""

from collections.abc import Callable
from typing import Final

from alerts.notify.channels.answer import Answer, Outcome
from alerts.notify.channels.mail import send_mail
from alerts.notify.channels.posting import Poster
from alerts.notify.channels.robots import send_dingtalk, send_feishu, send_wecom
from alerts.notify.channels.secret import Secret, SecretMissingError, read_secret
from alerts.notify.channels.webhook import send_webhook
from alerts.notify.parcel import Parcel
from alerts.routing import Channel
from schemas.instants import Ms

Carry = Callable[[Channel, Parcel, Ms], Answer]
"""Sends a parcel by a channel at an instant."""

_POSTED: Final[dict[str, Callable[[Poster, str, Secret, Parcel, Ms], Answer]]] = {
    "wecom": send_wecom,
    "dingtalk": send_dingtalk,
    "feishu": send_feishu,
    "webhook": send_webhook,
}


class Carrier:
    """The adapters of all kinds, with one poster. `mail_server`: of channels that are a bare mail address."""

    def __init__(self, poster: Poster | None = None, mail_server: str | None = None) -> None:
        self._poster = poster or Poster()
        self._mail_server = mail_server

    def __call__(self, channel: Channel, parcel: Parcel, now: Ms) -> Answer:
        """Send a parcel, and give the service's answer."""
        try:
            secret = read_secret(channel.secret)
        except SecretMissingError as error:
            return Answer(Outcome.MISCONFIGURED, "secret", str(error))
        try:
            if channel.kind == "smtp":
                return send_mail(channel.address, secret, parcel, now, self._mail_server)
            return _POSTED[channel.kind](self._poster, channel.address, secret, parcel, now)
        except Exception as error:  # noqa: BLE001  one message must not end the notifier; the text is not kept: it may have a key
            return Answer(Outcome.UNREADABLE, type(error).__name__, "the adapter raised")
