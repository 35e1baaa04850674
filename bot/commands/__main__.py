"""`python -m bot.commands`, which `bin/taghtia` runs."""

from __future__ import annotations

import typer

from bot.commands import (
    agents,
    backup,
    bench,
    bench_import,
    bench_insights,
    bench_lookup,
    bench_servers,
    bench_understanding,
    data,
    doctor,
    eligibility,
    evaluate,
    insights,
    insights_publish,
    insights_review,
    insights_upkeep,
    notify,
    serve,
    telephone,
    train,
)

app = typer.Typer(
    help="Taghtia, the assistant for students' health insurance.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)
app.command("serve")(serve.serve)
app.command("migrate")(serve.migrate)
app.command("train")(train.train)
app.command("doctor")(doctor.doctor)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("notify")(notify.notify)
benches = typer.Typer(invoke_without_command=True)
benches.callback()(bench.bench)
benches.command("lookup")(bench_lookup.bench_lookup)
benches.command("servers")(bench_servers.bench_servers)
benches.command("understanding")(bench_understanding.bench_understanding)
benches.command("import")(bench_import.bench_import)
benches.command("insights")(bench_insights.bench_insights)
app.add_typer(benches, name="bench")
app.add_typer(evaluate.app, name="evaluate")
app.add_typer(data.app, name="data")
app.add_typer(eligibility.app, name="eligibility")
app.add_typer(agents.app, name="agents")
insights.app.command("review")(insights_review.review)
insights.app.command("publish")(insights_publish.publish)
insights.app.command("upkeep")(insights_upkeep.upkeep)
app.add_typer(insights.app, name="insights")
app.add_typer(telephone.app, name="telephone")


if __name__ == "__main__":
    app(prog_name="taghtia")
