// A page that keeps every forecast by the client and its cursor alone. The test provides
// window.readList(), which returns {epoch, position, digest, forecasts} from the REST API.

import { connect } from "/static/realtime/client.js";

const forecasts = new Map();
let position = null;

window.seen = { positions: [], jumps: [], states: [], resyncs: [], live: [] };

window.start = (list, options = {}) => {
  take(list);
  window.client = connect({
    url: "/ws/weatherforecast",
    epoch: list?.epoch,
    after: list?.position,
    digest: list?.digest,
    onEvents: (events) => events.forEach(apply),
    onState(state) {
      seen.states.push({ ...state, at: Date.now() });
    },
    async onResync({ reason }) {
      seen.resyncs.push(reason);
      const fresh = await window.readList();
      take(fresh);
      return fresh;
    },
    ...options,
  });
};

window.shown = () => [...forecasts.values()].sort((a, b) => a.id - b.id);

function take(list) {
  forecasts.clear();
  for (const forecast of list?.forecasts ?? []) forecasts.set(forecast.id, forecast);
  position = list?.position ?? null;
}

function apply({ type, sequence, data }) {
  if (position !== null && Number(sequence) !== position + 1) seen.jumps.push([position, sequence]);
  position = Number(sequence);
  seen.positions.push(position);
  if (type.endsWith(".deleted")) forecasts.delete(data.id);
  else forecasts.set(data.id, data);
}
