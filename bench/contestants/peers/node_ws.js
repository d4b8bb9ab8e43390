// Node `ws`, as its README broadcasts, fed by a Redis subscription (node-redis).
const { WebSocket, WebSocketServer } = require("ws");
const { createClient } = require("redis");

const server = new WebSocketServer({ host: "127.0.0.1", port: Number(process.env.PORT) });
server.on("connection", (socket) => socket.on("error", console.error));

async function main() {
  const subscriber = createClient({ url: process.env.REDIS_URL });
  await subscriber.connect();
  await subscriber.subscribe(process.env.CHANNEL, (message) => {
    server.clients.forEach((client) => {
      if (client.readyState === WebSocket.OPEN) client.send(message);
    });
  });
}

main();
