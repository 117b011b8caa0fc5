/** A piece of a line: plain words, or an address to go to. */
export interface Piece {
  words: string;
  address?: string;
}

const ADDRESS = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}']/giu;

/** Splits a line at its addresses; only what begins with http:// or https:// and can be read as an address is one. */
export function addressesIn(line: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const found of line.matchAll(ADDRESS)) {
    const address = readable(found[0]);
    if (address === undefined) continue;
    if (found.index > at) pieces.push({ words: line.slice(at, found.index) });
    pieces.push({ words: found[0], address });
    at = found.index + found[0].length;
  }
  if (at < line.length) pieces.push({ words: line.slice(at) });
  return pieces;
}

function readable(words: string): string | undefined {
  try {
    const { protocol, href } = new URL(words);
    return protocol === "https:" || protocol === "http:" ? href : undefined;
  } catch {
    return undefined;
  }
}
