"""What the report shows, made of exact sums: from here on only what may be shown goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date

from handover.figures import Overview
from insights.figures.suppression import Count, Share, cells, listed, percentile, share, shown
from insights.figures.tally import Tally
from insights.report.shapes import Column, FormView, ListRow, Observed, Tile
from insights.report.words import Words

MOST_ROWS = 15


class View:
    """The report's parts, in the words of its language."""

    def __init__(self, words: Words, now: Observed, before: Observed, made: date) -> None:
        self.words = words
        self.now = now
        self.before = before
        self.made = made

    def tiles(self) -> list[Tile]:
        """The figures at the top."""
        return [
            self._tile("conversations", lambda o: self.words.count(shown(o.tally.conversations))),
            self._tile("messages", lambda o: self.words.count(shown(o.tally.messages))),
            self._share_tile("contained", lambda t: (t.contained, t.conversations)),
            self._share_tile("person", lambda t: (t.person, t.conversations)),
            self._share_tile("lost", lambda t: (t.unanswered["lost"], t.messages)),
            self._share_tile("failed", lambda t: (t.failed, t.conversations)),
            self._share_tile("helpful", lambda t: (t.votes["yes"], sum(t.votes.values()))),
            self._tile("speed", self._speed),
        ]

    def days(self) -> list[Column]:
        """Conversations a day."""
        dates = self.now.period.dates()
        pattern = "d/M" if len(dates) > 7 else "EEE d"
        counts = cells(self.now.tally.days[day.isoformat()] for day in dates)
        return self._columns([self.words.day(day, pattern) for day in dates], counts)

    def hours(self) -> list[Column]:
        """Messages an hour of the day."""
        counts = cells(self.now.tally.hours[hour] for hour in range(24))
        return self._columns([str(hour) for hour in range(24)], counts)

    def rows(self, kind: str) -> list[ListRow]:
        """A list: `topics`, `languages`, `varieties`, `channels`, `universities`, `cities`,
        `unanswered` or `tracking`."""
        now, before = getattr(self.now.tally, kind), getattr(self.before.tally, kind)
        wholes = [_whole(kind, observed.tally) for observed in (self.now, self.before)]
        return self._rows(kind, now, before, *wholes)

    def forms(self) -> list[FormView]:
        """Forms, the one that is begun most first."""
        now, before = self.now.tally, self.before.tally
        return [
            FormView(
                self.words.name("forms", form),
                self.words.count(shown(begun)),
                self.words.share(share(_left(now, form), begun)),
                self.words.share(share(_left(before, form), before.forms_begun[form])),
                self._rows("forms", _fields(now, form), _fields(before, form), 0, 0),
            )
            for form, begun in now.forms_begun.most_common()
        ]

    def helpline(self) -> list[Tile]:
        """The hand-overs to agents."""
        words = self.words

        def count(name: str) -> Tile:
            return Tile(
                f"handovers.{name}",
                *(
                    words.count(shown(_handovers(o.helpline, name)))
                    for o in (self.now, self.before)
                ),
            )

        def wait(name: str, which: int) -> Tile:
            sides = (_wait(o.helpline, which) for o in (self.now, self.before))
            return Tile(f"handovers.{name}", *(words.seconds(side) for side in sides))

        return [
            *map(count, ("begun", "answered", "unanswered")),
            wait("wait", 0),
            wait("wait_most", 1),
        ]

    def causes(self) -> list[ListRow]:
        """Why conversations went to agents."""
        now, before = self.now.helpline, self.before.helpline
        return self._rows("handovers", now.causes, before.causes, now.begun, before.begun)

    def _tile(self, key: str, told: Callable[[Observed], str]) -> Tile:
        return Tile(f"tile.{key}", told(self.now), told(self.before))

    def _share_tile(self, key: str, parts: Callable[[Tally], tuple[int, int]]) -> Tile:
        return self._tile(key, lambda o: self.words.share(share(*parts(o.tally))))

    def _speed(self, observed: Observed) -> str:
        seconds = observed.tally.seconds
        median, most = (percentile(seconds, part, 0.01) for part in (0.5, 0.95))
        if median is None:
            return self.words.seconds(None)
        return f"{self.words.seconds(median)} ({self.words.seconds(most)})"

    def _rows(
        self, kind: str, now: Mapping[str, int], before: Mapping[str, int], *wholes: int
    ) -> list[ListRow]:
        """Rows with shares of a whole; a whole of 0 stands for the rows' own sum."""
        whole, whole_before = (
            w or sum(counts.values()) for w, counts in zip(wholes, (now, before), strict=True)
        )
        found = listed(now, MOST_ROWS)
        rows = [
            self._row(
                self.words.name(kind, key),
                count,
                share(now[key], whole),
                share(before.get(key, 0), whole_before),
            )
            for key, count in found.rows
        ]
        if found.others is not None:
            rows.append(self._row(self.words["others"], found.others, None, None))
        return rows

    def _row(self, name: str, count: Count, part: Share | None, before: Share | None) -> ListRow:
        told = (self.words.share(part), self.words.share(before))
        return ListRow(name, self.words.count(count), *told, part.percent if part else 0)

    def _columns(self, labels: list[str], counts: list[Count]) -> list[Column]:
        highest = max((count.value for count in counts), default=0) or 1
        return [
            Column(
                label,
                self.words.count(count),
                None if count.few else 100 * count.value / highest,
            )
            for label, count in zip(labels, counts, strict=True)
        ]


def _whole(kind: str, tally: Tally) -> int:
    """Of what a list's shares are shares; 0 for the rows' own sum."""
    return {
        "topics": tally.conversations,
        "universities": tally.conversations,
        "cities": tally.conversations,
        "unanswered": tally.messages,
    }.get(kind, 0)


def _left(tally: Tally, form: str) -> int:
    return sum(_fields(tally, form).values())


def _fields(tally: Tally, form: str) -> Counter[str]:
    """How often a form was left at each field."""
    return Counter({field: n for (name, field), n in tally.forms_left.items() if name == form})


def _handovers(overview: Overview, name: str) -> int:
    if name == "unanswered":
        return sum(day.unanswered for day in overview.days.values())
    return int(getattr(overview, name))


def _wait(overview: Overview, which: int) -> float | None:
    """Seconds to the nearest ten, of 20 answered ones or more."""
    if overview.first_answer is None or overview.answered < 20:
        return None
    return 10.0 * round(overview.first_answer[which] / 10)
