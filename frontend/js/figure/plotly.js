/**
 * Plotly, from the installed Python package, so that no network is needed.  Its script is large and takes a moment to
 * start: it is asked for once the first picture is painted, or where that takes long beside the wait for it.
 *
 * @typedef {HTMLElement & {data: any[], layout: any, on: (event: string, told: (event: any) => any) => void}} PlotElement
 * @typedef {object} PlotlyApi
 * @property {(host: HTMLElement, traces: object[], layout: object, config?: object) => Promise<unknown>} react
 * @property {(host: HTMLElement, frame: object, options: object) => Promise<unknown>} animate
 * @property {(figure: HTMLElement | object, options: object) => Promise<unknown>} downloadImage
 * @property {(host: HTMLElement) => void} purge
 * @property {{hover: (host: HTMLElement, at: object[] | object, subplot?: string) => void, unhover: (host: HTMLElement) => void}} Fx
 */

import { say } from "../words/words.js";

/** @type {Promise<PlotlyApi> | null} */
let loading = null;

/** @returns {Promise<PlotlyApi>} */
export function plotly() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    // The page says which version there is: a browser keeps its copy of that for ever.
    script.src = new URL(`vendor/plotly.min.js?v=${document.documentElement.dataset.plotly}`, document.baseURI).href;
    script.addEventListener("load", () => resolve(/** @type {any} */ (globalThis).Plotly));
    script.addEventListener("error", () => {
      loading = null;
      script.remove();
      reject(new Error(say("figure.no_plotly")));
    });
    document.head.append(script);
  });
  return loading;
}
