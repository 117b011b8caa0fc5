/** Goes where an act has led; where that is this very page, the page comes anew. */
export function goTo(address: string): void {
  const there = new URL(address, location.href);
  const here = there.origin === location.origin && there.pathname === location.pathname && there.search === location.search;
  if (!here || there.hash === "") {
    location.assign(there);
    return;
  }
  history.replaceState(null, "", there); // an address that differs by its hash alone would only be scrolled to
  location.reload();
}
