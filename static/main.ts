import "./styles/index.css";
import { watchAfterSaving } from "./elements/after-saving";
import { AnswerForm } from "./elements/answer-form";
import { ClassGrid } from "./elements/class-grid";
import { CommentAnchor } from "./elements/comment-anchor";
import { watchForms } from "./elements/comment-form";
import { DragOrder } from "./elements/drag-order";
import { watchFileForms } from "./elements/file-forms";
import { setUpHtmx } from "./elements/fragments";
import { GridText } from "./elements/grid-text";
import { HandIn } from "./elements/hand-in";
import { watchKeptForms } from "./elements/kept-form";
import { LineStateBar } from "./elements/line-state";
import { liveTexts, person, theLine } from "./elements/live";
import { LiveOverview } from "./elements/live-overview";
import { CopyText } from "./elements/copy-text";
import { LivePlan } from "./elements/live-plan";
import { NoticeBadge } from "./elements/notice-badge";
import { watchPage } from "./elements/page-look";
import { PeopleHere } from "./elements/people-here";
import { PictureCut } from "./elements/picture-cut";
import { PushSwitch } from "./elements/push-switch";
import { ReadAloud } from "./elements/read-aloud";
import { PasskeyForm } from "./elements/passkey-form";
import { watchPlainForms } from "./elements/plain-forms";
import { TakeOver } from "./elements/take-over";
import { ShowPassword } from "./elements/show-password";
import { isLeaving, watchSignOut } from "./elements/sign-out";
import { watchSession } from "./elements/signed-out";
import { TalkChat } from "./elements/talk-chat";
import { TalkClock } from "./elements/talk-clock";
import { TalkDoor } from "./elements/talk-door";
import { TalkRoomPage } from "./elements/talk-room";
import { TextHistory } from "./elements/text-history";
import { watchTerms } from "./elements/term-days";
import { TemplateDesigner } from "./elements/template-designer";
import { YoungSteps } from "./elements/young-steps";
import { loadWords } from "./words/words";

const page = watchPage(); // first: it remembers the page as it came
setUpHtmx();
watchForms();
watchSignOut();
watchAfterSaving();
watchPlainForms();
watchFileForms(page);
watchTerms();
await loadWords();
watchSession();
watchKeptForms();

customElements.define("comment-anchor", CommentAnchor);
customElements.define("live-plan", LivePlan);
customElements.define("live-overview", LiveOverview);
customElements.define("people-here", PeopleHere);
customElements.define("notice-badge", NoticeBadge);
customElements.define("line-state", LineStateBar);
customElements.define("picture-cut", PictureCut);
customElements.define("read-aloud", ReadAloud);
customElements.define("passkey-form", PasskeyForm);
customElements.define("push-switch", PushSwitch);
customElements.define("drag-order", DragOrder);
customElements.define("template-designer", TemplateDesigner);
customElements.define("hand-in", HandIn);
customElements.define("answer-form", AnswerForm);
customElements.define("young-steps", YoungSteps);
customElements.define("grid-text", GridText);
customElements.define("class-grid", ClassGrid);
customElements.define("show-password", ShowPassword);
customElements.define("copy-text", CopyText);
customElements.define("talk-room", TalkRoomPage);
customElements.define("talk-chat", TalkChat);
customElements.define("talk-clock", TalkClock);
customElements.define("talk-door", TalkDoor);
customElements.define("text-history", TextHistory);

// the editor is the largest part, and most pages have none; a plan's page may get its texts later
if (document.querySelector("live-plan, class-grid")) {
  const { LiveTextElement } = await import("./elements/live-text");
  customElements.define("live-text", LiveTextElement);
  customElements.define("take-over", TakeOver); // writes into them
}

// sound and picture belong to a talk's page alone
if (document.querySelector("talk-call, call-check")) {
  const { defineCall } = await import("./elements/call");
  defineCall();
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
