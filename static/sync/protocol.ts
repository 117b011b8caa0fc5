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

/** Somebody in a talk's room: one connection. */
export interface Present {
  person: string;
  name: string;
  /** What they are to the pupil, or `guest`. */
  role: string;
  /** As what they are invited; empty for those who need no invitation. */
  kind: string;
  colour: number;
  client: string;
  /** The room's large screen, and not a person's own page. */
  room: boolean;
  follows: boolean;
  /** When the hand went up, in milliseconds. */
  hand: number | null;
  /** How they take part with sound and picture, if they do. */
  part: Part | null;
}

export type Picture = "none" | "camera" | "screen";

/** How somebody takes part with sound and picture, and since when, in milliseconds. */
export interface Part {
  since: number;
  sound: boolean;
  picture: Picture;
}

/** The servers by which a page can be reached. */
export interface Ways {
  ice: RTCIceServer[];
  /** Seconds until their credentials end; 0 when none does. */
  lasts: number;
  /** Whether sound and picture may go by a relay only. */
  relayed: boolean;
}

export interface TalkLine {
  id: number;
  person: string;
  name: string;
  words: string;
  at: string;
}

export interface TalkState {
  talk: string;
  point: string;
  lead: string;
}

export interface Entered extends TalkState, Ways {
  ok: true;
  you: Present;
  people: Present[];
  chat: TalkLine[];
}

export interface TalkAsks {
  enter: { takes: { talk: string; hand?: boolean; follows?: boolean; room?: boolean }; gives: Entered };
  leave: { takes: Record<string, never>; gives: { ok: true } };
  hand: { takes: { up: boolean }; gives: { ok: true } };
  follow: { takes: { on: boolean }; gives: { ok: true } };
  say: { takes: { words: string }; gives: { ok: true; id: number } };
  call: { takes: { part: Omit<Part, "since"> | null }; gives: { ok: true } };
  ways: { takes: Record<string, never>; gives: Ways & { ok: true } };
  signal: { takes: { to: string; data: Record<string, unknown> }; gives: { ok: true } };
}

export interface TalkHears {
  people: { talk: string; people: Present[] };
  state: { talk: string; point: string; lead: string };
  said: { talk: string; line: TalkLine };
  signal: { talk: string; from: string; data: Record<string, unknown> };
  over: { talk: string; code: Code; message: string };
}

export type Shapes<A> = { [E in keyof A]: { takes: unknown; gives: unknown } };

/** One namespace of the line, as plans and texts need it. Tests put a scripted one in its place. */
export interface Channel<A extends Shapes<A> = Asks, H = Hears> {
  readonly up: boolean;
  /** Resolves with the server's answer; rejects when none came (the line fell, or it took too long). */
  ask<E extends keyof A & string>(event: E, takes: A[E]["takes"]): Promise<A[E]["gives"] | Refusal>;
  on<E extends keyof H & string>(event: E, hear: (news: H[E]) => void): void;
  /** The line rose or fell. */
  onLine(hear: (up: boolean) => void): void;
  /** An answer said that the session has ended. */
  signedOut(): void;
}
