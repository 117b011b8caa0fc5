import { openDB, type DBSchema, type IDBPDatabase } from "idb";

/** What somebody has filled in and not sent, by the names of the fields; of several to choose from the one that is chosen. */
export type Fields = Record<string, string>;

interface Kept { person: string; form: string; fields: Fields; at: number }

interface Store extends DBSchema {
  forms: { key: [string, string]; value: Kept };
}

/** Nobody comes back to a form after this time. */
const LONGEST = 60 * 24 * 3600 * 1000;

/** Keeps forms that are being filled in, in IndexedDB. Every method may reject: the device may be full, or allow no store. */
export class KeptForms {
  readonly #store: Promise<IDBPDatabase<Store>>;

  constructor(name = "stegvis-forms") {
    this.#store = openDB<Store>(name, 1, {
      upgrade(store) { store.createObjectStore("forms", { keyPath: ["person", "form"] }); },
      blocking(_now, _wanted, event) { (event.target as IDBDatabase).close(); },
    });
    this.#store.catch(() => undefined); // whoever keeps a form hears of it
  }

  async keep(person: string, form: string, fields: Fields): Promise<void> {
    await (await this.#store).put("forms", { person, form, fields, at: Date.now() });
  }

  async read(person: string, form: string): Promise<Fields | undefined> {
    const kept = await (await this.#store).get("forms", [person, form]);
    return kept && kept.at > Date.now() - LONGEST ? kept.fields : undefined;
  }

  async drop(person: string, form: string): Promise<void> {
    await (await this.#store).delete("forms", [person, form]);
  }

  /** How many forms a person has begun here. */
  async count(person: string): Promise<number> {
    return (await this.#store).count("forms", allOf(person));
  }

  async clear(person: string): Promise<void> {
    await (await this.#store).delete("forms", allOf(person));
  }
}

// an array sorts after every string
function allOf(person: string): IDBKeyRange {
  return IDBKeyRange.bound([person], [person, []]);
}
