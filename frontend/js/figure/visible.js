/**
 * The traces that a choice of layers shows: those of its layers, in one colour or in one for each generator or label, and
 * a line that is drawn on its own fill too.
 *
 * @param {readonly import("./description.js").Spec[]} traces
 * @param {ReadonlySet<string>} layers
 */
export const visible = (traces, layers) =>
  traces.filter(({ meta }) => (layers.has(meta.layer) || layers.has(meta.fill)) && (meta.each === undefined || meta.each === layers.has("each")));
