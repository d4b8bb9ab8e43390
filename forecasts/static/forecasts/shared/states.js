/** What an event says a forecast was before it and is after it; null where there was none. Pure. */

export function states({ type, data, changed = {} }) {
  if (type.endsWith(".created")) return { before: null, after: data };
  if (type.endsWith(".deleted")) return { before: data, after: null };
  const old = Object.entries(changed ?? {}).map(([field, [value]]) => [field, value]);
  return { before: { ...data, ...Object.fromEntries(old) }, after: data };
}
