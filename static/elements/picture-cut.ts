import { t } from "../words/words";
import { make } from "./make";
import { sendForm } from "./plain-forms";

const SIDE = 512;
const MOST_ZOOM = 4;
const QUALITY = 0.92;

/** Which square of a picture is shown: its middle, and how many times larger than the largest square that fits. */
interface Cut { x: number; y: number; zoom: number }

/**
 * `<picture-cut data-most>` wraps the form that sends a picture: what was chosen is cut to a square here, by dragging or by three sliders,
 * and only the square is sent. Without a script the form sends the file and the server takes the middle.
 */
export class PictureCut extends HTMLElement {
  #bitmap: ImageBitmap | undefined;
  #cut: Cut = { x: 0.5, y: 0.5, zoom: 1 };
  readonly #canvas = make("canvas", { class: "cut", role: "img", width: String(SIDE), height: String(SIDE) });
  readonly #tools = make("div", { class: "stack cut-tools" });
  readonly #said = make("p", { class: "wrong", role: "alert", hidden: true });

  connectedCallback(): void {
    const form = this.querySelector("form");
    if (!form || this.#tools.isConnected) return;
    this.#canvas.setAttribute("aria-label", t("The part of the picture that will be seen"));
    this.#tools.append(
      this.#canvas,
      make("p", { class: "soft small" }, t("Drag the picture, or use the sliders.")),
      this.#slider(t("Size"), 1, MOST_ZOOM, (value) => { this.#cut.zoom = value; }),
      this.#slider(t("Sideways"), 0, 1, (value) => { this.#cut.x = value; }),
      this.#slider(t("Up and down"), 0, 1, (value) => { this.#cut.y = value; }),
    );
    this.#tools.hidden = true;
    form.querySelector("button")?.before(this.#said, this.#tools);
    this.#input?.addEventListener("change", () => { void this.#choose(); });
    form.addEventListener("submit", (event) => { this.#send(event, form); });
    this.#canvas.addEventListener("pointerdown", (event) => { this.#canvas.setPointerCapture(event.pointerId); });
    this.#canvas.addEventListener("pointermove", (event) => { this.#drag(event); });
  }

  get #input(): HTMLInputElement | null {
    return this.querySelector<HTMLInputElement>("input[type=file]");
  }

  #slider(name: string, min: number, max: number, set: (value: number) => void): HTMLLabelElement {
    const input = make("input", { type: "range", min: String(min), max: String(max), step: "0.01", value: String((min === 0 ? max : 2 * min) / 2) });
    input.addEventListener("input", () => {
      set(input.valueAsNumber);
      this.#draw();
    });
    return make("label", { class: "field" }, name, input);
  }

  async #choose(): Promise<void> {
    const file = this.#input?.files?.[0];
    this.#bitmap?.close();
    this.#bitmap = undefined;
    this.#tools.hidden = true;
    this.#say("");
    if (!file) return;
    try {
      this.#bitmap = await createImageBitmap(file);
    } catch {
      this.#refuse(t("This is not a picture we can read. Choose a JPEG, PNG, WebP or GIF."));
      return;
    }
    this.#cut = { x: 0.5, y: 0.5, zoom: 1 };
    for (const [at, input] of [...this.#tools.querySelectorAll("input")].entries()) input.value = at === 0 ? "1" : "0.5";
    this.#tools.hidden = false;
    this.#draw();
  }

  #refuse(sentence: string): void {
    if (this.#input) this.#input.value = "";
    this.#say(sentence);
  }

  #say(sentence: string): void {
    this.#said.textContent = sentence;
    this.#said.hidden = sentence === "";
  }

  /** The square in the picture's own pixels. */
  #square(): { left: number; top: number; side: number } {
    const { width, height } = this.#bitmap ?? { width: 1, height: 1 };
    const side = Math.min(width, height) / this.#cut.zoom;
    return { left: (width - side) * this.#cut.x, top: (height - side) * this.#cut.y, side };
  }

  #draw(): void {
    const pen = this.#canvas.getContext("2d");
    if (!pen || !this.#bitmap) return;
    const { left, top, side } = this.#square();
    pen.fillStyle = "white"; // what is transparent
    pen.fillRect(0, 0, SIDE, SIDE);
    pen.imageSmoothingQuality = "high";
    pen.drawImage(this.#bitmap, left, top, side, side, 0, 0, SIDE, SIDE);
  }

  #drag(event: PointerEvent): void {
    if (!this.#bitmap || !this.#canvas.hasPointerCapture(event.pointerId)) return;
    const { width, height } = this.#bitmap;
    const { side } = this.#square();
    const scale = side / this.#canvas.clientWidth;
    const moved = (at: number, by: number, room: number): number => (room === 0 ? at : Math.min(1, Math.max(0, at - (by * scale) / room)));
    this.#cut.x = moved(this.#cut.x, event.movementX, width - side);
    this.#cut.y = moved(this.#cut.y, event.movementY, height - side);
    const [, sideways, upAndDown] = this.#tools.querySelectorAll("input");
    if (sideways) sideways.value = String(this.#cut.x);
    if (upAndDown) upAndDown.value = String(this.#cut.y);
    this.#draw();
  }

  /** Puts the square in the place of the chosen file, and sends the form. */
  #send(event: SubmitEvent, form: HTMLFormElement): void {
    const input = this.#input;
    if (!this.#bitmap || !input) {
      const file = input?.files?.[0];
      if (!file || file.size <= Number(this.dataset["most"])) return;
      event.preventDefault();
      this.#refuse(t("This file is too large. Choose a smaller picture."));
      return;
    }
    event.preventDefault();
    this.#canvas.toBlob((blob) => {
      if (blob) {
        const files = new DataTransfer();
        files.items.add(new File([blob], "picture.jpg", { type: "image/jpeg" }));
        input.files = files.files;
      }
      void sendForm(form);
    }, "image/jpeg", QUALITY);
  }
}
