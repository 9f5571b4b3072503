/**
 * The socket: connects, comes back after a loss with growing pauses, and remembers the session of this tab.
 *
 * A reload resumes the session; a duplicated tab, which inherits sessionStorage, must not: the session's lock is then held
 * by the first tab.
 *
 * @typedef {import("./types.js").Frame} Frame
 * @typedef {import("./types.js").History} History
 * @typedef {import("./types.js").ServerEvent} ServerEvent
 * @typedef {import("./types.js").Command} Command
 * @typedef {"connecting" | "open" | "lost" | "refused"} Link
 *
 * @typedef {object} Handlers
 * @property {(event: ServerEvent) => void} event
 * @property {(frame: Frame) => void} frame
 * @property {(history: History) => void} history
 * @property {(link: Link, seconds?: number) => void} link
 */

import { decode } from "./wire.js";

const KEY = "ganscope.session";
const PAUSES = [0.5, 1, 2, 4, 8];
/** Seconds until a page that found no place asks again. */
const AGAIN = 10;

/** Takes the lock of a session for as long as this page lives; false where another page holds it.
 * @param {string} id
 * @returns {Promise<boolean>}
 */
async function claim(id) {
  if (!navigator.locks) return true;
  for (let attempt = 0; attempt < 4; attempt++) {
    const mine = await new Promise((resolve) => {
      navigator.locks
        .request(`ganscope ${id}`, { ifAvailable: true }, (lock) => {
          resolve(lock !== null);
          return lock ? new Promise(() => {}) : undefined;
        })
        .catch(() => resolve(true));
    });
    if (mine) return true;
    // The page that is being reloaded may not have let go yet.
    await new Promise((resolve) => setTimeout(resolve, 120));
  }
  return false;
}

export class Connection {
  /** @type {WebSocket | null} */ #socket = null;
  /** @type {string | null} */ #session = null;
  /** Which socket brought a frame: only that one may be told that it was painted. @type {WeakMap<Frame, WebSocket>} */
  #brought = new WeakMap();
  #attempt = 0;
  #timer = 0;
  #refused = false;

  /** @param {Handlers} handlers */
  constructor(handlers) {
    this.handlers = handlers;
    addEventListener("online", () => this.retry());
    addEventListener("pagehide", () => this.#socket?.close());
    addEventListener("pageshow", (event) => event.persisted && this.retry());
  }

  async start() {
    const [entry] = performance.getEntriesByType("navigation");
    const how = /** @type {PerformanceNavigationTiming | undefined} */ (entry)?.type;
    const kept = how === "reload" || how === "back_forward" ? sessionStorage.getItem(KEY) : null;
    if (kept && (await claim(kept))) this.#session = kept;
    this.#open();
  }

  /** Connects now rather than after the pause. */
  retry() {
    this.#refused = false;
    if (this.#socket && this.#socket.readyState <= WebSocket.OPEN) return;
    clearTimeout(this.#timer);
    this.#open();
  }

  /**
   * @param {Command} command
   * @returns {boolean} whether it was sent
   */
  send(command) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(command));
    return true;
  }

  /** Tells the server that a frame stands on the screen. @param {Frame} frame */
  acknowledge(frame) {
    if (this.#brought.get(frame) === this.#socket) this.send({ type: "ack", seq: frame.meta.seq });
  }

  #open() {
    const url = new URL("ws", document.baseURI);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    url.hash = "";
    if (this.#session) url.searchParams.set("session", this.#session);
    this.handlers.link("connecting");
    const socket = new WebSocket(url);
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    socket.onmessage = (message) => socket === this.#socket && this.#receive(message.data);
    socket.onclose = () => socket === this.#socket && this.#lost();
  }

  /** @param {string | ArrayBuffer} data */
  #receive(data) {
    if (typeof data !== "string") {
      const message = decode(data);
      if (message.kind === "frame") {
        if (this.#socket) this.#brought.set(message, this.#socket);
        this.handlers.frame(message);
      }
      if (message.kind === "history") this.handlers.history(message);
      return;
    }
    const event = /** @type {ServerEvent} */ (JSON.parse(data));
    if (event.type === "session") {
      this.#attempt = 0;
      if (event.id !== this.#session) claim(event.id);
      this.#session = event.id;
      sessionStorage.setItem(KEY, event.id);
      this.handlers.link("open");
    } else if (event.type === "refused") {
      this.#refused = true;
    }
    this.handlers.event(event);
  }

  #lost() {
    this.#socket = null;
    if (this.#refused) {
      this.handlers.link("refused");
      this.#timer = window.setTimeout(() => this.retry(), AGAIN * 1000);
      return;
    }
    const pause = PAUSES[Math.min(this.#attempt, PAUSES.length - 1)] * (0.8 + 0.4 * Math.random());
    this.#attempt += 1;
    this.handlers.link("lost", pause);
    this.#timer = window.setTimeout(() => this.#open(), pause * 1000);
  }
}
