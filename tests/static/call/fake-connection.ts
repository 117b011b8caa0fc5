/** A connection that goes through the states of signalling as a browser's does (W3C WebRTC, 4.4 and 4.7), and sends nothing. */
export class FakeConnection extends EventTarget {
  signalingState: RTCSignalingState = "stable";
  connectionState: RTCPeerConnectionState = "new";
  localDescription: RTCSessionDescriptionInit | null = null;
  remoteDescription: RTCSessionDescriptionInit | null = null;
  readonly candidates: unknown[] = [];
  readonly configs: RTCConfiguration[] = [];
  readonly transceivers: FakeTransceiver[] = [];
  rollbacks = 0;
  offers = 0;
  #needed = false;
  #chain: Promise<unknown> = Promise.resolve();

  get real(): RTCPeerConnection {
    return this as unknown as RTCPeerConnection;
  }

  addTransceiver(kind: string): FakeTransceiver {
    const made = new FakeTransceiver(kind, "sendrecv");
    this.transceivers.push(made);
    this.#need();
    return made;
  }

  getTransceivers(): FakeTransceiver[] {
    return this.transceivers;
  }

  restartIce(): void {
    this.#need();
  }

  setConfiguration(config: RTCConfiguration): void {
    this.configs.push(config);
  }

  setLocalDescription(): Promise<void> {
    return this.#after(() => {
      const type = this.signalingState === "have-remote-offer" ? "answer" : "offer";
      if (type === "offer") this.offers++;
      this.localDescription = { type, sdp: `v=0\r\n${type} ${String(this.offers)}\r\n${"m=x\r\n".repeat(this.transceivers.length)}` };
      this.signalingState = type === "offer" ? "have-local-offer" : "stable";
      this.#needed = false;
    });
  }

  setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    return this.#after(() => {
      if (description.sdp?.includes("broken")) throw new DOMException("broken", "OperationError");
      if (description.type === "offer") this.#takeOffer();
      else if (this.signalingState === "have-local-offer") this.signalingState = "stable";
      else throw new DOMException("no offer of ours", "InvalidStateError");
      this.remoteDescription = description;
    });
  }

  addIceCandidate(candidate?: RTCIceCandidateInit): Promise<void> {
    return this.#after(() => {
      if (!this.remoteDescription) throw new DOMException("too early", "InvalidStateError");
      this.candidates.push(candidate ?? null);
    });
  }

  close(): void {
    this.signalingState = "closed";
    this.connectionState = "closed";
  }

  turn(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.dispatchEvent(new Event("connectionstatechange"));
  }

  #takeOffer(): void {
    if (this.signalingState === "have-local-offer") this.rollbacks++;
    while (this.transceivers.length < 2) this.transceivers.push(new FakeTransceiver(this.transceivers.length === 0 ? "audio" : "video", "recvonly"));
    this.signalingState = "have-remote-offer";
  }

  #need(): void {
    this.#needed = true;
    void this.#after(() => undefined);
  }

  /** One operation after another; at rest, what is needed is said. */
  #after(act: () => void): Promise<void> {
    const done = this.#chain.then(() => {
      if (this.signalingState === "closed") throw new DOMException("closed", "InvalidStateError");
      act();
    });
    this.#chain = done.catch(() => undefined).then(() => {
      if (!this.#needed || this.signalingState !== "stable") return;
      this.#needed = false;
      queueMicrotask(() => { this.dispatchEvent(new Event("negotiationneeded")); });
    });
    return done;
  }
}

export class FakeTransceiver {
  readonly receiver: { track: { kind: string } };
  readonly sent: unknown[] = [];
  readonly encodings: Record<string, unknown>[] = [{}];
  readonly sender: {
    track: unknown;
    replaceTrack: (track: unknown) => Promise<void>;
    getParameters: () => { encodings: Record<string, unknown>[] };
    setParameters: () => Promise<void>;
  };

  constructor(
    kind: string,
    public direction: RTCRtpTransceiverDirection,
  ) {
    this.receiver = { track: { kind } };
    this.sender = {
      track: null,
      replaceTrack: (track) => {
        this.sender.track = track;
        this.sent.push(track);
        return Promise.resolve();
      },
      getParameters: () => ({ encodings: this.encodings }),
      setParameters: () => Promise.resolve(),
    };
  }
}

/** What jsdom lacks. */
export class FakeStream {
  readonly #tracks: MediaStreamTrack[] = [];
  getTracks(): MediaStreamTrack[] {
    return this.#tracks;
  }
  addTrack(track: MediaStreamTrack): void {
    this.#tracks.push(track);
  }
}
