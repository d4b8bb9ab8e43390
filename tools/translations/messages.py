"""`make messages`: updates each catalogue with the extracted texts, and compiles it.

Needs no GNU gettext. Translations are kept; new texts are empty, or guesses marked "fuzzy" until
they are reviewed; unused ones are removed. tools.translations.catalogues names what is left to do.
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
    """Update every catalogue; return 1 if texts are left to translate."""
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
