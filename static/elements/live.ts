import { Line } from "../sync/line";
import { KeptForms } from "../sync/kept-forms";
import { DeviceOutbox } from "../sync/outbox";
import { PlanRoom } from "../sync/plan-room";
import { TalkRoom } from "../sync/talk-room";
import type { LiveText } from "../sync/live-text";

/** What is alive on this page: one line, one outbox, the rooms of the plans. */
let line: Line | undefined;
let outbox: DeviceOutbox | undefined;
let keptForms: KeptForms | undefined;
const rooms = new Map<string, PlanRoom>();
const talks = new Map<string, TalkRoom>();

/** The person who is signed in; undefined on a page before signing in. */
export function person(): string | undefined {
  return document.body.dataset["person"];
}

export function theLine(): Line {
  line ??= new Line();
  return line;
}

export function theOutbox(): DeviceOutbox {
  outbox ??= new DeviceOutbox();
  return outbox;
}

export function theKeptForms(): KeptForms {
  keptForms ??= new KeptForms();
  return keptForms;
}

export function room(plan: string): PlanRoom | undefined {
  const me = person();
  if (me === undefined || plan === "") return undefined;
  const known = rooms.get(plan);
  if (known) return known;
  const made = new PlanRoom(plan, me, theLine().plan, theOutbox());
  made.anotherPerson.on(() => { theLine().anotherPerson(); });
  rooms.set(plan, made);
  return made;
}

/** The room of a talk; the same one for all who ask. */
export function talkRoom(talk: string, isRoom = false): TalkRoom | undefined {
  if (person() === undefined || talk === "") return undefined;
  talks.set(talk, talks.get(talk) ?? new TalkRoom(talk, theLine().talk, isRoom));
  return talks.get(talk);
}

/** The page shows nothing of a plan any more; asked for again, its room is a new one. */
export function leaveRoom(plan: string): void {
  rooms.get(plan)?.close();
  rooms.delete(plan);
}

export function liveTexts(): LiveText[] {
  return [...rooms.values()].flatMap((one) => one.texts);
}
