/**
 * Plotly as the page uses it.  Its script (from the installed Python package, so no network is needed) loads beside
 * the modules; the socket need not wait for it.
 *
 * @typedef {object} PlotlyApi
 * @property {(host: HTMLElement, traces: object[], layout: object, config?: object) => Promise<unknown>} react
 * @property {(host: HTMLElement, update: object) => Promise<unknown>} relayout
 */

/** @returns {PlotlyApi | undefined} */
const loaded = () => /** @type {any} */ (globalThis).Plotly;

/** @returns {Promise<PlotlyApi>} */
export function plotly() {
  const now = loaded();
  if (now) return Promise.resolve(now);
  const script = document.getElementById("plotly");
  return new Promise((resolve, reject) => {
    const failed = () => reject(new Error("the plotting library did not load"));
    const done = () => {
      const api = loaded();
      if (api) resolve(api);
      else failed();
    };
    script?.addEventListener("load", done);
    script?.addEventListener("error", failed);
    if (!script) failed();
  });
}
