// Socket.IO with its Redis adapter, as https://socket.io/docs/v4/redis-adapter/ sets it up.
const { createServer } = require("http");
const { Server } = require("socket.io");
const { createClient } = require("redis");
const { createAdapter } = require("@socket.io/redis-adapter");

async function main() {
  const publisher = createClient({ url: process.env.REDIS_URL });
  const subscriber = publisher.duplicate();
  await Promise.all([publisher.connect(), subscriber.connect()]);
  const http = createServer();
  new Server(http, { adapter: createAdapter(publisher, subscriber) });
  http.listen(Number(process.env.PORT), "127.0.0.1");
}

main();
