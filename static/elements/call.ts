import { CallCheck } from "./call-check";
import { CallTry } from "./call-try";
import { TalkCall } from "./talk-call";

/** Sound and picture, and trying one's devices: fetched only by the pages of a talk. */
export function defineCall(): void {
  customElements.define("call-try", CallTry);
  customElements.define("call-check", CallCheck);
  customElements.define("talk-call", TalkCall);
}
