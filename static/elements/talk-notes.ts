/** Keeps the note in view in which somebody writes, on the room's large screen, where nobody scrolls; gives how to stop. */
export function followNotes(page: HTMLElement): () => void {
  const joint = page.querySelector<HTMLElement>(".talk-joint");
  if (!joint) return () => undefined;
  const watch = new MutationObserver((changes) => {
    const body = changes.map(({ target }) => (target instanceof Element ? target : target.parentElement)?.closest(".body")).findLast(Boolean);
    body?.closest("section.text")?.scrollIntoView({ block: "nearest" });
  });
  watch.observe(joint, { subtree: true, childList: true, characterData: true });
  return () => { watch.disconnect(); };
}
