import pytest

from tests.unit.gateway.world import Client


@pytest.fixture
def client(tmp_path):
    return Client(tmp_path)
