"""Several servers need stores that all of them reach; what is missing is named, with the mend."""

from __future__ import annotations

import pytest

from bot.cluster.nginx import Nginx, NginxFailed
from bot.cluster.settings import check_shared

DATABASE = "postgresql://taghtia@127.0.0.1/taghtia"
REDIS = "redis://127.0.0.1:6379/0"
SHARED = {
    "TAGHTIA_DATABASE_URL": DATABASE,
    "TAGHTIA_HANDOVER_URL": DATABASE,
    "TAGHTIA_INSIGHTS_URL": DATABASE,
    "TAGHTIA_OUTBOX_URL": DATABASE,
    "TAGHTIA_TRACKER_URL": DATABASE,
    "TAGHTIA_VAULT_URL": REDIS,
    "TAGHTIA_REDIS_URL": REDIS,
}


@pytest.fixture
def shared(monkeypatch):
    for variable, url in SHARED.items():
        monkeypatch.setenv(variable, url)
    return monkeypatch


def test_stores_that_all_reach_are_enough(shared):
    check_shared()


@pytest.mark.parametrize("variable", SHARED)
def test_a_store_of_one_machine_is_named_with_the_mend(shared, variable):
    shared.delenv(variable)
    with pytest.raises(ValueError, match=f"also set {variable}=(postgresql|redis)://"):
        check_shared()


def test_a_vault_on_postgresql_will_do(shared):
    shared.setenv("TAGHTIA_VAULT_URL", DATABASE)
    check_shared()


def test_without_nginx_it_is_said_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.cluster.nginx.shutil.which", lambda *_, **__: None)
    with pytest.raises(NginxFailed, match="apt-get install nginx-light"):
        Nginx(tmp_path, "127.0.0.1", 8000, 5055, 1024)
