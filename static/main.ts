import "./styles/index.css";
import { CommentAnchor } from "./elements/comment-anchor";
import { watchForms } from "./elements/comment-form";
import { setUpHtmx } from "./elements/fragments";
import { LineStateBar } from "./elements/line-state";
import { liveTexts, person, theLine } from "./elements/live";
import { CopyText } from "./elements/copy-text";
import { LivePlan } from "./elements/live-plan";
import { NoticeBadge } from "./elements/notice-badge";
import { PeopleHere } from "./elements/people-here";
import { PictureCut } from "./elements/picture-cut";
import { ReadAloud } from "./elements/read-aloud";
import { PasskeyForm } from "./elements/passkey-form";
import { ShowPassword } from "./elements/show-password";
import { isLeaving, watchSignOut } from "./elements/sign-out";
import { watchSession } from "./elements/signed-out";
import { loadWords } from "./words/words";

setUpHtmx();
watchForms();
watchSignOut();
await loadWords();
watchSession();

customElements.define("comment-anchor", CommentAnchor);
customElements.define("live-plan", LivePlan);
customElements.define("people-here", PeopleHere);
customElements.define("notice-badge", NoticeBadge);
customElements.define("line-state", LineStateBar);
customElements.define("picture-cut", PictureCut);
customElements.define("read-aloud", ReadAloud);
customElements.define("passkey-form", PasskeyForm);
customElements.define("show-password", ShowPassword);
customElements.define("copy-text", CopyText);

// the editor is the largest part, and most pages have none; a plan's page may get its texts later
if (document.querySelector("live-plan")) {
  const { LiveTextElement } = await import("./elements/live-text");
  customElements.define("live-text", LiveTextElement);
}

if (person() !== undefined) {
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) theLine().tryNow();
  });
  addEventListener("online", () => { theLine().tryNow(); });
  addEventListener("beforeunload", (event) => {
    if (!isLeaving() && liveTexts().some((text) => text.wouldBeLost)) event.preventDefault();
  });
}
