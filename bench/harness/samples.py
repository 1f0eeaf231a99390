"""Samples of one thing, and the words for their size."""

import statistics

UNITS = ((1e9, "s"), (1e6, "ms"), (1e3, "us"), (1, "ns"))


def merge(into, result):
    """Adds one answer's lists to those of earlier answers."""
    for name, values in result.items():
        into.setdefault(name, []).extend(values)
    return into


def turned(contestants, by):
    """The same in another order each round, so that nobody always comes after the same one's aftermath."""
    start = by % len(contestants)
    return contestants[start:] + contestants[:start]


def quantile(values, q):
    """The nearest rank, which for few values is the worst of them rather than an estimate."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(q * len(ordered)))]


def median(values):
    return statistics.median(values)


def duration(ns):
    size, unit = next((u for u in UNITS if ns >= u[0]), UNITS[-1])
    return f"{ns / size:.3g} {unit}" if ns < 1e12 else f"{ns / 1e9:,.0f} s"


def ratio(value, base):
    return f"{value / base:.2f}" if base else "-"


def size(count):
    return f"{count / 1e6:,.0f} MB" if count >= 1e6 else f"{count / 1e3:,.0f} kB"


def spread(values):
    return f"{duration(quantile(values, 0.25))} to {duration(quantile(values, 0.75))}"


class Table:
    """A titled table, printed as markdown that reads as well in a terminal."""

    def __init__(self, title, *columns, note=""):
        self.title, self.columns, self.note, self.rows = title, columns, note, []

    def add(self, *cells):
        self.rows.append([str(c) for c in cells])

    def __str__(self):
        widths = [max(len(r[i]) for r in [self.columns, *self.rows]) for i in range(len(self.columns))]
        lines = ["| " + " | ".join(c.ljust(w) for c, w in zip(r, widths)) + " |" for r in [self.columns, *self.rows]]
        lines.insert(1, "|" + "|".join("-" * (w + 2) for w in widths) + "|")
        text = f"### {self.title}\n\n" + "\n".join(lines) + "\n"
        return text + (f"\n{self.note}\n" if self.note else "")


def timing(table, name, what, values, base):
    """A row: name, what, how many, median, p99, the middle half, ratio to a base's median."""
    table.add(name, what, len(values), duration(median(values)), duration(quantile(values, 0.99)), spread(values),
              ratio(median(values), median(base)) if base else "-")


TIMING = ("who", "what", "runs", "median", "p99", "middle half")
