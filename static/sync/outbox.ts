import { openDB, type DBSchema, type IDBPDatabase } from "idb";

/** What names one kept edit: whose, of which text and epoch, from which page, its number there. */
export interface Key {
  person: string;
  text: string;
  epoch: number;
  client: string;
  op: number;
}

/** One local edit that the server has not acknowledged. `refused`: the server will not have it; it waits to be copied. */
export interface Entry extends Key {
  update: Uint8Array;
  refused?: boolean;
}

/** Where unsent edits are kept on the device. Every method may reject: the device may be full, or allow no store. */
export interface Outbox {
  keep(entry: Entry): Promise<void>;
  drop(keys: readonly Key[]): Promise<void>;
  entries(person: string, text: string): Promise<Entry[]>;
  /** How many edits a person has here, over all texts. */
  count(person: string): Promise<number>;
  clear(person: string): Promise<void>;
}

/** Keeps edits as long as the program runs: for tests, and where the device has no store. */
export class MemoryOutbox implements Outbox {
  readonly #kept = new Map<string, Entry>();

  keep(entry: Entry): Promise<void> {
    this.#kept.set(nameOf(entry).join(), entry);
    return Promise.resolve();
  }

  drop(keys: readonly Key[]): Promise<void> {
    for (const key of keys) this.#kept.delete(nameOf(key).join());
    return Promise.resolve();
  }

  entries(person: string, text: string): Promise<Entry[]> {
    return Promise.resolve([...this.#kept.values()].filter((entry) => entry.person === person && entry.text === text));
  }

  count(person: string): Promise<number> {
    return Promise.resolve([...this.#kept.values()].filter((entry) => entry.person === person).length);
  }

  clear(person: string): Promise<void> {
    for (const [name, entry] of this.#kept) if (entry.person === person) this.#kept.delete(name);
    return Promise.resolve();
  }
}

interface Store extends DBSchema {
  edits: { key: [string, string, number, string, number]; value: Entry };
}

/** Keeps edits in IndexedDB, so that a closed lid or a dead battery loses nothing. */
export class DeviceOutbox implements Outbox {
  readonly #store: Promise<IDBPDatabase<Store>>;

  constructor(name = "stegvis") {
    this.#store = openDB<Store>(name, 1, {
      upgrade(store) {
        store.createObjectStore("edits", { keyPath: ["person", "text", "epoch", "client", "op"] });
      },
      blocking(_now, _wanted, event) {
        (event.target as IDBDatabase).close(); // another page brings a newer store: do not stand in its way
      },
    });
    this.#store.catch(() => undefined); // whoever keeps an edit hears of it
  }

  async keep(entry: Entry): Promise<void> {
    await (await this.#store).put("edits", entry);
  }

  async drop(keys: readonly Key[]): Promise<void> {
    const change = (await this.#store).transaction("edits", "readwrite");
    await Promise.all([...keys.map((key) => change.store.delete(nameOf(key))), change.done]);
  }

  async entries(person: string, text: string): Promise<Entry[]> {
    return (await this.#store).getAll("edits", allOf([person, text]));
  }

  async count(person: string): Promise<number> {
    return (await this.#store).count("edits", allOf([person]));
  }

  async clear(person: string): Promise<void> {
    await (await this.#store).delete("edits", allOf([person]));
  }
}

function nameOf(key: Key): [string, string, number, string, number] {
  return [key.person, key.text, key.epoch, key.client, key.op];
}

// an array sorts after every string and number, so [x, []] ends all that begins with x
function allOf(start: string[]): IDBKeyRange {
  return IDBKeyRange.bound(start, [...start, []]);
}
