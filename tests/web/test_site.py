"""The files that make up the page: names, sizes, and what a browser may keep."""

from __future__ import annotations

import gzip
import json
import re
import struct

import pytest

from bot.web.site import ALWAYS_ASKED, LASTING, load_site

BUDGET_BYTES = 30 * 1024


@pytest.fixture(scope="module")
def site():
    return load_site()


def test_script_and_style_fit_in_30_kb_compressed(site):
    widget = len(site["/static/widget.js"].gzipped)
    # The sheet is inside the script; as a file of its own it is for old browsers.
    assert widget + len(site["/static/widget.css"].gzipped) <= BUDGET_BYTES
    first_visit = [file for path, file in site.items() if file.cache_control == LASTING]
    assert sum(len(file.gzipped) for file in first_visit) <= BUDGET_BYTES


def test_the_page_names_files_that_exist_and_never_change(site):
    page = site["/"].content.decode()
    named = re.findall(r'(?:href|src)="(/[^"]+)"', page)
    assert len(named) >= 6
    assert set(named) <= set(site)
    for path in named:
        if path.endswith((".js", ".css")):
            assert site[path].cache_control == LASTING
            assert site[path].digest in path
    assert site["/"].cache_control == ALWAYS_ASKED


def test_the_page_has_no_inline_script_or_style(site):
    page = site["/"].content.decode()
    assert not re.findall(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page)


def test_nothing_is_fetched_from_elsewhere(site):
    for path, file in site.items():
        if file.content_type.startswith("image/png"):
            continue
        text = file.content.decode()
        addresses = set(re.findall(r"https?://[\w.-]+", text))
        assert addresses <= {"http://www.w3.org"}, path


def test_no_markup_is_ever_made_of_text(site):
    for path, file in site.items():
        if path.endswith(".js"):
            dangerous = (
                r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function"
            )
            assert not re.findall(dangerous, file.content.decode()), path


def test_the_service_worker_keeps_the_page_and_nothing_said(site):
    worker = site["/sw.js"].content.decode()
    shell = json.loads(re.search(r"const SHELL = (\[.*?\]);", worker)[1])
    assert set(shell) == {"/", *(path for path, f in site.items() if f.cache_control == LASTING)}
    assert not any("webhooks" in path for path in shell)


def test_what_is_sent_compressed_is_the_same_file(site):
    for file in site.values():
        assert gzip.decompress(file.gzipped) == file.content


def test_the_page_can_be_installed(site):
    manifest = json.loads(site["/manifest.webmanifest"].content)
    assert manifest["display"] == "standalone" and manifest["start_url"] == "/"
    sizes = {}
    for icon in manifest["icons"]:
        file = site[icon["src"]]
        assert file.content_type == icon["type"]
        if icon["type"] == "image/png":
            width, height = struct.unpack(">II", file.content[16:24])
            assert f"{width}x{height}" == icon["sizes"]
        sizes[icon.get("purpose", "any"), icon["sizes"]] = file
    assert {("any", "192x192"), ("any", "512x512"), ("maskable", "512x512")} <= set(sizes)
