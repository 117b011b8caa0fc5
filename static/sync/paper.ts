import * as Y from "yjs";
import { Signal } from "./signal";

/** Where an update of the document came from, when nobody wrote it at this page just now. */
const ELSEWHERE = Symbol("elsewhere");
const NOTHING_YET = new Uint8Array([0]);

/** The Yjs document of a text, of one epoch, until it has to be dropped for a new one. */
export class Paper {
  doc = new Y.Doc();
  /** 0: nothing has come from the server yet. */
  epoch = 0;
  /** The document was dropped for a new one: bind to `doc` again. */
  readonly afresh = new Signal();

  /** Something written elsewhere is about to come in. */
  readonly arriving = new Signal();

  constructor(private readonly wrote: (update: Uint8Array) => void) {
    this.#listen();
  }

  get body(): Y.XmlFragment {
    return this.doc.getXmlFragment("body");
  }

  /** What this page has, as the server wants to hear it. */
  get state(): Uint8Array {
    return this.epoch === 0 ? NOTHING_YET : Y.encodeStateVector(this.doc);
  }

  apply(update: Uint8Array): void {
    this.arriving.tell();
    Y.applyUpdate(this.doc, update, ELSEWHERE);
  }

  drop(): void {
    const old = this.doc;
    this.doc = new Y.Doc();
    this.epoch = 0;
    this.#listen();
    this.afresh.tell();
    old.destroy();
  }

  #listen(): void {
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== ELSEWHERE) this.wrote(update);
    });
  }
}
