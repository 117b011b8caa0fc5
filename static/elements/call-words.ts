import type { Out } from "../call/call";
import type { Kind, Trouble } from "../call/devices";
import type { Quality } from "../call/quality";
import type { Present } from "../sync/protocol";
import { t } from "../words/words";
import { roleWord } from "./role-word";

/** Why a device gives nothing, and what to do about it. */
export function troubleWords(kind: Kind, trouble: Trouble): string {
  if (kind === "microphone") return microphoneWords(trouble);
  return kind === "camera" ? cameraWords(trouble) : t("The screen could not be shared. Try again.");
}

function microphoneWords(trouble: Trouble): string {
  switch (trouble) {
    case "refused": return t("The browser may not use the microphone. Allow it beside the page's address, and try again.");
    case "none": return t("No microphone was found. You can still listen and write.");
    case "busy": return t("Another program is using the microphone. Close it there, and try again.");
    case "gone": return t("The microphone was unplugged or taken by another program. Turn it on again when it is back.");
    case "unsupported": return t("This browser gives no sound here.");
  }
}

function cameraWords(trouble: Trouble): string {
  switch (trouble) {
    case "refused": return t("The browser may not use the camera. Allow it beside the page's address, and try again.");
    case "none": return t("No camera was found. You are heard all the same.");
    case "busy": return t("Another program is using the camera. Close it there, and try again.");
    case "gone": return t("The camera was unplugged or taken by another program. Turn it on again when it is back.");
    case "unsupported": return t("This browser gives no picture here.");
  }
}

export function outWords(out: Out): string {
  switch (out) {
    case "full": return t("Six already take part with sound and picture, and more cannot. You follow the plan here all the same.");
    case "moved": return t("You take part with sound and picture on another page of yours now.");
    case "over":
    case "": return "";
  }
}

/** How the line to somebody is; nothing is said of a good one. */
export function lineWords(quality: Quality): string {
  switch (quality) {
    case "good": return "";
    case "thin": return t("The line is thin");
    case "lost": return t("The line is lost. It is being looked for again.");
  }
}

/** What somebody is called in a talk: what they are to the pupil, or as what they are invited. */
export function whoWord(who: Present): string {
  if (who.room) return t("In the room");
  switch (who.kind) {
    case "interpreter": return t("Interpreter");
    case "relative": return t("Relative");
    case "staff": return t("Other staff");
    default: return roleWord(who.role);
  }
}
