"""Random changes of forecasts over every write path, chosen by a seed."""

import datetime as dt
import random
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from playwright.sync_api import APIResponse, Page

from tests.e2e.people import People

_FORM = "application/x-www-form-urlencoded"
#: The list starts at today: half of the days are before it.
FIRST = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=10)
PLACES = [*(f"Town {letter}" for letter in "ABCDEFGHIJKL"), "Åre", "Zürich", "🌧 Bergen", ""]
WORDS = ["Rain", "Sun", "Hail", "Fog by noon", ""]


@dataclass
class Changes:
    """Makes changes. `ids` are the known forecasts; `page` is a page of ada's."""

    people: People
    page: Page
    chance: random.Random
    ids: list[int] = field(default_factory=list)

    def make(self) -> None:
        """Make one change, or a burst of several."""
        ways = [self.by_api, self.by_form, self.by_admin, self.change, self.delete, self.undo]
        ways += [self.change_selected, self.delete_selected]
        self.chance.choices(ways, [4, 2, 2, 8, 3, 2, 1, 1])[0]()

    def by_api(self) -> None:
        """Make a forecast through the API."""
        self.ids.append(
            int(self.people.send("POST", "", self._fields(), session=self.page).body["id"])
        )

    def by_form(self) -> None:
        """Make a forecast with the site's form."""
        self._by_form("/weatherforecast/create", **self._typed())

    def by_admin(self) -> None:
        """Make a forecast with the admin's form."""
        self._by_form("/admin/forecasts/forecast/add/", **self._typed())

    def change(self) -> None:
        """Change some fields through the API: place, day, temperature, summary."""
        if not self.ids:
            return
        fields = self._fields()
        names = self.chance.sample(sorted(fields), self.chance.randint(1, 3))
        body = {name: fields[name] for name in names}
        self.people.send("PATCH", f"/{self.chance.choice(self.ids)}", body, session=self.page)

    def delete(self) -> None:
        """Delete a forecast through the API."""
        if self.ids:
            self.people.send("DELETE", f"/{self._taken()}", session=self.page)

    def undo(self) -> None:
        """Delete a forecast as the page does, and undo the deletion."""
        if not self.ids:
            return
        forecast_id = self.chance.choice(self.ids)
        version = self.people.send("GET", f"/{forecast_id}", session=self.page).body["version"]
        json = {"accept": "application/json"}
        path = f"/weatherforecast/{forecast_id}/delete"
        answer = self._by_form(path, headers=json, version=str(version))
        token = answer.json()["undo"]["token"]
        self._by_form("/weatherforecast/undo", headers=json, token=token)

    def change_selected(self) -> None:
        """Change several forecasts by the admin's action."""
        if chosen := self.chance.sample(self.ids, min(3, len(self.ids))):
            fields = self._fields()
            change = {"warmer_by": "0.5", "location": fields["location"], "later_by": "1"}
            self._by_action("change_selected", chosen, apply="yes", **change)

    def delete_selected(self) -> None:
        """Delete several forecasts by the admin's action."""
        if chosen := [self._taken() for _ in range(min(2, len(self.ids)))]:
            self._by_action("delete_selected", chosen, post="yes")

    def burst(self, count: int) -> None:
        """Import a file."""
        rows = ["date,temperatureC,summary,location"]
        for _ in range(count):
            values = self._fields()
            rows.append(",".join(str(values[name]) for name in rows[0].split(",")))
        file = self.people.desk.folder / "burst.csv"
        file.write_text("\n".join(rows), encoding="utf-8")
        self.people.desk.manage("import_forecasts", str(file))
        self.learn()

    def learn(self) -> None:
        """Read the ids of the existing forecasts."""
        self.ids = [row["id"] for row in self._all()]

    def thin_out(self, place: str) -> None:
        """Delete every forecast of a place."""
        for row in self._all():
            if row["location"] == place:
                self.people.send("DELETE", f"/{row['id']}", session=self.page)
        self.learn()

    def _all(self) -> list[dict[str, Any]]:
        found: Any = self.people.send("GET", "", session=self.page).body
        return list(found)

    def _taken(self) -> int:
        return self.ids.pop(self.chance.randrange(len(self.ids)))

    def _fields(self) -> dict[str, Any]:
        return {
            "date": str(FIRST + dt.timedelta(days=self.chance.randrange(20))),
            "temperatureC": self.chance.randrange(-100, 300) / 10,
            "summary": self.chance.choice(WORDS),
            "location": self.chance.choice(PLACES),
        }

    def _typed(self) -> dict[str, Any]:
        fields = self._fields()
        celsius = fields.pop("temperatureC")
        return {**fields, "temperature_c": str(celsius), "submission": str(uuid4())}

    def _by_action(self, action: str, chosen: list[int], **typed: Any) -> None:
        typed |= {"action": action, "_selected_action": [str(each) for each in chosen]}
        self._by_form("/admin/forecasts/forecast/", **typed)

    def _by_form(
        self, path: str, *, headers: dict[str, str] | None = None, **typed: Any
    ) -> APIResponse:
        cookies = {cookie["name"]: cookie["value"] for cookie in self.page.context.cookies()}
        answer = self.page.request.post(
            path,
            data=urlencode({**typed, "csrfmiddlewaretoken": cookies["csrftoken"]}, doseq=True),
            headers={"referer": self.page.url, "content-type": _FORM, **(headers or {})},
        )
        assert answer.ok, f"{path}: {answer.status} {re.sub(r'<[^>]*>', '', answer.text())[:2000]}"
        return answer
