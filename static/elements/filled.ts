/** A text or an answer has something in it, or nothing; whoever waits for it listens. */
export interface Filled { key: string; filled: boolean }

const known = new Map<string, boolean>();

export function tellFilled(from: HTMLElement, key: string, filled: boolean): void {
  if (known.get(key) === filled) return;
  known.set(key, filled);
  from.dispatchEvent(new CustomEvent<Filled>("stegvis:filled", { bubbles: true, detail: { key, filled } }));
}

export function isFilled(key: string): boolean | undefined {
  return known.get(key);
}
