import type * as Y from "yjs";
import type { Entry } from "./outbox";
import type { Code, Refusal } from "./protocol";
import type { Unsent } from "./unsent";
import { wordsOf } from "./words-of";

/** Words that a person wrote and that cannot be sent any more: shown to be copied, never dropped. */
export interface Leftover {
  code: Code;
  message: string;
  words: string;
  entries: Entry[];
}

/** All that is left over in one text, until the person says that it has been taken care of. */
export class Leftovers {
  list: Leftover[] = [];

  constructor(private readonly unsent: Unsent) {}

  get any(): boolean {
    return this.list.length > 0;
  }

  /** The words that wait to be copied or sent. */
  words(body: Y.XmlFragment): string {
    const unsent = wordsOf(this.unsent.entries.map((entry) => entry.update), body);
    return [...this.list.map((left) => left.words), unsent].filter(Boolean).join("\n");
  }

  /** Nothing of what is unsent will be sent. The device keeps it until the person has seen to it. */
  giveBack({ code, message }: Refusal, body: Y.XmlFragment): void {
    const entries = this.unsent.takeBack();
    const words = wordsOf(entries.map((entry) => entry.update), body);
    if (words === "") this.unsent.forget(entries); // only a word made bold, or taken away: nothing to copy
    else {
      this.list.push({ code, message, words, entries });
      for (const entry of entries) this.unsent.keep(Object.assign(entry, { refused: true }));
    }
  }

  dismiss(): void {
    this.unsent.forget(this.list.flatMap((left) => left.entries));
    this.list = [];
  }
}
