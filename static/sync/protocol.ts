/** The live protocol's shapes, as realtime/PROTOCOL.md gives them. */

export type Right = "write" | "read" | "none";

export type Code =
  | "form"
  | "unknown"
  | "forbidden"
  | "locked"
  | "not_joined"
  | "epoch"
  | "gap"
  | "schema"
  | "too_large"
  | "full"
  | "slow_down"
  | "unavailable"
  | "sign_in";

export interface Refusal {
  ok: false;
  code: Code;
  message: string;
}

/** A refusal that the page itself comes to, in the server's form. */
export function no(code: Code, message = ""): Refusal {
  return { ok: false, code, message };
}

export interface Person {
  person: string;
  name: string;
  role: string;
  colour: number;
  client: string;
  writing: string | null;
}

export interface TextState {
  text: string;
  right: Right;
  epoch: number;
  seq: number;
}

export interface Joined {
  ok: true;
  plan: string;
  revision: number;
  you: Person;
  people: Person[];
  texts: TextState[];
}

export interface Opened extends TextState {
  ok: true;
  update: Uint8Array;
  state: Uint8Array;
}

export interface Kept {
  ok: true;
  seq: number;
}

/** A caret or a selection: two Yjs relative positions as JSON. */
export interface Place {
  anchor: unknown;
  head: unknown;
}

/** What an overview is of; of a plan it is the page of booking. */
export interface Overlooked {
  place: "class" | "school" | "organisation" | "booking";
  id: string;
}

export interface Asks {
  join: { takes: { plan: string }; gives: Joined };
  listen: { takes: { plans: string[] }; gives: { ok: true; plans: { plan: string; revision: number }[] } };
  open: { takes: { text: string; epoch: number; state: Uint8Array }; gives: Opened };
  edit: { takes: { text: string; epoch: number; client: string; op: number; update: Uint8Array }; gives: Kept };
  point: { takes: { text: string; at: Place | null }; gives: { ok: true } };
  close: { takes: { text: string }; gives: { ok: true } };
  leave: { takes: { plan: string }; gives: { ok: true } };
  follow: { takes: Overlooked; gives: Overlooked & { ok: true } };
  unfollow: { takes: Overlooked; gives: { ok: true } };
}

export interface Hears {
  edit: { text: string; epoch: number; seq: number; update: Uint8Array };
  news: { plan: string; revision: number; kind: string; about: Record<string, unknown>; carry: Record<string, unknown> };
  here: { plan: string; people: Person[] };
  point: { text: string; client: string; name: string; colour: number; at: Place | null };
  right: { plan: string; text: string; right: Right; code: Code; message: string };
  over: { plan?: string; code: Code; message: string };
  afresh: { text: string; epoch: number };
  badge: { unread: number };
  stirred: { place: Overlooked["place"]; id: string };
  closed: { place: Overlooked["place"]; id: string; code: Code; message: string };
  look: { within: number };
}

/** One namespace of the line, as plans and texts need it. Tests put a scripted one in its place. */
export interface Channel {
  readonly up: boolean;
  /** Resolves with the server's answer; rejects when none came (the line fell, or it took too long). */
  ask<E extends keyof Asks>(event: E, takes: Asks[E]["takes"]): Promise<Asks[E]["gives"] | Refusal>;
  on<E extends keyof Hears>(event: E, hear: (news: Hears[E]) => void): void;
  /** The line rose or fell. */
  onLine(hear: (up: boolean) => void): void;
  /** An answer said that the session has ended. */
  signedOut(): void;
}
