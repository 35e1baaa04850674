"""Several generations of the key: read in order, made longer without loss, newest for the rest."""

from __future__ import annotations

import base64
import os
import stat

import pytest

from identifiers.key_file import create_key_file, key_file_held, replace_key_file
from identifiers.keys import KeyChain, MasterKey

FIRST, SECOND = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.delenv("TAGHTIA_KEY", raising=False)
    path = tmp_path / "taghtia.key"
    monkeypatch.setenv("TAGHTIA_KEY_FILE", str(path))
    return path


def derived(chain: KeyChain) -> list[bytes]:
    return [key.derive("digest") for key in chain.keys]


@pytest.mark.parametrize("space", ["\n", " ", "\r\n", "\t \n"])
def test_keys_may_be_apart_by_any_white_space(path, space):
    path.write_text(f"{FIRST}{space}{SECOND}{space}")
    assert derived(KeyChain.from_environment()) == [
        MasterKey(bytes([n]) * 32).derive("digest") for n in (1, 2)
    ]


def test_the_environment_may_hold_several_keys_too(path, monkeypatch):
    monkeypatch.setenv("TAGHTIA_KEY", f"{FIRST} {SECOND}")
    chain = KeyChain.from_environment()
    assert len(chain.keys) == 2 and chain.file is None
    assert not path.exists()


@pytest.mark.parametrize("purpose", ["vault", "conversation"])
def test_what_is_kept_for_a_short_while_is_under_the_newest_key(path, purpose):
    path.write_text(f"{FIRST}\n{SECOND}\n")
    newest = MasterKey(bytes([2]) * 32)
    assert MasterKey.from_environment().derive(purpose) == newest.derive(purpose)


def test_a_changed_file_is_seen_at_once(path):
    path.write_text(FIRST)
    before = KeyChain.from_environment()
    path.write_text(f"{FIRST}\n{SECOND}")
    assert derived(KeyChain.from_environment())[:1] == derived(before)
    assert len(KeyChain.from_environment().keys) == 2


def test_a_longer_chain_keeps_every_key_and_adds_one_nobody_had(path):
    path.write_text(FIRST)
    chain = KeyChain.from_environment()
    one, other = chain.longer(), chain.longer()
    assert derived(one)[0] == derived(chain)[0]
    assert derived(one)[1] != derived(other)[1]
    replace_key_file(path, one.encode())
    assert derived(KeyChain.from_environment()) == derived(one)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f"{FIRST}\n{FIRST}", "holds one key twice"),
        (f"{FIRST}\nshort", "does not hold a key"),
        (f"{FIRST}{SECOND}", "does not hold a key"),
        ("\n", "does not hold a key"),
    ],
)
def test_what_is_no_chain_is_named_by_its_file_and_not_quoted(path, text, problem):
    path.write_text(text)
    with pytest.raises(ValueError, match=problem) as refused:
        KeyChain.from_environment()
    assert str(path) in str(refused.value)
    assert FIRST not in str(refused.value)


def test_a_chain_does_not_show_its_keys(path):
    path.write_text(f"{FIRST}\n{SECOND}")
    shown = f"{KeyChain.from_environment()!r}"
    assert FIRST not in shown and SECOND not in shown and "\\x01" not in shown


def test_the_replaced_file_is_its_owners_only_and_leaves_no_draft(path):
    path.write_text(FIRST)
    path.chmod(0o644)
    replace_key_file(path, f"{FIRST}\n{SECOND}\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_a_link_to_the_file_stays_a_link(path, tmp_path):
    real = tmp_path / "elsewhere" / "real.key"
    real.parent.mkdir()
    real.write_text(FIRST)
    path.symlink_to(real)
    replace_key_file(path, SECOND)
    assert path.is_symlink() and real.read_text() == SECOND


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_the_owner_of_the_file_stays_its_owner(path):
    path.write_text(FIRST)
    os.chown(path, 1234, 1234)
    replace_key_file(path, SECOND)
    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 1234)


def test_a_failure_to_replace_leaves_the_old_file_whole(path, monkeypatch):
    path.write_text(FIRST)

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        replace_key_file(path, SECOND)
    assert path.read_text() == FIRST
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_a_file_that_is_there_is_never_overwritten_by_a_new_one(path):
    assert create_key_file(path, FIRST)
    assert not create_key_file(path, SECOND)
    assert path.read_text() == FIRST


def test_only_one_at_a_time_changes_the_keys(path):
    path.write_text(FIRST)
    with key_file_held(path), pytest.raises(BlockingIOError), key_file_held(path):
        pass
    with key_file_held(path):
        pass
