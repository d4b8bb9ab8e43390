/** The addresses of places' own pages (forecasts/texts/places.py). Pure. */

/** The path of a place's page under `folder`; "" for a name that has none. */
export function placeAddress(folder, name) {
  const isFolder = name.split("/").some((part) => part === "." || part === "..");
  return name && !isFolder ? `${folder}${encodeURIComponent(name)}` : "";
}
