"""How many examples a property test tries: few in the suite, many in the profile that `make faults` loads."""

from hypothesis import HealthCheck, settings

SUITE, THOROUGH = 25, 200


def register() -> None:
    """Registers both profiles. No test is timed: what is generated may take as long as the machine needs."""
    for name, most in (("suite", SUITE), ("thorough", THOROUGH)):
        settings.register_profile(name, deadline=None, max_examples=most, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("suite")


def few(count: int) -> int:
    """So many in the suite, for what takes long; as many times more in the other profile as of all others."""
    return count * settings().max_examples // SUITE
