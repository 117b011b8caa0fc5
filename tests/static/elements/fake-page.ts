import { vi } from "vitest";
import type { LiveText } from "../../../static/sync/live-text";
import { MemoryOutbox, type Outbox } from "../../../static/sync/outbox";
import { PlanRoom } from "../../../static/sync/plan-room";
import { Signal } from "../../../static/sync/signal";
import { FakeLine, FakeServer, PLAN } from "../sync/fake-server";

export interface Live {
  person: () => string;
  theLine: () => unknown;
  theOutbox: () => Outbox;
  room: () => PlanRoom;
  liveTexts: () => LiveText[];
}

/** What static/elements/live.ts gives a page, on a fake server. Use it with vi.mock. */
export class FakePage {
  server = new FakeServer();
  plan = new FakeLine(this.server);
  me = new FakeLine(new FakeServer());
  outbox = new MemoryOutbox();
  theRoom: PlanRoom | undefined;
  line = { state: "live", changed: new Signal<string>(), me: this.me, signedOut: vi.fn(), anotherPerson: vi.fn(), tryNow: vi.fn() };

  readonly live: Live = {
    person: () => "anna",
    theLine: () => this.line,
    theOutbox: () => this.outbox,
    room: () => (this.theRoom ??= new PlanRoom(PLAN, "anna", this.plan, this.outbox)),
    liveTexts: () => this.theRoom?.texts ?? [],
  };
}

/** jsdom draws nothing: where an editor asks for a place on the screen, there is none. */
export function drawNothing(): void {
  Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
  Range.prototype.getBoundingClientRect = () => new DOMRect();
  document.elementFromPoint = () => null;
  vi.stubGlobal("CSS", { escape: (name: string) => name });
  Element.prototype.scrollIntoView = () => undefined;
}
