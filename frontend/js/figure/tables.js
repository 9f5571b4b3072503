/** The numbers of a picture as a table: curves over x, or fields over the cells of the plane. */

import { table } from "./exports.js";
import { outputsOf, valuesOf } from "./heat.js";

/** @param {import("../wire/types.js").Frame} frame */
export function tableOf(frame) {
  const { arrays, meta } = frame;
  const names = ["p_data", "p_g", "d", "d_star"].filter((name) => arrays[name]);
  if (meta.view === "1d") {
    const columns = [arrays.x.data, ...names.map((name) => arrays[name].data)];
    return table([["x", ...names], ...Array.from(arrays.x.data, (_, i) => columns.map((column) => column[i]))]);
  }
  const [rows, columns] = arrays.p_g.shape;
  const [[xLow, xHigh], [yLow, yHigh]] = meta.window;
  const values = names.map((name) => (name.startsWith("d") ? outputsOf : valuesOf)(frame, name));
  const cells = Array.from({ length: rows * columns }, (_, cell) => {
    const x = xLow + (((cell % columns) + 0.5) / columns) * (xHigh - xLow);
    const y = yLow + ((Math.floor(cell / columns) + 0.5) / rows) * (yHigh - yLow);
    return [x, y, ...values.map((value) => value(cell))];
  });
  return table([["x", "y", ...names], ...cells]);
}
