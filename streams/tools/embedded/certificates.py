"""The certificate authority of one broker and the broker's certificate: made by the keytool that comes with Java.

The authority is made once and kept: clients trust `authority.pem`. The broker's certificate is made anew when it names
other hosts, or has used up half of its time. Passwords reach keytool by a file, where no list of processes shows them.
"""

import ipaddress
import json
import time
from pathlib import Path

from streams.broker.errors import EmbeddedKafkaError
from streams.tools.embedded.advertised import kept_secret
from streams.tools.embedded.children import run_java
from streams.tools.embedded.private import write_private

_AUTHORITY_DAYS = 3650  # ten years: clients keep its certificate as a file
_BROKER_DAYS = 398
"""The longest time that today's clients accept; half of it is left when the certificate is renewed."""

_DAY_S = 86_400
_KEYTOOL = ("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-m", "java.base/sun.security.tools.keytool.Main")
_TOOL_S = 300.0
"""The time that one step may take: about half a second on an idle machine, a hundred times that on one that is overloaded."""

_KEY = ("-keyalg", "EC", "-groupname", "secp256r1")
_OF_AUTHORITY = ("-dname", "CN=Shiftwarden authority", "-ext", "bc:c=ca:true,pathlen:0", "-ext", "ku:c=keyCertSign")
_OF_BROKER = ("-dname", "CN=Shiftwarden broker", "-ext", "ku:c=digitalSignature", "-ext", "eku=serverAuth")


class Certificates:
    """The keys and certificates in `folder`, which must be private."""

    def __init__(self, folder: Path, log: Path) -> None:
        self.authority = folder / "authority.pem"
        self.keystore = folder / "broker.p12"
        self._folder = folder
        self._log = log
        self._password = folder / "keystore-password"
        self._authority_keys = folder / "authority.p12"
        self._made_for = folder / "certificate.json"

    @property
    def password(self) -> str:
        """The password of the key stores."""
        return kept_secret(self._password)

    def make(self, names: tuple[str, ...]) -> None:
        """Make what is missing, so that the broker can prove itself under all of these names. Repeatable.

        `EmbeddedKafkaError` when keytool fails; what it printed is then in the log.
        """
        kept_secret(self._password)
        if not self.authority.exists():
            self._make_authority()
        if not self._serves(names):
            self._make_broker(names)
            write_private(self._made_for, json.dumps({"names": names, "made_at": int(time.time())}))

    def _serves(self, names: tuple[str, ...]) -> bool:
        """True if the broker has a certificate for these names with more than half of its time left."""
        try:
            made = json.loads(self._made_for.read_text(encoding="ascii"))
            age_s = time.time() - float(made["made_at"])
            return self.keystore.exists() and made["names"] == list(names) and 0 <= age_s < _BROKER_DAYS / 2 * _DAY_S
        except (OSError, ValueError, KeyError, TypeError):
            return False

    def _make_authority(self) -> None:
        self._authority_keys.unlink(missing_ok=True)
        days = ("-validity", str(_AUTHORITY_DAYS))
        self._keytool(
            "-genkeypair", "-alias", "authority", *self._store(self._authority_keys), *_KEY, *_OF_AUTHORITY, *days
        )
        self._keytool(
            "-exportcert",
            "-rfc",
            "-alias",
            "authority",
            *self._store(self._authority_keys),
            "-file",
            str(self.authority),
        )

    def _make_broker(self, names: tuple[str, ...]) -> None:
        """Sign a new key, in a copy of the authority's store, and take it out of there: the broker never has the other."""
        both = self._folder / "both.p12"
        both.write_bytes(self._authority_keys.read_bytes())
        self.keystore.unlink(missing_ok=True)
        options = ("-signer", "authority", "-validity", str(_BROKER_DAYS), "-ext", _alternative_names(names))
        self._keytool("-genkeypair", "-alias", "broker", *self._store(both), *_KEY, *_OF_BROKER, *options)
        self._keytool(
            "-importkeystore", "-srcalias", "broker", "-srckeystore", str(both), "-srcstorepass:file", str(self._password),
            "-destkeystore", str(self.keystore), "-deststoretype", "PKCS12", "-deststorepass:file", str(self._password),
        )  # fmt: skip
        both.unlink()

    def _store(self, path: Path) -> tuple[str, ...]:
        return ("-keystore", str(path), "-storetype", "PKCS12", "-storepass:file", str(self._password))

    def _keytool(self, *arguments: str) -> None:
        if run_java([*_KEYTOOL, *arguments], self._log, _TOOL_S) != 0:
            raise EmbeddedKafkaError(f"The broker's certificate could not be made; see the end of {self._log}.")


def _alternative_names(names: tuple[str, ...]) -> str:
    r"""The names in keytool's form.

    >>> _alternative_names(("kafka.example", "192.0.2.7"))
    'san=dns:kafka.example,ip:192.0.2.7'
    """
    return "san=" + ",".join(f"ip:{name}" if _is_address(name) else f"dns:{name}" for name in names)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
