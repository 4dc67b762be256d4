"""A generic webhook, for a gateway of short messages or of calls: a signed JSON body, any 2xx takes it.

`X-Shiftwarden-Signature: sha256=HEX` is the HMAC-SHA256 of the timestamp's text, a full stop and the body, by the secret that
both have; `X-Shiftwarden-Timestamp` is in ms. `Idempotency-Key` is the same for each attempt at one part: a gateway that keeps
keys for a day delivers once.
"""

import hashlib
import hmac

import orjson

from alerts.notify.channels.answer import Answer, Outcome
from alerts.notify.channels.posting import Poster
from alerts.notify.channels.secret import Secret
from alerts.notify.parcel import Parcel
from schemas.instants import Ms


def send_webhook(poster: Poster, address: str, secret: Secret, parcel: Parcel, now: Ms) -> Answer:
    """Send a part to a gateway. Without a secret it is not signed."""
    body = orjson.dumps(
        {
            "channel": parcel.channel,
            "key": parcel.key,
            "link": parcel.link,
            "message": parcel.message,
            "part": parcel.part + 1,
            "parts": parcel.parts,
            "person": parcel.person,
            "repeat": parcel.repeat,
            "text": parcel.text,
            "title": parcel.title,
        }
    )
    headers = {"Idempotency-Key": parcel.key, "X-Shiftwarden-Timestamp": str(now)}
    if secret.lines:
        headers["X-Shiftwarden-Signature"] = signature(secret.lines[0], now, body)
    posted = poster.post(address, body, headers, (address, *secret.lines))
    if isinstance(posted, Answer):
        return posted
    return Answer(Outcome.SENT, f"http {posted.status}", posted.text((address, *secret.lines)))


def signature(secret: str, timestamp: Ms, body: bytes) -> str:
    """The signature of a body at an instant.

    >>> signature("secret", 0, b"{}")[:14]
    'sha256=4bbe8d3'
    """
    text = f"{timestamp}.".encode() + body
    return f"sha256={hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()}"
