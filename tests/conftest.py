"""What holds for every suite: a property is about values, and says nothing about how busy the machine is."""

import os
import sys

from hypothesis import HealthCheck, settings

from tests.support.examples import examples

settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=examples(100)
)
settings.load_profile("any machine")

# Hundreds of processes are started here, each of which would compile all of its modules again.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
