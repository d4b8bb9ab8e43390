// Returns the visible state of a board, for comparison with a reload; texts have normalised spaces.
() => {
  const words = (element) => (element?.innerText ?? "").replace(/\s+/g, " ").trim();
  const all = (root, selector) => [...root.querySelectorAll(selector)];
  const details = document.querySelector("#chart details");
  details.open = true;
  const chart = document.getElementById("chart");
  return {
    title: words(document.querySelector("h1")),
    total: words(document.getElementById("total")),
    page: words(document.querySelector("[data-part=page]")),
    rows: all(document, "#table tbody tr:not(.leaving, .deleted)").map((row) =>
      [row.dataset.forecastId, row.dataset.version, row.classList.contains("starts-group"), words(row)].join(" | "),
    ),
    nothing: document.getElementById("nothing").hidden,
    earlier: document.getElementById("earlier-page").hidden,
    next: document.getElementById("next-page").hidden,
    sorted: all(document, "th[aria-sort]").map((head) => [head.dataset.column, head.ariaSort]),
    pressed: all(document, "#board button[aria-pressed=true]").map(words),
    places: all(document, "#places option").map(({ value }) => value),
    chart: chart.hidden ? "hidden" : {
      note: words(chart.querySelector(".chart-note")),
      legend: all(chart, ".legend li").map(words),
      table: all(chart, ".chart-table tr").map((row) => all(row, "th, td").map(words).join(" | ")),
    },
    activity: all(document, "#activity .change").map((change) =>
      [change.dataset.position, ...all(change, ".change-title, dt, dd, [data-origin]").map((part) => part.textContent.replace(/\s+/g, " ").trim())].join(" | "),
    ),
  };
}
