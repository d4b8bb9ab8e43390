// Follows a Durable Stream by the official client; after an error it resumes at its last offset.
// node follow.mjs PACKAGE_URL STREAM_URL long-poll|sse    prints the position of each event.

const [packageUrl, url, live] = process.argv.slice(2);
const { stream } = await import(packageUrl);

let offset = "-1";
for (;;) {
  try {
    const answer = await stream({ url, offset, live, json: true });
    await new Promise((resolve, reject) => {
      answer.subscribeJson(async (batch) => {
        for (const event of batch.items) {
          console.log(event.sequence);
        }
        offset = batch.offset;
      });
      answer.closed.then(resolve, reject);
    });
  } catch (error) {
    console.error(String(error));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
