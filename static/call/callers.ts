import type { Present } from "../sync/protocol";

export const MOST_CALLERS = 6;

/**
 * Who takes part with sound and picture, in the order in which they came; the server counts the same way. Of a person's two pages the newer
 * one counts, so that a connection that has died takes nobody's place; the room's screen counts for itself.
 */
export function callers(people: readonly Present[]): Present[] {
  const newest = new Map<string, Present>();
  for (const one of taking(people)) newest.set(`${one.person} ${String(one.room)}`, one);
  return taking([...newest.values()]).slice(0, MOST_CALLERS);
}

function taking(people: readonly Present[]): Present[] {
  const when = (one: Present): number => one.part?.since ?? 0;
  return people.filter((one) => one.part).sort((one, other) => when(one) - when(other) || (one.client < other.client ? -1 : 1));
}
