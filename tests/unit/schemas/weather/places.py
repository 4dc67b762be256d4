"""Three counties of a city, and the offices of a province, the city and a county, as weather messages know them."""

from schemas.places import WeatherOffice, WeatherPlaces

COUNTIES = {"360104": "青云谱区", "360113": "红谷滩区", "360121": "南昌县"}
OFFICES = (
    WeatherOffice("JX", frozenset({"JX", "江西省气象台", "shared"})),
    WeatherOffice("NC", frozenset({"NC", "nanchang@weather.example", "南昌市气象台", "shared"}), frozenset({"JX"})),
    WeatherOffice("XIAN", frozenset({"XIAN", "county"}), frozenset({"NC", "JX"})),
)
WEATHER_PLACES = WeatherPlaces(
    counties=COUNTIES,
    cities={"360100": "南昌市"},
    provinces={"360000": "江西省"},
    towns={"360121101": "360121"},
    offices=OFFICES,
    kinds=("雷雨大风", "台风暴雨"),
)
