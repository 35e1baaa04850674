"""The joined script: what it takes, and what it refuses with a reason."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from bot.web.bundle import BundleError, bundle


def written(folder, **modules: str):
    for name, source in modules.items():
        (folder / f"{name}.js").write_text(source)
    return folder / "main.js"


def test_a_module_comes_once_and_before_those_that_use_it(tmp_path):
    entry = written(
        tmp_path,
        main='import { one } from "./one.js";\nimport { two } from "./two.js";\nuse(one, two);\n',
        two='import { one } from "./one.js";\nexport const two = one + 1;\n',
        one="export const one = 1;\n",
    )
    script = bundle(entry)
    assert script.count("const one=1") == 1
    assert script.index("const one=1") < script.index("const two=") < script.index("use(")
    assert "import" not in script and "export" not in script


def test_data_and_style_become_constants(tmp_path):
    (tmp_path / "words.json").write_text('{"ar": "سؤالك", "fr": "l’AMO"}')
    (tmp_path / "look.css").write_text('@import "./more.css";\nb {\n  color: blue;\n}\n')
    (tmp_path / "more.css").write_text("a {\n  color: red;\n}\n")
    entry = written(
        tmp_path,
        main='import WORDS from "./words.json";\nimport LOOK from "./look.css";\nuse(WORDS);\n',
    )
    script = bundle(entry)
    assert '{"ar":"سؤالك","fr":"l’AMO"}' in script
    assert json.dumps("a{color:red}b{color:blue}") in script


@pytest.mark.parametrize(
    ("main", "other", "reason"),
    [
        ('import { x } from "./other.js";\n', 'import { y } from "./main.js";\n', "imports itself"),
        ('import { x } from "./other.js";\nconst a = 1;\n', "const a = 2;\n", "a is declared in"),
        ('import * as x from "./other.js";\n', "", "not a form of import"),
        ('import x from "https://cdn.example/x.js";\n', "", "not a form of import"),
    ],
)
def test_what_cannot_be_joined_is_named(tmp_path, main, other, reason):
    with pytest.raises(BundleError, match=reason):
        bundle(written(tmp_path, main=main, other=other))


def test_names_that_come_second_in_a_file_are_seen_too(tmp_path):
    entry = written(
        tmp_path,
        main='import { a } from "./other.js";\nasync function help() {}\n',
        other="export const a = 1;\nexport class help {}\n",
    )
    with pytest.raises(BundleError, match=r"help is declared in other\.js and in main\.js"):
        bundle(entry)


@pytest.mark.skipif(shutil.which("node") is None, reason="no Node.js here to read the script")
def test_the_widget_is_still_a_script_when_made_small(tmp_path):
    from bot.web.site import load_site

    script = tmp_path / "widget.js"
    script.write_bytes(load_site()["/static/widget.js"].content)
    subprocess.run(["node", "--check", str(script)], check=True, capture_output=True)
