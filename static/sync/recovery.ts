import * as Y from "yjs";
import type { Leftover } from "./leftovers";
import type { Entry } from "./outbox";
import type { Code } from "./protocol";
import { wordsOf } from "./words-of";

/** What an earlier page left behind in one text: what can still be sent, and what can only be copied. */
export interface Recovered {
  sendable: Entry[];
  leftovers: Leftover[];
}

/** Sorts what the device kept. `doc` is the text as the server has it, of the given epoch; none when it may not be seen. */
export function sort(found: readonly Entry[], doc?: Y.Doc, epoch?: number): Recovered {
  const refused = found.filter((entry) => entry.refused);
  const old = found.filter((entry) => !entry.refused && entry.epoch !== epoch);
  const current = found.filter((entry) => !entry.refused && entry.epoch === epoch);
  const fits = !!doc && integrates(current, doc);
  const leftovers = [left(refused, "forbidden"), left(old, "epoch"), left(fits ? [] : current, "gap")];
  return { sendable: fits ? current : [], leftovers: leftovers.filter((one) => one !== undefined) };
}

/** Does the document hold letters that neither the server has nor the unsent edits bring? Then only a difference can heal it. */
export function lacks(serverState: Uint8Array, doc: Y.Doc, unsent: readonly Entry[]): boolean {
  const there = Y.decodeStateVector(serverState);
  for (const entry of unsent) {
    for (const [client, to] of Y.parseUpdateMeta(entry.update).to) there.set(client, Math.max(to, there.get(client) ?? 0));
  }
  const here = Y.decodeStateVector(Y.encodeStateVector(doc));
  return [...here].some(([client, clock]) => clock > (there.get(client) ?? 0));
}

function left(entries: Entry[], code: Code): Leftover | undefined {
  const words = wordsOf(entries.map((entry) => entry.update));
  return words === "" ? undefined : { code, message: "", words, entries };
}

// an edit that builds on letters which nobody has any more would wait in the document for ever
function integrates(entries: readonly Entry[], doc: Y.Doc): boolean {
  const trial = new Y.Doc();
  Y.applyUpdate(trial, Y.encodeStateAsUpdate(doc));
  for (const entry of entries) Y.applyUpdate(trial, entry.update);
  const whole = trial.store.pendingStructs === null;
  trial.destroy();
  return whole;
}
