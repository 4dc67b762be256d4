"""The length of the search for a counterexample: one profile on a desk, a repeatable one where a machine checks.

A loaded machine is no fault of a property: none has a deadline, nor fails as its examples are made slowly.
"""

import os

from hypothesis import HealthCheck, settings

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]

settings.register_profile("desk", deadline=None, max_examples=40, suppress_health_check=SLOW)
settings.register_profile("ci", settings.get_profile("desk"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")
