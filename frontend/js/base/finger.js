/**
 * A slider under a finger.  A browser moves it to wherever it is touched, so that a finger that only scrolls the page
 * past it changes it; here it moves where a finger goes along it or taps it, and one that goes up or down scrolls.
 */

/** How far along it a finger goes before it moves, pixels. */
const START = 6;

/**
 * @param {HTMLElement} element  what is touched; the style sheet leaves the slider itself out where fingers press
 * @param {HTMLInputElement} input
 */
export function underFinger(element, input) {
  /** @type {{x: number, moving: boolean} | null} */
  let finger = null;
  const put = (/** @type {number} */ x) => {
    const { left, width } = input.getBoundingClientRect();
    const thumb = Number.parseFloat(getComputedStyle(element).getPropertyValue("--thumb")) * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const share = Math.max(0, Math.min(1, (x - left - thumb / 2) / (width - thumb)));
    const value = String(Math.round(Number(input.min) + share * (Number(input.max) - Number(input.min))));
    if (value === input.value) return;
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const release = (/** @type {PointerEvent} */ event) => {
    if (!finger) return;
    const tapped = event.type === "pointerup" && !finger.moving;
    if (tapped) put(event.clientX);
    if (tapped || finger.moving) input.dispatchEvent(new Event("change", { bubbles: true }));
    finger = null;
    element.classList.remove("held");
  };
  element.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" && event.target !== input) finger = { x: event.clientX, moving: false };
  });
  element.addEventListener("pointermove", (event) => {
    if (!finger || (!finger.moving && Math.abs(event.clientX - finger.x) < START)) return;
    if (!finger.moving) {
      finger.moving = true;
      element.setPointerCapture(event.pointerId);
      element.classList.add("held");
    }
    put(event.clientX);
  });
  element.addEventListener("pointerup", release);
  // The browser scrolls: the finger went up or down.
  element.addEventListener("pointercancel", release);
}
