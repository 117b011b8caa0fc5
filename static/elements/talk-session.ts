import type { Present } from "../sync/protocol";
import type { TalkRoom } from "../sync/talk-room";
import { t } from "../words/words";
import { make } from "./make";

/** Says of everyone in the session whether they are here just now, have their hand up, or look around. */
export function markSession(page: HTMLElement, room: TalkRoom): void {
  const hands = handsOf(room.people);
  for (const one of page.querySelectorAll<HTMLElement>("[data-person]")) {
    const theirs = room.people.filter(({ person }) => person === one.dataset["person"]);
    const pages = theirs.filter(({ room: screen }) => !screen);
    const known = room.state !== undefined;
    const place = hands.indexOf(one.dataset["person"] ?? "");
    one.classList.toggle("away", known && theirs.length === 0);
    one.classList.toggle("hand", place >= 0);
    const says = [
      known && theirs.length === 0 ? t("away just now") : "",
      pages.length > 0 && pages.every(({ follows }) => !follows) ? t("looks around") : "",
    ].filter(Boolean).join(" · ");
    draw(one, "session-state", says);
    draw(one, "session-hand", place < 0 ? "" : hands.length > 1 ? t("Hand up: {n}", { n: place + 1 }) : t("Hand up"));
  }
}

/** The persons whose hand is up, in the order in which the hands went up. */
export function handsOf(people: readonly Present[]): string[] {
  const up = people.filter((one) => one.hand !== null).sort((one, other) => (one.hand ?? 0) - (other.hand ?? 0));
  return [...new Set(up.map((one) => one.person))];
}

function draw(line: HTMLElement, name: string, words: string): void {
  let place = line.querySelector<HTMLElement>(`.${name}`);
  if (words === "") {
    place?.remove();
    return;
  }
  if (!place) {
    place = make("span", { class: name });
    line.append(place);
  }
  if (place.textContent !== words) place.textContent = words;
}
