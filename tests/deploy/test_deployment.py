"""What `deploy/` has is what its own tools accept, and gives nobody more than they need."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import kubernetes_validate
import pytest
import trustme
import yaml

from identifiers.state import PROJECT
from telemetry import metrics

DEPLOY = PROJECT / "deploy"
MANIFESTS = sorted((DEPLOY / "kubernetes").glob("*.yml"))
UNITS = sorted(one for one in (DEPLOY / "systemd").iterdir() if one.suffix != ".target")
KUBERNETES = "1.28"
# systemd's own scale: 0 nothing is exposed, 10 everything.
MOST_EXPOSED = 2.5


def tool(name: str) -> str:
    """Where a program is; skips the test, by its name, without one."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def run(*command: str, **options) -> subprocess.CompletedProcess:
    return subprocess.run(command, capture_output=True, text=True, timeout=120, **options)


def test_the_dockerfile_passes_its_linter():
    done = run(str(PROJECT / ".venv/bin/hadolint"), str(DEPLOY / "Dockerfile"))
    assert done.returncode == 0, done.stdout


def test_the_image_gets_every_package_and_nothing_that_is_secret():
    dockerfile = (DEPLOY / "Dockerfile").read_text()
    packages = {one.parent.name for one in PROJECT.glob("*/__init__.py")} - {"tests"}
    copied = set(re.findall(r"^COPY (\w+) \1$", dockerfile, re.M))
    assert packages <= copied
    let_in = (PROJECT / ".dockerignore").read_text().splitlines()
    assert "*" in let_in and packages <= {one.removeprefix("!") for one in let_in}
    assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", dockerfile, re.M)


@pytest.mark.parametrize("file", MANIFESTS, ids=lambda file: file.name)
def test_every_manifest_fits_kubernetes_own_schema(file):
    for manifest in yaml.safe_load_all(file.read_text()):
        kubernetes_validate.validate(manifest, KUBERNETES, strict=True)


def pods():
    """Every pod that the manifests make, with its name."""
    for file in MANIFESTS:
        for manifest in yaml.safe_load_all(file.read_text()):
            spec = manifest.get("spec", {})
            spec = spec.get("jobTemplate", {}).get("spec", spec)
            if "template" in spec:
                yield manifest["metadata"]["name"], spec["template"]["spec"]


@pytest.mark.parametrize(("name", "pod"), pods())
def test_no_pod_runs_as_root_or_may_become_it(name, pod):
    assert pod["securityContext"]["runAsNonRoot"] and pod["securityContext"]["runAsUser"] > 0
    assert pod["automountServiceAccountToken"] is False
    for container in pod["containers"]:
        context = container["securityContext"]
        assert context["readOnlyRootFilesystem"] and not context["allowPrivilegeEscalation"]
        assert context["capabilities"] == {"drop": ["ALL"]}
        assert container["resources"]["limits"]["memory"]


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((DEPLOY / "compose.yml").read_text())


def test_the_compose_file_is_accepted(tmp_path):
    command = [tool("docker-compose")]
    for name in ("compose.yml", "taghtia.env.example"):
        shutil.copy(DEPLOY / name, tmp_path / name.removesuffix(".example"))
    environment = {**os.environ, "RABBITMQ_PASSWORD": "x"}
    done = run(*command, "-f", str(tmp_path / "compose.yml"), "config", "-q", env=environment)
    assert done.returncode == 0, done.stderr


def test_no_container_runs_as_root_and_only_nginx_is_reachable(compose):
    services = compose["services"]
    for name, service in services.items():
        assert int(service["user"].partition(":")[0]) > 0, name
        assert service["cap_drop"] == ["ALL"], name
        assert "no-new-privileges:true" in service["security_opt"], name
    assert [name for name, service in services.items() if "ports" in service] == ["nginx"]
    assert compose["networks"]["inside"] == {"internal": True}


def test_every_image_is_pinned(compose):
    images = [service["image"] for service in compose["services"].values()]
    images += re.findall(r"^FROM (\S+)", (DEPLOY / "Dockerfile").read_text(), re.M)
    others = [one for one in images if not one.startswith("taghtia:")]
    assert others and all(re.search(r":\d+\.\d+", one) for one in others)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_accepts_the_unit(unit, tmp_path):
    systemd = tool("systemd-analyze")
    for other in (DEPLOY / "systemd").iterdir():
        # The program is not there; all else is as it is.
        text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", other.read_text(), flags=re.M)
        (tmp_path / other.name).write_text(text)
    done = run(systemd, "verify", "--man=no", str(tmp_path / unit.name))
    ours = [line for line in done.stderr.splitlines() if "taghtia" in line]
    assert ours == []


