import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from streams.pseudonym import Algorithm, KeyForm, PseudonymError, fingerprint, normalised, pseudonym, read_key

NUMBER = "11010519491231002X"
"""The example of GB 11643 itself: no living person's."""

KEY = bytes(range(32))


@pytest.mark.parametrize(
    ("algorithm", "expected"),
    [
        (Algorithm.SHA256, "a66755453b106dcea0cfa264214ae59ff1e8b067f3e5f3aa8085e1d8757880eb"),
        (Algorithm.SM3, "b0388348088fd3f9c27114fb639a0f32b762dd6e5194279ced98d8455eef3ac5"),
    ],
)
def test_the_pseudonym_is_what_openssl_gives(algorithm: Algorithm, expected: str) -> None:
    """`printf %s 11010519491231002X | openssl dgst -sm3 -mac HMAC -macopt hexkey:000102…1f`."""
    assert pseudonym(NUMBER, KEY, algorithm) == expected


def test_space_around_and_a_small_x_give_the_same_person() -> None:
    assert pseudonym(" 11010519491231002x\n", KEY) == pseudonym(NUMBER, KEY)


def test_another_key_gives_another_id() -> None:
    assert pseudonym(NUMBER, KEY[::-1]) != pseudonym(NUMBER, KEY)


@pytest.mark.parametrize("number", ["440524188001010014", "11010519491231002X"])
def test_numbers_with_a_right_check_character_are_taken(number: str) -> None:
    assert normalised(number) == number


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("", "17 digits and a check character"),
        ("110105194912310", "15 digits ended in 2013"),
        ("11010519491231002Y", "17 digits and a check character"),
        ("1101051949123１002X", "17 digits and a check character"),
        ("110105194912310021", "check character of the identity number is wrong"),
        ("11010519491231020X", "check character of the identity number is wrong"),
        ("110105194913310023", "no date of birth"),
        ("110105000000000020", "no date of birth"),
    ],
)
def test_a_wrong_number_is_refused_with_the_reason_and_never_repeated(number: str, reason: str) -> None:
    with pytest.raises(PseudonymError, match=reason) as refused:
        pseudonym(number, KEY)

    assert not number or number not in str(refused.value)


def test_a_single_wrong_digit_never_passes() -> None:
    wrong = [
        NUMBER[:place] + digit + NUMBER[place + 1 :]
        for place in range(17)
        for digit in "0123456789"
        if digit != NUMBER[place]
    ]

    assert not any(accepts(number) for number in wrong)


def test_an_algorithm_that_openssl_lacks_is_an_error_that_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashlib, "new", lacking("sm3"))

    with pytest.raises(PseudonymError, match="does not do SM3"):
        pseudonym(NUMBER, KEY, Algorithm.SM3)


RAW = b"\xff" + KEY[1:]


@pytest.mark.parametrize(
    ("content", "form", "key"),
    [
        (KEY.hex().encode(), KeyForm.HEX, KEY),
        (KEY.hex().upper().encode() + b"\n", KeyForm.HEX, KEY),
        (RAW, KeyForm.BYTES, RAW),
        (b"\xff\xfe" + RAW, KeyForm.BYTES, b"\xff\xfe" + RAW),
    ],
    ids=["hex", "capitals and a line's end", "bytes", "bytes that begin like a mark"],
)
def test_a_key_is_read_from_hex_or_from_bytes(tmp_path: Path, content: bytes, form: KeyForm, key: bytes) -> None:
    (tmp_path / "key").write_bytes(content)

    assert read_key(tmp_path / "key", form) == key


@pytest.mark.parametrize("form", KeyForm)
@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_key_that_a_program_has_written_anew_is_no_other_key(tmp_path: Path, coding: str, form: KeyForm) -> None:
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(coding, b"")
    (tmp_path / "key").write_bytes(mark + KEY.hex().encode(coding))

    with pytest.raises(PseudonymError, match="a program has written the file anew"):
        read_key(tmp_path / "key", form)


def test_utf_16_without_a_mark_is_no_hex(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(KEY.hex().encode("utf-16-le"))

    with pytest.raises(PseudonymError, match="a program has written the file anew"):
        read_key(tmp_path / "key")


def test_bytes_are_never_taken_for_a_key_unless_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(RAW)

    with pytest.raises(PseudonymError, match="--key-form bytes"):
        read_key(tmp_path / "key")


@pytest.mark.parametrize("key", [bytes(32), b"\x01\x02" * 16])
def test_a_key_that_is_no_secret_is_refused(tmp_path: Path, key: bytes) -> None:
    (tmp_path / "key").write_bytes(key)

    with pytest.raises(PseudonymError, match="different bytes; a secret drawn by chance has more"):
        read_key(tmp_path / "key", KeyForm.BYTES)


def test_a_fingerprint_tells_keys_apart_and_holds_nothing_of_them() -> None:
    assert fingerprint(KEY) != fingerprint(KEY[::-1])
    assert fingerprint(KEY).replace("-", "") not in KEY.hex()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "has 0 bytes"),
        (KEY[:31].hex().encode(), "has 31 bytes"),
        (b"our very secret password of 32 letters", "not hex digits"),
        (KEY.hex().encode()[:-1], "not hex digits"),
    ],
)
def test_a_damaged_or_short_key_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "key").write_bytes(content)

    with pytest.raises(PseudonymError, match=reason):
        read_key(tmp_path / "key")


def test_a_short_key_of_bytes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"\xff" * 31)

    with pytest.raises(PseudonymError, match="has 31 bytes"):
        read_key(tmp_path / "key", KeyForm.BYTES)


def test_a_key_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PseudonymError, match="missing"):
        read_key(tmp_path / "missing")


def accepts(number: str) -> bool:
    try:
        normalised(number)
    except PseudonymError:
        return False
    return True


def lacking(name: str) -> Callable[..., object]:
    def new(asked: str, data: bytes = b"") -> object:
        if asked == name:
            raise ValueError(f"unsupported hash type {name}")
        return hashlib.sha256(data)

    return new


@pytest.mark.parametrize("form", KeyForm)
def test_a_key_file_without_end_is_refused_and_not_read_to_its_end(form: KeyForm) -> None:
    with pytest.raises(PseudonymError, match="more than 65,536 bytes"):
        read_key(Path("/dev/zero"), form)
