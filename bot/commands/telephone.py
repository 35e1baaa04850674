"""`taghtia telephone`: what callers hear."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(help="What callers of the telephone hear.", no_args_is_help=True)


@app.command()
def answers(
    longest: Annotated[int, typer.Option(help="So many, the longest first; 0 for all.")] = 20,
    words: Annotated[bool, typer.Option(help="Also the words of each part.")] = False,
) -> None:
    """Every answer of the domain in spoken seconds, part by part."""
    from bot.channels.telephone.speaking.inventory import spoken_responses

    found = sorted(spoken_responses(), key=lambda one: -max(one.seconds))
    for one in found[: longest or None]:
        parts = " + ".join(f"{seconds:.0f}" for seconds in one.seconds)
        typer.echo(f"{max(one.seconds):4.0f} s  {one.language} {one.name} ({one.scheme}): {parts}")
        if words:
            for part in one.parts:
                typer.echo(f"        | {part.text}")
    whole = sorted(sum(one.seconds) for one in found)
    several = sum(len(one.parts) > 1 for one in found)
    longest_part = max(max(one.seconds) for one in found)
    typer.echo(
        f"{len(found)} answers: longest part {longest_part:.0f} s, median of a whole answer "
        f"{whole[len(whole) // 2]:.0f} s, longest {whole[-1]:.0f} s, in several parts: {several}"
    )
