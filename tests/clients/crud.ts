// A round trip by openapi-fetch with the types that openapi-typescript generates into api.d.ts.
// node crud.ts BASE_URL TOKEN    fails unless every step gets the expected answer.

import createClient from "openapi-fetch";
import type { components, paths } from "./api.d.ts";

declare const process: { argv: string[] };
const [baseUrl, token] = process.argv.slice(2);
const client = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${token}` } });
const ONE = "/api/weatherforecast/{id}";

function expect(is: unknown, wanted: unknown): void {
  if (is !== wanted) throw new Error(`${JSON.stringify(is)} and not ${JSON.stringify(wanted)}`);
}

const body: components["schemas"]["ForecastRequest"] = {
  date: "2025-10-26",
  temperatureC: 20.5,
  location: "Bergen",
};
const made = await client.POST("/api/weatherforecast", { body });
expect(made.response.status, 201);
const id: number = made.data?.id ?? -1;

const listed = await client.GET("/api/weatherforecast", {
  params: { query: { location: ["bergen"], ordering: ["-date"] } },
});
expect(listed.data?.length, 1);

const path = { id };
const header = { "If-Match": '"1"' };
const patch = { params: { path, header }, body: { temperatureC: 19 } };
const changed = await client.PATCH(ONE, patch);
expect(changed.data?.version, 2);
const stale = await client.PATCH(ONE, patch);
expect(stale.error?.status, 412);

expect((await client.DELETE(ONE, { params: { path } })).response.status, 204);
expect((await client.GET(ONE, { params: { path } })).response.status, 404);
