import { make } from "./make";

/** How near the window's edge a drag scrolls the page, and how far in each frame; in pixels. */
const EDGE = 72;
const STEP = 12;

/** Where something is dropped: the list, and how many of its other items then stand before it. */
export interface Drop { list: HTMLElement; place: number }

interface Drag {
  item: HTMLElement;
  grip: HTMLElement;
  pointer: number;
  order: string;
  /** Where on the page the pointer took it, and where in the window it is now. */
  from: number;
  y: number;
  drop: Drop | undefined;
}

/** Counts how many of some items stand above a point: those whose middle does. */
export function placeAt(y: number, items: readonly { top: number; bottom: number }[]): number {
  return items.filter(({ top, bottom }) => (top + bottom) / 2 < y).length;
}

/**
 * `<drag-order>`: what stands in its lists (`[data-order]`, `[data-key]`) is dragged by its grip (`[data-grip]`), within a list or to another
 * of the same order. The drop sends the item's own form (`[data-place]`), as its buttons do: the server says what then stands where.
 */
export class DragOrder extends HTMLElement {
  #drag: Drag | undefined;
  readonly #mark = make("li", { class: "drop-mark", "aria-hidden": "true" });

  constructor() {
    super();
    this.addEventListener("pointerdown", (event) => { this.#take(event); });
    this.addEventListener("pointermove", (event) => { this.#move(event); });
    this.addEventListener("pointerup", (event) => { this.#end(event, true); });
    this.addEventListener("pointercancel", (event) => { this.#end(event, false); });
  }

  disconnectedCallback(): void {
    this.#letGo();
  }

  #take(event: PointerEvent): void {
    const grip = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-grip]") : null;
    const item = grip?.closest<HTMLElement>("[data-key]");
    const order = item?.closest<HTMLElement>("[data-order]")?.dataset["order"];
    if (!grip || !item || order === undefined || this.#drag || event.button !== 0) return;
    event.preventDefault(); // no text is marked, and the page does not scroll under a finger
    grip.setPointerCapture(event.pointerId);
    this.#drag = { item, grip, order, pointer: event.pointerId, from: event.clientY + scrollY, y: event.clientY, drop: undefined };
    this.classList.add("dragging");
    item.classList.add("dragged");
    document.addEventListener("keydown", this.#giveUp, { capture: true });
    requestAnimationFrame(() => { this.#scroll(); });
  }

  readonly #giveUp = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    this.#letGo();
  };

  #move(event: PointerEvent): void {
    if (this.#drag?.pointer !== event.pointerId) return;
    this.#drag.y = event.clientY;
    this.#show();
  }

  /** Draws the item where the pointer is, and the line where it would be dropped. */
  #show(): void {
    const drag = this.#drag;
    if (!drag) return;
    drag.item.style.translate = `0 ${String(drag.y + scrollY - drag.from)}px`;
    drag.drop = this.#dropAt(drag);
    const { list, place } = drag.drop;
    list.insertBefore(this.#mark, others(list, drag.item)[place] ?? null);
  }

  #dropAt({ order, y, item }: Drag): Drop {
    const lists = [...this.querySelectorAll<HTMLElement>(`[data-order="${order}"]`)];
    const away = (list: HTMLElement): number => {
      const { top, bottom } = (list.parentElement ?? list).getBoundingClientRect();
      return Math.max(top - y, y - bottom, 0);
    };
    const list = lists.reduce((best, one) => (away(one) < away(best) ? one : best));
    return { list, place: placeAt(y, others(list, item).map((one) => one.getBoundingClientRect())) };
  }

  /** Near an edge of the window the page goes on by itself, as long as something is held there. */
  #scroll(): void {
    if (!this.#drag) return;
    const { y } = this.#drag;
    const by = y < EDGE ? -STEP : y > innerHeight - EDGE ? STEP : 0;
    if (by !== 0) {
      scrollBy({ top: by, behavior: "instant" });
      this.#show();
    }
    requestAnimationFrame(() => { this.#scroll(); });
  }

  #end(event: PointerEvent, kept: boolean): void {
    const drag = this.#drag;
    if (drag?.pointer !== event.pointerId) return;
    this.#letGo();
    if (kept && drag.drop) send(drag.item, drag.drop);
  }

  #letGo(): void {
    if (!this.#drag) return;
    const { item, grip, pointer } = this.#drag;
    this.#drag = undefined;
    if (grip.hasPointerCapture(pointer)) grip.releasePointerCapture(pointer);
    document.removeEventListener("keydown", this.#giveUp, { capture: true });
    this.classList.remove("dragging");
    item.classList.remove("dragged");
    item.style.translate = "";
    this.#mark.remove();
  }
}

function others(list: HTMLElement, item: HTMLElement): HTMLElement[] {
  return [...list.children].filter((one): one is HTMLElement => one instanceof HTMLElement && one.dataset["key"] !== undefined && one !== item);
}

function send(item: HTMLElement, { list, place }: Drop): void {
  const section = list.dataset["section"];
  const to = section === undefined ? String(place) : `${section}/${String(place)}`;
  const button = item.querySelector<HTMLButtonElement>("form[data-place] [data-drop]");
  if (!button?.form || to === item.dataset["at"]) return;
  button.value = to;
  button.form.requestSubmit(button);
}
