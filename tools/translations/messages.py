"""`make messages`: what there is to translate goes into each catalogue, and that into its .mo.

Needs no GNU gettext. What was translated stays; what is new is empty, or a guess marked "fuzzy"
until somebody has looked at it; what is used no more leaves. What is left to do is named by
tools.translations.catalogues.
"""

import sys

from tools.translations.catalogues import (
    LOCALE,
    compiled,
    languages,
    path_of,
    problems,
    read,
    written,
)
from tools.translations.extraction import extracted


def main() -> int:
    """Bring every catalogue up to date; return 1 when something is left to translate."""
    left = []
    for language in languages():
        catalogue = read(language)
        catalogue.update(extracted(), update_creation_date=False)
        path = path_of(language)
        path.write_bytes(written(catalogue))
        path.with_suffix(".mo").write_bytes(compiled(catalogue))
        left += [f"{language}: {problem}" for problem in problems(catalogue)]
    for line in left:
        print(line, file=sys.stderr)
    print(f"{LOCALE.name}: {', '.join(languages())}; {len(left)} to look at")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
