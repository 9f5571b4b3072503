/**
 * Plotly, from the installed Python package, so that no network is needed.  Its script is large and takes a moment to
 * start: it is asked for when a chart is first enlarged, never while the page opens.
 *
 * @typedef {object} PlotlyApi
 * @property {(host: HTMLElement, traces: object[], layout: object, config?: object) => Promise<unknown>} react
 * @property {(host: HTMLElement) => void} purge
 */

/** @type {Promise<PlotlyApi> | null} */
let loading = null;

/** @returns {Promise<PlotlyApi>} */
export function plotly() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL("vendor/plotly.min.js", document.baseURI).href;
    script.addEventListener("load", () => resolve(/** @type {any} */ (globalThis).Plotly));
    script.addEventListener("error", () => {
      loading = null;
      reject(new Error("the plotting library did not load"));
    });
    document.head.append(script);
  });
  return loading;
}
