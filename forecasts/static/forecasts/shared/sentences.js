/** An event in words: "ada changed Oslo, 25 Oct: 21 °C → 23 °C". Pure. */

const LONGEST = 60; // characters of someone's text that a toast shows

export function sentence(event, texts) {
  const kind = kindOf(event);
  const values = { who: who(event, texts), what: what(event.data, texts) };
  return texts.text(kind, { ...values, changes: CHANGES[kind]?.(event, texts) });
}

export function kindOf(event) {
  return event.type.split(".").at(-1);
}

export function isOfImport({ source }) {
  return source.endsWith("/import");
}

/** What an import's event is told as: the taking back of an import deletes. */
export function importKindOf(event) {
  return kindOf(event) === "deleted" ? "takenBack" : "imported";
}

export function who(event, texts, write = shorten) {
  return write(event.actor) || texts.text("someone");
}

/** "Oslo, 25 Oct" */
export function what({ location, date }, texts, write = shorten) {
  const day = texts.day(date);
  return location
    ? texts.text("whatAt", { location: write(location), day })
    : texts.text("what", { day });
}

const CHANGES = {
  created: ({ data }, texts) =>
    [texts.temperature(data.temperatureC), shorten(data.summary)].filter(Boolean).join(", "),
  updated: ({ changed }, texts) => changesOf(changed ?? {}, texts),
};

/** "21 °C → 23 °C, Oslo → Bergen", for {field: [old, new]}. */
export function changesOf(changed, texts) {
  return Object.entries(changed)
    .map(([field, [old, now]]) => {
      const write = writerOf(field, old, now);
      return texts.text("became", { old: write(old, texts), new: write(now, texts) });
    })
    .join(", ");
}

/** A move to another year gives both years. */
function writerOf(field, old, now) {
  if (field === "date" && old.slice(0, 4) !== now.slice(0, 4)) return (value, texts) => texts.date(value);
  return WRITE[field] ?? WRITE.other;
}

const WRITE = {
  temperatureC: (value, texts) => texts.temperature(value),
  date: (value, texts) => texts.day(value),
  location: (value, texts) => shorten(value) || texts.text("nothing"),
  summary: (value, texts) =>
    value ? texts.text("quoted", { text: shorten(value) }) : texts.text("nothing"),
  other: (value, texts) => shorten(value) || texts.text("nothing"),
};

function shorten(text) {
  const characters = Array.from(String(text ?? ""));
  return characters.length > LONGEST
    ? `${characters.slice(0, LONGEST - 1).join("")}…`
    : characters.join("");
}
