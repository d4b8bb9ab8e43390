from pathlib import Path

import pytest

from bench.report import page, plots
from bench.report.tables import Figure, Table, short
from bench.run.options import Options


def test_a_figure_shows_its_median_and_its_spread() -> None:
    assert str(Figure((90.0, 100.0, 110.0))) == "100 ±10 %"


@pytest.mark.parametrize(
    ("value", "shown"), [(0.1234, "0.123"), (12.34, "12.3"), (999.0, "999"), (123456.0, "123 000")]
)
def test_three_digits_are_shown(value: float, shown: str) -> None:
    assert short(value) == shown


def test_a_table_is_markdown() -> None:
    table = Table("Caption", ["a", "b"], [["1", "2"]])
    assert str(table) == "**Caption**\n\n| a | b |\n| --- | --- |\n| 1 | 2 |"


def test_a_run_replaces_its_own_part_of_the_page_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "performance.md"
    file.write_text("a\n<!-- x: measured -->\nold\n<!-- x: end -->\nb\n")
    monkeypatch.setattr(page, "_PAGE", file)
    page.write("x", ["new"], how="python -m bench")
    text = file.read_text()
    assert "new" in text
    assert "old" not in text
    assert text.startswith("a\n")
    assert text.endswith("<!-- x: end -->\nb\n")
    with pytest.raises(LookupError, match="no place for y"):
        page.write("y", ["new"], how="python -m bench")


def test_a_plot_is_a_file_that_the_page_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plots, "_FOLDER", tmp_path / "performance")
    shown = plots.bars("p", "Rates", {"a & b": 2.0, "c": 1.0})
    assert shown == "![Rates](performance/p.svg)"
    assert "a &amp; b" in (tmp_path / "performance" / "p.svg").read_text()


def test_every_part_has_its_place_on_the_page() -> None:
    from bench.run.command import PARTS, planned

    options = Options(sockets=(100, 1000, 3000, 10_000), repeats=3, quick=False)
    places = [place for place, _ in planned(list(PARTS), options)]

    text = page._PAGE.read_text()
    assert [place for place in places if f"<!-- {place}: measured -->" not in text] == []
