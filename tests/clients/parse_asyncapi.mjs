// Parses an AsyncAPI document by the official parser, and prints the parser's diagnostics.
// node parse_asyncapi.mjs PACKAGE_URL DOCUMENT

import { readFileSync } from "node:fs";

const [packageUrl, path] = process.argv.slice(2);
const { Parser } = (await import(packageUrl)).default;
const { diagnostics } = await new Parser().parse(readFileSync(path, "utf8"));
console.log(JSON.stringify(diagnostics.map(({ code, message, path }) => ({ code, message, path }))));
