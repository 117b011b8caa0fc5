/**
 * A person who writes, without a browser: the page's own sync code on the official Socket.IO client, driven by lines of JSON.
 *
 * in    {do: "join", url, cookie, plan, text}   connects and opens the text; `cookie` is a whole Cookie header
 *       {do: "type", words, at?}                writes at a letter's number, at the "end" (as if left out), or on a new "line"
 *       {do: "text"} {do: "status"}             asks
 *       {do: "stop"}                            hangs up and ends
 * out   {event: "ready"}                        the program runs
 *       {event: "line", state}                  connecting, live, down, blocked, signed-out
 *       {event: "status", status}               saved, saving, device, unsaved, read, refused, opening
 *       {event: "typed", op, words}             every letter of `words` is in edits up to `op`
 *       {event: "acked", op}                    the server has acknowledged every edit up to `op`
 *       {event: "text", text, xml}              the lines of the text as they are here
 *       {event: "given-back", code, words}      could not be saved; a page would show them to be copied
 *       {event: "joined", revision}             the plan was joined, and stands at that revision
 *       {event: "news", revision, kind}         something happened in the plan
 *       {event: "over", code}                   the right to the plan ended
 *       {event: "failed", why}                  the command was not understood
 */
import { createInterface } from "node:readline";
import * as Y from "yjs";
import { Line } from "../../static/sync/line";
import type { LiveText } from "../../static/sync/live-text";
import { MemoryOutbox } from "../../static/sync/outbox";
import { PlanRoom } from "../../static/sync/plan-room";

interface Join {
  do: "join";
  url: string;
  cookie: string;
  plan: string;
  text: string;
}

type Command = Join | { do: "type"; words: string; at?: number | "end" | "line" } | { do: "text" } | { do: "status" } | { do: "stop" };

let line: Line | undefined;
let live: LiveText | undefined;
let told = "";

function say(event: string, more: Record<string, unknown> = {}): void {
  process.stdout.write(`${JSON.stringify({ event, ...more })}\n`);
}

async function join({ url, cookie, plan, text }: Join): Promise<void> {
  line = new Line({ url, headers: { cookie, origin: new URL(url).origin } });
  line.changed.on((state) => { say("line", { state }); });
  const room = new PlanRoom(plan, await whoAmI(line, plan), line.plan, new MemoryOutbox());
  room.joined.on(({ revision }) => { say("joined", { revision }); });
  room.news.on(({ revision, kind }) => { say("news", { revision, kind }); });
  room.over.on(({ code }) => { say("over", { code }); });
  live = room.text(text, "write");
  live.changed.on(tellStatus);
  live.acknowledged.on((op) => { say("acked", { op }); });
}

/** The plan says who this cookie's person is; a page knows from the start. */
async function whoAmI({ plan: channel }: Line, plan: string): Promise<string> {
  if (!channel.up) await new Promise<void>((resolve) => { channel.onLine((up) => { if (up) resolve(); }); });
  const answer = await channel.ask("join", { plan });
  if (!answer.ok) throw new Error(answer.code);
  return answer.you.person;
}

function tellStatus(): void {
  if (!live) return;
  if (live.status !== told) say("status", { status: live.status });
  told = live.status;
  for (const { code, words } of live.leftovers.list) say("given-back", { code, words });
  if (live.leftovers.any) live.dismiss();
}

function type(words: string, at: number | "end" | "line"): void {
  if (!live?.writable) throw new Error("not writable");
  const { body, doc } = live;
  doc.transact(() => {
    const last = body.length > 0 ? body.get(body.length - 1) : undefined;
    const letters = last instanceof Y.XmlElement && last.length > 0 ? last.get(0) : undefined;
    if (at === "line" || !(letters instanceof Y.XmlText)) {
      const paragraph = new Y.XmlElement("paragraph");
      paragraph.insert(0, [new Y.XmlText(words)]);
      body.insert(body.length, [paragraph]);
    } else letters.insert(at === "end" ? letters.length : Math.min(at, letters.length), words);
  });
  say("typed", { op: live.lastOp, words });
}

function showText(): void {
  const blocks = (live?.body.toArray() ?? []) as Y.XmlElement[];
  const text = blocks.map((block) => (block.toArray() as Y.XmlText[]).map((part) => part.toJSON()).join("")).join("\n");
  say("text", { text, xml: live?.body.toJSON() ?? "" });
}

async function obey(command: Command): Promise<void> {
  switch (command.do) {
    case "join": await join(command); break;
    case "type": type(command.words, command.at ?? "end"); break;
    case "text": showText(); break;
    case "status": say("status", { status: live?.status ?? "opening" }); break;
    case "stop":
      line?.close();
      process.exit(0);
  }
}

createInterface({ input: process.stdin }).on("line", (given) => {
  const understood = (async () => { await obey(JSON.parse(given) as Command); })();
  understood.catch((error: unknown) => { say("failed", { why: String(error) }); });
}).on("close", () => process.exit(0));
say("ready");
