/** Keeps the note in view in which somebody writes, on the room's large screen, where nobody scrolls; gives how to stop. */
export function followNotes(page: HTMLElement): () => void {
  const joint = page.querySelector<HTMLElement>(".talk-joint");
  if (!joint) return () => undefined;
  const watch = new MutationObserver((changes) => {
    const note = changes.at(-1)?.target.parentElement?.closest<HTMLElement>(".body")?.closest<HTMLElement>("section.text");
    if (note) joint.scrollTop += note.getBoundingClientRect().top - joint.getBoundingClientRect().top;
  });
  watch.observe(joint, { subtree: true, characterData: true }); // letters that change; an editor that takes its place changes none
  return () => { watch.disconnect(); };
}