@pytest.mark.parametrize(
    "unit", [one for one in UNITS if one.suffix == ".service"], ids=lambda unit: unit.name
)
def test_a_service_may_do_little(unit):
    done = run(tool("systemd-analyze"), "security", "--offline=yes", "--no-pager", str(unit))
    exposure = float(re.search(r"exposure level for \S+ ([\d.]+)", done.stdout)[1])
    assert exposure <= MOST_EXPOSED, done.stdout
    assert "User=taghtia" in unit.read_text()


@pytest.mark.parametrize("file", ["taghtia.conf", "compose.conf"])
def test_nginx_accepts_its_configuration(file, tmp_path):
    nginx = tool("nginx")
    authority = trustme.CA()
    certificate = authority.issue_cert("taghtia.example.ma")
    certificate.cert_chain_pems[0].write_to_path(tmp_path / "fullchain.pem")
    certificate.private_key_pem.write_to_path(tmp_path / "key.pem")
    text = (DEPLOY / "nginx" / file).read_text()
    for there, here in {
        "/etc/taghtia/nginx": str(DEPLOY / "nginx"),
        "/etc/taghtia/tls": str(tmp_path),
        "/run/nginx.pid": str(tmp_path / "nginx.pid"),
        "/var/log/nginx": str(tmp_path),
        "server rasa:8000": "server 127.0.0.1:8000",
        "user www-data;": "",
    }.items():
        text = text.replace(there, here)
    (tmp_path / "nginx.conf").write_text(text)
    done = run(nginx, "-t", "-c", str(tmp_path / "nginx.conf"))
    assert done.returncode == 0, done.stderr


def test_prometheus_accepts_its_configuration_and_the_alerts_fire_when_they_must():
    promtool, folder = tool("promtool"), DEPLOY / "prometheus"
    for command in (
        ("check", "config", "--syntax-only", "prometheus.yml"),
        ("check", "rules", "alerts.yml"),
        ("test", "rules", "alerts_test.yml"),
    ):
        done = run(promtool, *command, cwd=folder)
        assert done.returncode == 0, done.stdout + done.stderr


def exposed_names() -> set[str]:
    """Every name under which a metric of ours is exposed."""
    from prometheus_client import Counter, Gauge, Histogram

    names = set()
    for metric in vars(metrics).values():
        if isinstance(metric, Counter):
            names.add(f"{metric._name}_total")
        elif isinstance(metric, Histogram):
            names |= {f"{metric._name}_{part}" for part in ("bucket", "sum", "count")}
        elif isinstance(metric, Gauge):
            names.add(metric._name)
    return names


@pytest.mark.parametrize("file", ["prometheus/alerts.yml", "grafana/taghtia.json"])
def test_alerts_and_dashboard_ask_for_metrics_that_there_are(file):
    text = (DEPLOY / file).read_text()
    asked = set(re.findall(r"\btaghtia_\w+", text))
    assert asked and asked <= exposed_names()


def test_every_alert_leads_to_a_section_of_the_operations_document():
    document = (PROJECT / "docs" / "operations.md").read_text()
    headings = {
        re.sub(r"[^\w\- ]", "", line.lstrip("# ").lower()).replace(" ", "-")
        for line in document.splitlines()
        if line.startswith("#")
    }
    runbooks = re.findall(
        r"docs/operations\.md#([\w-]+)", (DEPLOY / "prometheus/alerts.yml").read_text()
    )
    assert runbooks and set(runbooks) <= headings


def test_the_dashboard_is_one_that_grafana_can_import():
    dashboard = json.loads((DEPLOY / "grafana" / "taghtia.json").read_text())
    panels = dashboard["panels"]
    assert dashboard["uid"] == "taghtia" and dashboard["schemaVersion"] >= 36
    assert len({one["id"] for one in panels}) == len(panels) > 8
    for panel in panels:
        assert panel["title"] and panel["gridPos"].keys() == {"h", "w", "x", "y"}
        assert panel["type"] == "row" or all(one["expr"] for one in panel["targets"])


def test_the_example_of_settings_names_real_settings_and_no_secret():
    example = (DEPLOY / "taghtia.env.example").read_text()
    named = set(re.findall(r"^(TAGHTIA_\w+)=", example, re.M))
    assert named <= set(re.findall(r"`(TAGHTIA_\w+)`", (PROJECT / "README.md").read_text()))
    passwords = re.findall(r"://\w+:([^@\s]+)@", example)
    assert set(passwords) == {"CHANGE-ME"}


def test_a_folder_of_secrets_is_never_committed():
    ignored = Path(DEPLOY / ".gitignore").read_text().split()
    assert {"taghtia.env", "secrets/", "tls/"} <= set(ignored)
