import * as Y from "yjs";

type Clocks = Map<number, Set<number>>;

/** The words in unsent updates: as they stand in the text when it is at hand, else in the order they were written. */
export function wordsOf(updates: readonly Uint8Array[], body?: Y.XmlFragment): string {
  if (updates.length === 0) return "";
  const { lines, clocks } = written(Y.mergeUpdates([...updates]));
  return (body ? standing(body, clocks) : lines).join("\n");
}

/** What an update brings: its lines, and the clocks of its letters, less those it takes away again. */
function written(update: Uint8Array): { lines: string[]; clocks: Clocks } {
  const { structs, ds } = Y.decodeUpdate(update);
  const clocks: Clocks = new Map();
  const lines = [""];
  for (const struct of structs) {
    if (!(struct instanceof Y.Item)) continue;
    if (struct.content instanceof Y.ContentType) lines.push("");
    if (!(struct.content instanceof Y.ContentString)) continue;
    const { client, clock } = struct.id;
    const gone = ds.clients.get(client) ?? [];
    for (const [at, letter] of struct.content.str.split("").entries()) {
      if (gone.some((range) => clock + at >= range.clock && clock + at < range.clock + range.len)) continue;
      note(clocks, client, clock + at);
      lines.push((lines.pop() ?? "") + letter);
    }
  }
  return { lines: lines.filter(some), clocks };
}

function note(clocks: Clocks, client: number, clock: number): void {
  const known = clocks.get(client);
  if (known) known.add(clock);
  else clocks.set(client, new Set([clock]));
}

/** Of the text's own lines, the letters with those clocks. */
function standing(node: Y.XmlFragment | Y.XmlElement, clocks: Clocks): string[] {
  return node.toArray().flatMap((child) => {
    if (child instanceof Y.XmlText) return [lettersOf(child, clocks)].filter(some);
    return child instanceof Y.XmlElement ? standing(child, clocks) : [];
  });
}

function lettersOf(text: Y.XmlText, clocks: Clocks): string {
  let line = "";
  for (let item = text._start; item; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    const { client, clock } = item.id;
    line += item.content.str.split("").filter((_letter, at) => clocks.get(client)?.has(clock + at)).join("");
  }
  return line;
}

const some = (line: string): boolean => line.trim() !== "";
