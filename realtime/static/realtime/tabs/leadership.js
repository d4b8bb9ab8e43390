/**
 * One tab leads: the one that holds the lock. The browser passes it to the next tab in the queue as
 * soon as a tab closes or crashes. https://w3c.github.io/web-locks/
 */

export class Leadership {
  #name;
  #gained;
  #lost;
  #release = null;
  #wish = null; // for a requested lock that is not held yet

  /** `gained()`: this tab leads from now on. `lost()`: another tab has taken it by steal(). */
  constructor({ name, gained, lost }) {
    this.#name = name;
    this.#gained = gained;
    this.#lost = lost;
  }

  get held() {
    return this.#release !== null;
  }

  /** Wait for the lock. */
  queue() {
    if (!this.held && !this.#wish) this.#request((signal) => ({ signal }));
  }

  /** Take the lock from a tab that does not answer. */
  steal() {
    if (this.held) return;
    this.#wish?.abort();
    this.#request(() => ({ steal: true }));
  }

  /** Release the lock, and leave the queue. */
  resign() {
    this.#wish?.abort();
    this.#wish = null;
    this.#release?.();
    this.#release = null;
  }

  async #request(options) {
    const wish = new AbortController();
    this.#wish = wish;
    let release = null;
    try {
      await navigator.locks.request(this.#name, options(wish.signal), () => {
        // Resigned meanwhile: release it to the next tab.
        if (wish.signal.aborted) return undefined;
        this.#wish = null;
        const held = new Promise((resolve) => (release = resolve));
        this.#release = release;
        this.#gained();
        return held;
      });
    } catch {
      // Aborted by this tab while it waited, or stolen while it was held.
      if (release && this.#release === release) {
        this.#release = null;
        this.#lost();
      }
    }
  }
}
