/** The chart's picture: Chart.js on a canvas, in the page's colours. */

const STILL = window.matchMedia("(prefers-reduced-motion: reduce)");
/** With more points on a line than this the line alone is clearer. */
const DOTS_UP_TO = 45;

export class ChartDrawing {
  #canvas;
  #chart = null;

  constructor(canvas) {
    this.#canvas = canvas;
  }

  /** `lines`: {name, colour, hidden, points: [{x, y}]}; `day` and `degrees` write the axes. */
  async draw({ lines, day, degrees }) {
    await loaded(this.#canvas.dataset.library);
    const datasets = lines.map((line) => this.#dataset(line));
    const options = this.#options(day, degrees);
    if (!this.#chart) {
      this.#chart = new window.Chart(this.#canvas, { type: "line", data: { datasets }, options });
      return;
    }
    this.#chart.options = options;
    // A line keeps its identity, so that it moves instead of being drawn anew.
    this.#chart.data.datasets = datasets.map((fresh) => {
      const known = this.#chart.data.datasets.find(({ label }) => label === fresh.label);
      return known ? Object.assign(known, fresh) : fresh;
    });
    this.#chart.update();
  }

  #dataset({ name, colour, hidden, points }) {
    const ink = this.#colour(`--series-${colour}`);
    return {
      label: name,
      data: points,
      hidden,
      borderColor: ink,
      backgroundColor: ink,
      borderWidth: points.length > DOTS_UP_TO ? 1.5 : 2,
      pointRadius: points.length > DOTS_UP_TO ? 0 : 2.5,
      pointHoverRadius: 5,
      tension: 0.3,
    };
  }

  #options(day, degrees) {
    const ink = this.#colour("--ink-quiet");
    const line = this.#colour("--line");
    const axis = { ticks: { color: ink, maxRotation: 0, maxTicksLimit: 8 } };
    return {
      animation: STILL.matches ? false : { duration: 500 },
      maintainAspectRatio: false,
      parsing: false,
      normalized: true,
      font: { family: getComputedStyle(document.body).fontFamily },
      interaction: { mode: "x", intersect: false },
      scales: {
        x: {
          type: "linear",
          bounds: "data",
          grid: { display: false },
          border: { color: line },
          ticks: { ...axis.ticks, precision: 0, callback: day },
        },
        y: {
          grid: { color: line },
          border: { display: false },
          ticks: { ...axis.ticks, maxTicksLimit: 6, callback: degrees },
        },
      },
      plugins: {
        legend: { display: false },
        tooltip: {
          callbacks: {
            title: ([first]) => day(first.parsed.x),
            label: ({ dataset, parsed }) => `${dataset.label}: ${degrees(parsed.y)}`,
          },
        },
      },
    };
  }

  #colour(name) {
    return getComputedStyle(this.#canvas).getPropertyValue(name).trim();
  }
}

let loading = null;

/** The library is large: it comes after the page is there and live. */
function loaded(address) {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = () => reject(new Error("The chart's library could not be loaded."));
    document.head.append(script);
  });
  return loading;
}
