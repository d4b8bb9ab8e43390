// From the Redis channel to Socket.IO's clients, with the Redis emitter that its documentation
// gives to other processes: https://socket.io/docs/v4/redis-adapter/#emitter
const { Emitter } = require("@socket.io/redis-emitter");
const { createClient } = require("redis");

async function main() {
  const client = createClient({ url: process.env.REDIS_URL });
  const subscriber = client.duplicate();
  await Promise.all([client.connect(), subscriber.connect()]);
  const emitter = new Emitter(client);
  await subscriber.subscribe(process.env.CHANNEL, (message) => emitter.emit("event", message));
}

main();
