/**
 * The worker that shows what is pushed to this device, also while no page is open. It keeps nothing and fetches nothing: a push says that
 * there is something new, and a click leads there.
 */
declare const self: ServiceWorkerGlobalScope;

export {}; // a scope of its own, in which `self` is this worker; nothing of it is left in what is built

interface Pushed {
  title: string;
  notice: string;
  language: string;
  direction: NotificationDirection;
}

self.addEventListener("install", () => { void self.skipWaiting(); });
self.addEventListener("activate", (event) => { event.waitUntil(self.clients.claim()); });

self.addEventListener("push", (event) => {
  const said = read(event.data);
  event.waitUntil(self.registration.showNotification(said.title, {
    tag: said.notice, // pushed again, it takes the place of the one that is shown
    lang: said.language,
    dir: said.direction,
    data: said.notice,
  }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const notice = String(event.notification.data);
  event.waitUntil(self.clients.openWindow(notice === "" ? "/notices" : `/notices/${notice}`));
});

/** Whatever comes is shown: a browser takes the right to push away from a page that shows nothing. */
function read(data: PushMessageData | null): Pushed {
  const unknown: Pushed = { title: "Stegvis", notice: "", language: "", direction: "auto" };
  try {
    return { ...unknown, ...(data?.json() as Partial<Pushed> | undefined) };
  } catch {
    return unknown;
  }
}
