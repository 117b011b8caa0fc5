import type { Socket } from "socket.io-client";
import type { Asks, Channel, Hears, Refusal, Shapes } from "./protocol";
import { fromWire, toWire } from "./wire";

/** No answer within this time means that none will come. */
const PATIENCE = 20_000;

/** One Socket.IO namespace as a channel: questions with one answer each, and news. */
export class NamespaceChannel<A extends Shapes<A> = Asks, H = Hears> implements Channel<A, H> {
  constructor(
    private readonly socket: Socket,
    readonly signedOut: () => void,
  ) {}

  get up(): boolean {
    return this.socket.connected;
  }

  ask<E extends keyof A & string>(event: E, takes: A[E]["takes"]): Promise<A[E]["gives"] | Refusal> {
    // never left to Socket.IO's own buffer: it would send it before the plan is joined again
    if (!this.socket.connected) return Promise.reject(new Error("the line is down"));
    return new Promise((resolve, reject) => {
      this.socket.timeout(PATIENCE).emit(event, toWire(takes), (failure: Error | null, answer: unknown) => {
        if (failure) reject(failure);
        else resolve(fromWire(answer)); // the server's word; its own tests hold it to the protocol
      });
    });
  }

  on<E extends keyof H & string>(event: E, hear: (news: H[E]) => void): void {
    this.socket.on<string>(event, (news: unknown) => { hear(fromWire(news) as H[E]); });
  }

  onLine(hear: (up: boolean) => void): void {
    this.socket.on("connect", () => { hear(true); });
    this.socket.on("disconnect", () => { hear(false); });
  }
}
