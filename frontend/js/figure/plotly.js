/**
 * Plotly, from the installed Python package, so that no network is needed.  Its script is large and takes a moment to
 * start: the page asks for it once its first picture is painted.
 *
 * @typedef {object} PlotlyApi
 * @property {(host: HTMLElement, traces: object[], layout: object, config?: object) => Promise<unknown>} react
 * @property {(figure: HTMLElement | object, options: object) => Promise<unknown>} downloadImage
 * @property {(host: HTMLElement) => void} purge
 * @property {{hover: (host: HTMLElement, at: object[] | object, subplot?: string) => void, unhover: (host: HTMLElement) => void}} Fx
 */

/** @type {Promise<PlotlyApi> | null} */
let loading = null;

/** @param {string} version  of which a browser keeps its copy for ever @returns {Promise<PlotlyApi>} */
export function plotly(version) {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL(`vendor/plotly.min.js?v=${encodeURIComponent(version)}`, document.baseURI).href;
    script.addEventListener("load", () => resolve(/** @type {any} */ (globalThis).Plotly));
    script.addEventListener("error", () => {
      loading = null;
      script.remove();
      reject(new Error("the plotting library did not load"));
    });
    document.head.append(script);
  });
  return loading;
}
