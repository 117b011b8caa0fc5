/**
 * Bytes on their way to and from MessagePack. The page's encoder makes a *bin* of an ArrayBuffer only, Node's of a Buffer only (it makes an
 * extension type of anything else); they decode to the same two.
 */
interface Buffers {
  from(bytes: ArrayBufferLike, offset: number, length: number): Uint8Array;
}

const buffers = (globalThis as { Buffer?: Buffers }).Buffer;

function out(value: unknown): unknown {
  if (!(value instanceof Uint8Array)) return value;
  if (buffers) return buffers.from(value.buffer, value.byteOffset, value.byteLength);
  return value.slice().buffer;
}

function back(value: unknown): unknown {
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  // a copy, so that a small update does not keep its whole frame alive
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice();
  return value;
}

function each(message: unknown, change: (value: unknown) => unknown): unknown {
  if (typeof message !== "object" || message === null) return message;
  return Object.fromEntries(Object.entries(message).map(([key, value]) => [key, change(value)]));
}

/** Every message is one flat object; only its own fields may be bytes. */
export const toWire = (message: unknown): unknown => each(message, out);
export const fromWire = (message: unknown): unknown => each(message, back);
