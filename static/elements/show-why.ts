import { make } from "./make";

/** Says below a text's heading why nobody writes there for now; says nothing where there is nothing to say. */
export function showWhy(host: HTMLElement, why: string): void {
  const here = host.querySelector(":scope > .why");
  if ((here?.textContent ?? "") === why) return;
  here?.remove();
  if (why !== "") host.querySelector(":scope > header")?.after(make("p", { class: "why small", role: "status" }, why));
}
