/**
 * Plotly, from the installed Python package, so that no network is needed.  Its script is large and takes a moment to
 * start: it is asked for once the first picture is painted, or where that takes long beside the wait for it.
 *
 * @typedef {HTMLElement & {data: any[], layout: any, on: (event: string, told: (event: any) => any) => void}} PlotElement
 * @typedef {object} PlotlyApi
 * @property {(host: HTMLElement, traces: object[], layout: object, config?: object) => Promise<unknown>} react
 * @property {(host: HTMLElement, update: object, layout: object, traces: number[]) => Promise<unknown>} update
 * @property {(host: HTMLElement, frame: object, options: object) => Promise<unknown>} animate
 * @property {(host: HTMLElement, layout: object) => Promise<unknown>} relayout
 * @property {(figure: object, options: object) => Promise<string>} toImage
 * @property {(host: HTMLElement) => void} purge
 * @property {{hover: (host: HTMLElement, at: object, subplot?: string | string[]) => void, unhover: (host: HTMLElement) => void}} Fx
 */

/** @type {Promise<PlotlyApi> | null} */
let loading = null;

/** @returns {Promise<PlotlyApi>} */
export function plotly() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    const version = document.documentElement.dataset.plotly;
    script.src = new URL(`vendor/plotly.min.js${version ? `?v=${version}` : ""}`, document.baseURI).href;
    script.addEventListener("load", () => resolve(/** @type {any} */ (globalThis).Plotly));
    script.addEventListener("error", () => {
      loading = null;
      reject(new Error("the plotting library did not load"));
    });
    document.head.append(script);
  });
  return loading;
}
