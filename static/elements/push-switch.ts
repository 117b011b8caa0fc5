import { t } from "../words/words";

/**
 * `<push-switch data-key="…" data-on="device or nothing" hidden>` with a button and a status line: switches pushes on in this browser.
 * Switching off is a form of the list below it, which works without a script.
 */
export class PushSwitch extends HTMLElement {
  connectedCallback(): void {
    this.hidden = false;
    const button = this.querySelector("button");
    if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) {
      button?.remove();
      this.#say(t("This browser cannot show notices while Stegvis is closed. On an iPhone or iPad, add Stegvis to the home screen first."));
      return;
    }
    if (Notification.permission === "denied") this.#say(t("This browser does not let Stegvis show notices. Allow it in the browser's settings."));
    button?.addEventListener("click", () => { void this.#switchOn(); });
  }

  async #switchOn(): Promise<void> {
    if (await Notification.requestPermission() !== "granted") {
      this.#say(t("This browser does not let Stegvis show notices. Allow it in the browser's settings."));
      return;
    }
    this.#say(t("Switching on …"));
    try {
      await navigator.serviceWorker.register("/worker.js");
      const worker = await navigator.serviceWorker.ready;
      await keep(await subscribed(worker.pushManager, this.dataset["key"] ?? ""));
      location.assign("/settings/notices?saved=yes");
    } catch {
      this.#say(t("That did not work. Try again in a moment."));
    }
  }

  #say(words: string): void {
    const said = this.querySelector("[role=status]");
    if (said) said.textContent = words;
  }
}

/** An earlier subscription that was made with another key cannot be used: it goes first. */
async function subscribed(pushes: PushManager, key: string): Promise<PushSubscription> {
  const wanted = { userVisibleOnly: true, applicationServerKey: bytes(key) };
  try {
    return await pushes.subscribe(wanted);
  } catch (error) {
    const old = await pushes.getSubscription();
    if (!old) throw error;
    await old.unsubscribe();
    return pushes.subscribe(wanted);
  }
}

async function keep(subscription: PushSubscription): Promise<void> {
  const { keys } = subscription.toJSON();
  const body = new URLSearchParams({ endpoint: subscription.endpoint, p256dh: keys?.["p256dh"] ?? "", auth: keys?.["auth"] ?? "" });
  const answer = await fetch("/settings/push", { method: "POST", body });
  if (!answer.ok) throw new Error(String(answer.status));
}

function bytes(base64: string): Uint8Array<ArrayBuffer> {
  const plain = atob(base64.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (one) => one.charCodeAt(0));
}
