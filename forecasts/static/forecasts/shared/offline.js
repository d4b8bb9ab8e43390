/** Lets the browser show the offline page when the desk cannot be reached; on secure pages only. */

export function keepOfflinePage(body) {
  const address = body.dataset.worker;
  if (!address || !navigator.serviceWorker) return;
  const register = () => navigator.serviceWorker.register(address).catch((error) => console.warn("No offline page:", error));
  // The page itself comes first.
  if (document.readyState === "complete") register();
  else window.addEventListener("load", register, { once: true });
}
