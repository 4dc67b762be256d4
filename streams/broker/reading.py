"""Reads a broker settings file to `Security`, or to every fault in it: file, line, field, given, allowed; never a secret."""

import os
import ssl
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import yaml
from pydantic import SecretStr, ValidationError

from streams.broker.secret import SecretError, open_to_others, secret_in_environment, secret_in_file
from streams.broker.security import Account, Security
from streams.broker.shape import SecurityFile, SettingFault

_MOST_BYTES: Final = 64 * 1024
"""A settings file has at most a dozen lines; a file that is larger is another file."""
_FIELDS: Final = SecurityFile.model_fields
_SHOWN: Final = ("security_protocol", "sasl_mechanism", "check_hostname")
"""Fields whose value an error may repeat at the terminal; in any other field somebody may have written a password."""

_SECRET_FILES: Final = ("password_file", "key_file", "key_password_file")
_NO_SECRET_HERE: Final = (
    "password_file or password_env, which name where it is: the secret itself stands in no settings file"  # noqa: S105
)


class BrokerSettingsError(Exception):
    """A broker settings file cannot be used. The message names file, line and field of each fault."""


def read_security(file: Path, environment: Mapping[str, str] = os.environ) -> Security:
    """Read the file, with the passwords and certificates that it names. Raises `BrokerSettingsError`."""
    lines, values = _fields(file, _text(file))
    try:
        shape = SecurityFile(**values)
    except ValidationError as error:
        raise _error(file, lines, [_misread(str(one["loc"][0]), values) for one in error.errors()]) from None
    if faults := list(shape.faults()):
        raise _error(file, lines, faults)
    faults = []
    security = _opened(file.absolute(), shape, environment, faults)
    if faults:
        raise _error(file, lines, faults)
    return security


def warnings_about(file: Path) -> Iterator[str]:
    """Sentences about what is unsafe in a file that `read_security` can read."""
    _, values = _fields(file, _text(file))
    for name in _SECRET_FILES:
        if name in values and open_to_others(_beside(file, Path(values[name]))):
            yield f"{file}: every user of this machine may read the file that {name} names; take that right away (chmod o-r)"
    if SecurityFile(**values).check_hostname is False:
        yield f"{file}: check_hostname is off; any host with a certificate of a trusted authority is taken for the broker"


def _text(file: Path) -> str:
    try:
        if not file.is_file():
            raise BrokerSettingsError(f"{file}: no such file; name a broker settings file")
        if file.stat().st_size > _MOST_BYTES:
            raise BrokerSettingsError(f"{file}: larger than {_MOST_BYTES} bytes; name a broker settings file")
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BrokerSettingsError(f"{file}: no UTF-8 text; save it as UTF-8") from None
    except OSError as error:
        raise BrokerSettingsError(f"{file}: cannot be read ({error.strerror})") from None


def _fields(file: Path, text: str) -> tuple[dict[str, int], dict[str, str]]:
    """The line and the text of each field. YAML's own message shows the text around a fault, and is not repeated."""
    try:
        root = yaml.BaseLoader(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BrokerSettingsError(f"{file}:{line}: not well-formed; write lines of the form `field: value`") from None
    except (yaml.YAMLError, RecursionError):
        raise BrokerSettingsError(f"{file}: not well-formed; write lines of the form `field: value`") from None
    if not isinstance(root, yaml.MappingNode):
        raise BrokerSettingsError(f"{file}: no fields; write lines of the form `field: value`")
    lines: dict[str, int] = {}
    values: dict[str, str] = {}
    for key, value in root.value:
        line, name = key.start_mark.line + 1, str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
        if name in lines:
            raise BrokerSettingsError(f"{file}:{line}: {name}: given a second time; allowed: each field once")
        if not isinstance(value, yaml.ScalarNode):
            raise BrokerSettingsError(f"{file}:{line}: {name}: given no single value; allowed: `{name}: value`")
        lines[name], values[name] = line, value.value
    return lines, values


def _misread(name: str, values: Mapping[str, str]) -> SettingFault:
    if name not in _FIELDS:
        secret = "password" in name.lower() or "secret" in name.lower()
        return SettingFault(name, "an unknown field", _NO_SECRET_HERE if secret else ", ".join(_FIELDS))
    if name not in values:
        return SettingFault(name, "nothing", _FIELDS[name].description or "")
    return SettingFault(name, repr(values[name]) if name in _SHOWN else "(not shown)", _FIELDS[name].description or "")


def _error(file: Path, lines: Mapping[str, int], faults: list[SettingFault]) -> BrokerSettingsError:
    return BrokerSettingsError(
        "; ".join(
            f"{file}:{lines.get(each.field, 1)}: {each.field}: given {each.given}; allowed: {each.allowed}"
            for each in faults
        )
    )


def _beside(file: Path, named: Path) -> Path:
    return file.absolute().parent / named


def _opened(file: Path, shape: SecurityFile, environment: Mapping[str, str], faults: list[SettingFault]) -> Security:
    password = _secret(file, shape, "password", environment, faults)
    key_password = _secret(file, shape, "key_password", environment, faults)
    account = None
    if password is not None and shape.username is not None and shape.sasl_mechanism is not None:
        account = Account(shape.username, password, shape.sasl_mechanism)
    tls = _tls(file, shape, key_password, faults) if shape.has_tls else None
    return Security(shape.security_protocol, account, tls, file)


def _secret(
    file: Path, shape: SecurityFile, name: str, environment: Mapping[str, str], faults: list[SettingFault]
) -> SecretStr | None:
    named: Path | None = getattr(shape, f"{name}_file")
    variable: str | None = getattr(shape, f"{name}_env")
    try:
        if named is not None:
            return secret_in_file(_beside(file, named))
        return None if variable is None else secret_in_environment(variable, environment)
    except SecretError as error:
        field = f"{name}_file" if named is not None else f"{name}_env"
        faults.append(SettingFault(field, f"(not shown) {error}", _FIELDS[field].description or ""))
        return None


def _tls(
    file: Path, shape: SecurityFile, key_password: SecretStr | None, faults: list[SettingFault]
) -> ssl.SSLContext | None:
    context = ssl.create_default_context()
    context.check_hostname = shape.check_hostname
    try:
        if shape.ca_file is not None:
            context = ssl.create_default_context(cafile=str(_beside(file, shape.ca_file)))
            context.check_hostname = shape.check_hostname
    except OSError as error:
        faults.append(
            SettingFault("ca_file", f"'{shape.ca_file}' ({_why(error)})", _FIELDS["ca_file"].description or "")
        )
    if shape.certificate_file is None or shape.key_file is None:
        return context
    # without a password OpenSSL would prompt for one at the terminal
    secret = "" if key_password is None else key_password.get_secret_value()
    try:
        context.load_cert_chain(_beside(file, shape.certificate_file), _beside(file, shape.key_file), secret)
    except OSError as error:
        faults.append(
            SettingFault(
                "key_file",
                f"'{shape.key_file}' for '{shape.certificate_file}' ({_why(error)})",
                "PEM files that can be read and belong together, and the key's password where it has one",
            )
        )
    return context


def _why(error: OSError) -> str:
    if isinstance(error, ssl.SSLError):
        return (error.reason or "not PEM").replace("_", " ").lower()
    return error.strerror or "it cannot be read"
