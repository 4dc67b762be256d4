"""The invented platforms of the simulated city with their sectors, and the areas that their workers work in."""

from types import MappingProxyType

SECTORS = MappingProxyType({"hema": "delivery", "kuaisong": "courier", "tuche": "ride_hailing"})
"""The sector of each simulated platform; all three platforms are invented."""

DELIVERY, SETTLING = "hema", "kuaisong"
"""The platform of the sector that the rules on days apply to, and the one that pays people of the past by the week."""

AREAS = ("360102", "360103", "360104", "360111", "360112", "360113", "360121", "360123", "360124", "NC-GX")
"""The counties of Nanchang (GB/T 2260) and the high-tech zone."""
