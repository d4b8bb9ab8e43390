/** A button that shares the page's address: by the device, or else by the clipboard. */

/** `say(id)` shows one of the page's texts. */
export function offerSharing(button, say) {
  button.hidden = !navigator.share && !navigator.clipboard; // they need https or localhost
  button.classList.remove("waiting");
  button.addEventListener("click", async () => {
    const shared = { title: document.title, url: window.location.href };
    try {
      if (navigator.share) await navigator.share(shared);
      else await navigator.clipboard.writeText(shared.url).then(() => say("linkCopied"));
    } catch (error) {
      if (error.name !== "AbortError") say("notShared"); // the user cancelled
    }
  });
}
