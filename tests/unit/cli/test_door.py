from dataclasses import dataclass

from streams.cli.duty.parts.door import Door


@dataclass(eq=False)
class Stranger:
    peer: str
    is_signed_in: bool = False
    is_served: bool = False
    is_cut_off: bool = False

    def cut_off(self) -> None:
        self.is_cut_off = True


def no_proxy(_peer: str) -> bool:
    return False


def entered(door: Door, *guests: Stranger) -> list[bool]:
    return [door.enter(guest) for guest in guests]


def test_below_its_bounds_everybody_stays() -> None:
    door, guests = Door(no_proxy, most=4, most_of_one=2), [Stranger(f"10.0.0.{number % 2}") for number in range(4)]

    assert entered(door, *guests) == [True] * 4
    assert not any(guest.is_cut_off for guest in guests)


def test_beyond_the_bound_the_oldest_of_the_address_with_the_most_goes() -> None:
    door = Door(no_proxy, most=4)
    phone, several = Stranger("10.0.0.1"), [Stranger("10.0.0.2") for _ in range(3)]
    entered(door, phone, *several)

    assert door.enter(Stranger("10.0.0.3"))
    assert [guest.is_cut_off for guest in (phone, *several)] == [False, True, False, False]


def test_whoever_is_signed_in_or_served_stays_before_strangers_of_a_smaller_address() -> None:
    door = Door(no_proxy, most=3)
    signed_in, served, stranger = (
        Stranger("10.0.0.1", is_signed_in=True),
        Stranger("10.0.0.1", is_served=True),
        Stranger("10.0.0.2"),
    )
    entered(door, signed_in, served, stranger)

    assert entered(door, Stranger("10.0.0.3"), Stranger("10.0.0.4")) == [True, True]
    assert (signed_in.is_cut_off, served.is_cut_off, stranger.is_cut_off) == (False, False, True)


def test_sign_ins_that_fill_all_places_give_way_as_well_and_what_is_served_never_does() -> None:
    door = Door(no_proxy, most=2)
    viewer = [Stranger("10.0.0.1", is_signed_in=True) for _ in range(2)]
    entered(door, *viewer)
    phone = Stranger("10.0.0.2", is_served=True)

    assert door.enter(phone)
    assert [guest.is_cut_off for guest in viewer] == [True, False]
    viewer[1].is_served = True
    assert not door.enter(Stranger("10.0.0.3"))
    assert not phone.is_cut_off


def test_one_address_has_its_own_bound_and_a_network_of_version_6_is_one() -> None:
    door = Door(no_proxy, most_of_one=2)
    old, new = Stranger("2001:db8::1"), Stranger("2001:db8::2")

    assert entered(door, old, new, Stranger("2001:db8::3"), Stranger("2001:db8:0:1::1")) == [True] * 4
    assert (old.is_cut_off, new.is_cut_off) == (True, False)


def test_a_place_is_free_again_when_its_connection_ends_and_a_proxy_takes_none() -> None:
    door, first = Door(lambda peer: peer == "10.9.9.9", most=1), Stranger("10.0.0.1")
    entered(door, first)
    door.leave(first)
    door.leave(first)

    assert entered(door, *(Stranger("10.9.9.9") for _ in range(3)), Stranger("10.0.0.2")) == [True] * 4
    assert not first.is_cut_off
