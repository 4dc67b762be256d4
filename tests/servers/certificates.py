"""An authority and certificates for tests, by `openssl`."""

import subprocess
from pathlib import Path
from typing import NamedTuple

from tests.servers.tools import needs


class Certificate(NamedTuple):
    """PEM files: the certificate, its key, and both in one file, as Kafka takes them."""

    certificate: Path
    key: Path
    both: Path


class Authority:
    """An authority with its files in `folder`; `ca` is what a client must trust."""

    def __init__(self, folder: Path, name: str = "authority") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self.ca, self._key = folder / f"{name}.pem", folder / f"{name}.key"
        _openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}",
                 "-keyout", str(self._key), "-out", str(self.ca))  # fmt: skip

    def issue(self, name: str, *hosts: str) -> Certificate:
        """A certificate for hosts such as `IP:127.0.0.1` and `DNS:localhost`."""
        key, request, made, both = (self._folder / f"{name}.{end}" for end in ("key", "csr", "pem", "both.pem"))
        extensions = self._folder / f"{name}.ext"
        extensions.write_text(f"subjectAltName={','.join(hosts)}\n")
        _openssl(
            "req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}", "-keyout", str(key), "-out", str(request)
        )
        _openssl("x509", "-req", "-days", "2", "-in", str(request), "-CA", str(self.ca), "-CAkey", str(self._key),
                 "-CAcreateserial", "-extfile", str(extensions), "-out", str(made))  # fmt: skip
        both.write_text(key.read_text() + made.read_text())
        return Certificate(made, key, both)


def _openssl(*arguments: str) -> None:
    subprocess.run([needs("openssl"), *arguments], check=True, capture_output=True, timeout=120)
