"""The compiler of the tests' brokers: the quick one alone, since none lives long enough to win back what the slow one costs.

Measured of a broker until it is up: 3.3 s of processor time in place of 4.9 s. Tests assert nothing about its speed.
"""

from typing import Final

from streams.tools.embedded import kafka

QUICK: Final = "-XX:TieredStopAtLevel=1"


def compile_quickly() -> None:
    """Have every embedded broker that this process starts run so."""
    if QUICK not in kafka._JAVA:
        kafka._JAVA = (*kafka._JAVA, QUICK)
