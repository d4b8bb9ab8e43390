"""The texts of a page that people read, among them attributes that screen readers read."""

from html.parser import HTMLParser

_READ = {"aria-label", "title", "placeholder", "alt"}
_NOT_READ = {"script", "style"}
_VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "wbr",
}


class Seen(HTMLParser):
    """The page's language, and its texts in order, without the parts marked as another language."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.language = ""
        self.texts: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Record the language and the readable attributes."""
        given = dict(attrs)
        if tag == "html":
            self.language = given.get("lang") or ""
        foreign = tag != "html" and given.get("lang") not in {None, self.language}
        hidden = self._is_hidden or tag in _NOT_READ or foreign
        if tag not in _VOID:
            self._open.append((tag, hidden))
        if not hidden:
            self._note(*(given[name] or "" for name in _READ if name in given))

    def handle_endtag(self, tag: str) -> None:
        """Close the element and its unclosed children."""
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Record a text."""
        if not self._is_hidden:
            self._note(data)

    @property
    def _is_hidden(self) -> bool:
        return any(hidden for _tag, hidden in self._open)

    def _note(self, *texts: str) -> None:
        self.texts += [" ".join(text.split()) for text in texts if text.strip()]
