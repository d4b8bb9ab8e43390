// Calls functions of the client's pure modules.

import { createInterface } from "node:readline";

const load = (name) => import(`${process.argv[2]}/${name}.js`);
const { framesOf, SseParser } = await load("connection/sse_parser");
const { probeAfter, transportFor } = await load("connection/transports");
const { Recent } = await load("tabs/recent");
const { Identity } = await load("tabs/identity");
const { Alarm } = await load("connection/alarm");

const doing = {
  parse({ pieces }) {
    const parser = new SseParser();
    return pieces.flatMap((piece) => parser.feed(piece));
  },
  frames: ({ parsed }) => framesOf(parsed),
  transports: ({ tries, ...given }) => Array.from({ length: tries }, (_, failures) => transportFor(failures, given)),
  probes: ({ probes, shortest, random }) => probes.map((probe) => probeAfter(probe, shortest, random)),
  recent({ frames, cursors, start }) {
    const recent = new Recent();
    for (const frame of frames) recent.take(frame, start);
    return cursors.map((cursor) => recent.after(cursor)?.events.map(({ sequence }) => Number(sequence)) ?? null);
  },
  own({ shared }) {
    const [one, other] = [new Identity(shared), new Identity(shared)];
    const before = one.of([]);
    const names = [before, one.of(["c1"]), other.of(["c1"]), ""];
    return { names, own: names.map((name) => one.isOwn(name, ["c1", "c2"])) };
  },
  /** An alarm on clocks that are set: for each step, whether it has rung after a look. */
  alarm({ milliseconds, steps }) {
    let [rung, wall, monotonic] = [false, 0, 0];
    const real = [Date.now, performance.now];
    [Date.now, performance.now] = [() => wall, () => monotonic];
    const alarm = new Alarm(() => (rung = true));
    try {
      alarm.set(milliseconds);
      return steps.map((step) => {
        wall += step.wall;
        monotonic += step.monotonic;
        alarm.check();
        return rung;
      });
    } finally {
      alarm.clear();
      [Date.now, performance.now] = real;
    }
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { do: name, ...given } = JSON.parse(line);
  let answer;
  try {
    answer = { answer: doing[name](given) };
  } catch (error) {
    answer = { error: String(error?.stack ?? error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
