// Runs before the page's own scripts: records frames with their arrival, sockets and violations.

window.watched = {
  frames: [],
  violations: [],
  sockets: 0,
  arrival(type, id) {
    const wanted = (event) => event.type === `weatherforecast.${type}` && event.data.id === id;
    return this.frames.find(({ frame }) => frame.events?.some(wanted))?.at;
  },
};

window.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    window.watched.sockets += 1;
    this.addEventListener("message", ({ data }) => {
      window.watched.frames.push({ at: Date.now(), frame: JSON.parse(data) });
    });
  }
};

document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
  window.watched.violations.push(`${violatedDirective} ${blockedURI}`);
});
