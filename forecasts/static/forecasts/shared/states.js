/** A forecast's states before and after an event; null if it did not exist. Pure. */

export function states({ type, data, changed = {} }) {
  if (type.endsWith(".created")) return { before: null, after: data };
  if (type.endsWith(".deleted")) return { before: data, after: null };
  const old = Object.entries(changed ?? {}).map(([field, [value]]) => [field, value]);
  return { before: { ...data, ...Object.fromEntries(old) }, after: data };
}
