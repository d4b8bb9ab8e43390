/** The chart as a table: a row for each day, a column for each location. Data is set with
textContent. */

export function fillTable(table, { series, date, value, texts }) {
  const days = [...new Set(series.flatMap(({ points }) => points.map(({ day }) => day)))];
  const columns = series.map(({ points }) => new Map(points.map((point) => [point.day, point])));
  const head = row([
    cell("th", texts.text("chartDate"), "col"),
    ...series.map(({ name }) => cell("th", name, "col")),
  ]);
  const body = days
    .sort((a, b) => a - b)
    .map((day) =>
      row([
        cell("th", date(day), "row"),
        ...columns.map((column) => cell("td", column.has(day) ? value(column.get(day)) : "")),
      ]),
    );
  table.tHead.replaceChildren(head);
  table.tBodies[0].replaceChildren(...body);
}

function row(cells) {
  const element = document.createElement("tr");
  element.append(...cells);
  return element;
}

function cell(name, words, scope) {
  const element = document.createElement(name);
  element.textContent = words;
  if (scope) element.scope = scope;
  return element;
}
