// Walks through what a page does on the wire, and prints what it saw as JSON. Arguments: where node_modules are, and the server's address.
const [where, url] = process.argv.slice(2);
const load = require("node:module").createRequire(`${where}/package.json`);
const { io } = load("socket.io-client");
const parser = load("socket.io-msgpack-parser");

const options = { path: "/live/", transports: ["websocket"], parser, reconnection: false, forceNew: true };
const once = (socket, event) => new Promise((done) => socket.once(event, done));
const hex = (bytes) => Buffer.from(bytes).toString("hex");

async function main() {
  const seen = {};
  const plan = io(`${url}/plan`, { ...options, forceNew: false, multiplex: true });
  const me = io(`${url}/me`, { ...options, forceNew: false, multiplex: true });
  const other = io(`${url}/plan`, options);
  const greeted = once(plan, "greeting");
  await Promise.all([once(plan, "connect"), once(me, "connect"), once(other, "connect")]);
  if (plan.io !== me.io) throw new Error("two connections instead of one");
  seen.connected = [plan.nsp, me.nsp];
  seen.greeted = await greeted;

  const given = { bytes: Buffer.from([0, 1, 255]), words: "åäö عربي", none: undefined, large: Buffer.alloc(70_000) };
  const answer = await plan.timeout(5000).emitWithAck("echo", given);
  answer.given = { ...answer.given, bytes: hex(answer.given.bytes), large: answer.given.large.length };
  seen.echo = answer;

  const told = [plan, other].map((socket) => once(socket, "told"));
  await other.timeout(5000).emitWithAck("tell", given.bytes);
  seen.told = (await Promise.all(told)).map((each) => hex(each.bytes));

  const refused = await once(io(`${url}/plan`, { ...options, auth: { stranger: true } }), "connect_error");
  seen.refused = { message: refused.message, data: refused.data };
  seen.nowhere = { message: (await once(io(`${url}/nowhere`, options), "connect_error")).message };

  const [away] = await Promise.all([once(plan, "disconnect"), plan.emit("leave", {})]);
  seen.disconnected = away;
  const [large] = await Promise.all([once(other, "disconnect"), other.emit("echo", Buffer.alloc(600_000))]);
  seen.oversize = large;
  process.stdout.write(JSON.stringify(seen));
  process.exit(0);
}

main();
