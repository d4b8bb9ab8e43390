/**
 * Delete from the list without leaving it: a small dialog asks, a request carries the page's
 * connection id (so that the page is not told of its own change), and the row leaves.
 * Without JavaScript the same link leads to a page that asks.
 */

export class Removal {
  #dialog;
  #form;
  #texts;
  #options;

  /** options: find(id) → forecast, connectionId() → string, onDeleted(forecast, undo). */
  constructor(dialog, texts, options) {
    this.#dialog = dialog;
    this.#form = dialog.querySelector("form");
    this.#texts = texts;
    this.#options = options;
    this.#form.addEventListener("submit", (submission) => this.#submit(submission));
    dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
  }

  /** Take over the delete links inside `board`. */
  attach(board) {
    board.addEventListener("click", (click) => {
      const link = click.target.closest("a[data-delete]");
      const plain = !(click.ctrlKey || click.metaKey || click.shiftKey || click.altKey);
      const forecast = this.#options.find(Number(link?.closest("tr")?.dataset.forecastId));
      if (!link || !plain || !forecast) return;
      click.preventDefault();
      this.#ask(forecast, link.href);
    });
  }

  #ask(forecast, address) {
    this.#say("");
    this.#form.action = address;
    this.#form.dataset.forecastId = forecast.id;
    this.#describe(forecast);
    this.#dialog.showModal();
  }

  #describe(forecast) {
    const { location } = forecast;
    this.#form.elements.version.value = forecast.version;
    this.#dialog.querySelector("[data-what]").textContent = this.#texts.text(
      location ? "deleteWhat" : "deleteWhatNowhere",
      {
        location,
        day: this.#texts.date(forecast.date),
        temperature: this.#texts.temperature(forecast.temperatureC),
      },
    );
  }

  async #submit(submission) {
    submission.preventDefault();
    const button = this.#form.querySelector("[type=submit]");
    button.disabled = true;
    try {
      await this.#send();
    } finally {
      button.disabled = false;
    }
  }

  async #send() {
    const response = await fetch(this.#form.action, {
      method: "POST",
      body: new FormData(this.#form),
      redirect: "manual", // to the sign-in page, when the session has ended
      headers: {
        Accept: "application/json",
        "X-Connection-ID": this.#options.connectionId(),
      },
    }).catch(() => null);
    if (response?.ok) {
      this.#dialog.close();
      const { deleted, undo } = await response.json();
      this.#options.onDeleted(deleted, undo);
    } else if (response?.status === 404) {
      this.#say(this.#texts.text("alreadyGone"));
    } else if (response?.status === 409) {
      this.#describe((await response.json()).current);
      this.#say(this.#texts.text("stale"));
    } else {
      const signedOut = response?.type === "opaqueredirect" || response?.status === 403;
      this.#say(this.#texts.text(signedOut ? "signInAgain" : "failed"));
    }
  }

  #say(words) {
    this.#dialog.querySelector("[role=alert]").textContent = words;
  }
}
