"""What every test may use."""

import pytest
from hypothesis import HealthCheck, settings

# The same examples in every run, so that what lands today is not red tomorrow; nothing here looks at a clock.
# To search for new ones: make test ARGS=--hypothesis-profile=search
settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", deadline=None, max_examples=1_000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--golden`: write the golden files anew instead of comparing with them."""
    parser.addoption("--golden", action="store_true", help="write tests/golden/ anew")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Run async tests on asyncio, which is what the product runs on."""
    return "asyncio"


@pytest.fixture(autouse=True)
def _cache_of_its_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
