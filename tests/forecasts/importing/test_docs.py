"""docs/importing.md is true: its commands, run on its files, print the page's output."""

import re
import shlex
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.django_db

PAGE = (Path(__file__).parents[3] / "docs" / "importing.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^```(?:csv|json) (\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
EXAMPLES = re.findall(
    r"^```console\n\$ python manage\.py (.*?)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL
)


def timeless(text: str) -> str:
    return re.sub(r" in \d+\.\d s( \([\d,]+ rows/s\))?", "", text)


def test_the_page_has_examples() -> None:
    assert len(FILES) == 3
    assert len(EXAMPLES) == 4


@pytest.mark.parametrize(("command", "answer"), EXAMPLES, ids=[command for command, _ in EXAMPLES])
def test_an_example_prints_the_page_s_output(
    command: str, answer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, content in FILES.items():
        Path(name).write_text(content, encoding="utf-8")
    said = StringIO()
    call_command(*shlex.split(command), stdout=said, skip_checks=True)
    assert timeless(said.getvalue()) == timeless(answer)
