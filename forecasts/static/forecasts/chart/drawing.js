/** Draws the chart's lines as SVG. Colours, widths and motion are in the style sheet. */

import { calendarTicks, roundTicks, scale } from "./scale.js";
import { element } from "./svg.js";
import { Reading } from "./reading.js";

/** With more points on a line than this, the line alone is clearer. */
const DOTS_UP_TO = 45;
/** Pixels around the lines, for the axes' labels. */
const MARGIN = { top: 8, right: 12, bottom: 22, left: 40 };
/** Pixels that a label takes: a day below the lines, degrees beside them. */
const LABEL = { width: 68, height: 34 };

export class ChartDrawing {
  #picture;
  #svg;
  #grid = element("g", { class: "chart-grid" });
  #lines = element("g", { class: "chart-lines" });
  #paths = new Map(); // name → path, so that a line moves instead of being drawn anew
  #reading;
  #content = null;

  /** `picture`: the element that is filled, and that the keyboard reaches. */
  constructor(picture) {
    this.#picture = picture;
    this.#svg = element("svg", { "aria-hidden": "true" });
    this.#svg.append(this.#grid, this.#lines);
    picture.prepend(this.#svg);
    this.#reading = new Reading(picture, this.#svg);
    new ResizeObserver(() => this.#draw()).observe(picture);
  }

  /**
   * `lines`: {name, colour, hidden, points: [{x, y}]}, points in order; `day(x, unit)` and
   * `degrees(y)` put a number of the axes into words, `date(x)` a point's period in full. `ticks`
   * chooses the axis' days; with `isStepped` each value holds until the next.
   */
  draw(content) {
    this.#content = content;
    this.#draw();
  }

  #draw() {
    const { clientWidth: width, clientHeight: height } = this.#picture;
    if (!this.#content || !width || !height) return;
    this.#svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const { day, degrees, ticks = calendarTicks, isStepped = false } = this.#content;
    const shown = this.#content.lines.filter(({ hidden }) => !hidden);
    const days = shown.flatMap(({ points }) => points.map(({ x }) => x));
    const temperatures = shown.flatMap(({ points }) => points.map(({ y }) => y));
    const isEmpty = days.length === 0;
    const across = isEmpty ? [0, 0] : extent(days);
    const right = width - MARGIN.right;
    const bottom = height - MARGIN.bottom;
    const rows = isEmpty ? [] : roundTicks(...extent(temperatures), Math.max(2, Math.floor((bottom - MARGIN.top) / LABEL.height)));
    const x = scale(across, [MARGIN.left, right]);
    const y = scale([rows[0] ?? 0, rows.at(-1) ?? 0], [bottom, MARGIN.top]);
    const most = Math.max(1, Math.floor((right - MARGIN.left) / LABEL.width));
    const columns = isEmpty ? { days: [] } : ticks(...across, most);
    this.#grid.replaceChildren(
      ...rows.flatMap((row) => [
        element("line", { x1: MARGIN.left, x2: right, y1: y(row), y2: y(row) }),
        label(degrees(row), { x: MARGIN.left - 6, y: y(row), "text-anchor": "end", dy: "0.32em" }),
      ]),
      ...columns.days.map((column) => label(day(column, columns.unit), { x: x(column), y: height - 4, "text-anchor": anchor(x(column), width) })),
    );
    this.#drawLines(shown, x, y, isStepped);
    this.#reading.show({ ...this.#content, lines: shown, x, top: MARGIN.top, bottom });
  }

  #drawLines(lines, x, y, isStepped) {
    const kept = new Map();
    for (const { name, colour, points } of lines) {
      const path = this.#paths.get(name) ?? element("path");
      path.dataset.colour = colour;
      path.dataset.name = name;
      path.setAttribute("d", pathOf(points.map((point) => [x(point.x).toFixed(1), y(point.y).toFixed(1)]), isStepped));
      kept.set(name, path);
    }
    this.#paths = kept;
    const dots = lines
      .filter(({ points }) => points.length <= DOTS_UP_TO)
      .flatMap(({ colour, points }) =>
        points.map((point) => element("circle", { cx: x(point.x), cy: y(point.y), r: 2.5, "data-colour": colour })),
      );
    this.#lines.replaceChildren(...kept.values(), ...dots);
  }
}

function pathOf(places, isStepped) {
  const go = isStepped ? ([x, y]) => `H${x}V${y}` : ([x, y]) => `L${x} ${y}`;
  return places.map((place, index) => (index ? go(place) : `M${place.join(" ")}`)).join("");
}

function label(words, attributes) {
  const text = element("text", attributes);
  text.textContent = words;
  return text;
}

/** Keeps a label at the edge inside the picture. */
function anchor(x, width) {
  if (x < MARGIN.left + LABEL.width / 2) return "start";
  return x > width - LABEL.width / 2 ? "end" : "middle";
}

function extent(numbers) {
  return numbers.reduce(([low, high], each) => [Math.min(low, each), Math.max(high, each)], [Infinity, -Infinity]);
}
