/** The numbers of a picture as a table: curves over x, or fields over the cells of the plane. */

import { table } from "./exports.js";
import { outputsOf, valuesOf } from "./heat.js";

/** @param {import("../wire/types.js").Frame} frame */
export function tableOf(frame) {
  const { arrays, meta } = frame;
  const names = ["p_data", "p_g", "d", "d_star"].filter((name) => arrays[name]);
  if (meta.view === "1d") return table(["x", ...names], [arrays.x.data, ...names.map((name) => arrays[name].data)]);
  const [rows, columns] = arrays.p_g.shape;
  const [[xLow, xHigh], [yLow, yHigh]] = meta.window;
  const cells = Array.from({ length: rows * columns }, (_, cell) => cell);
  const x = cells.map((cell) => xLow + (((cell % columns) + 0.5) / columns) * (xHigh - xLow));
  const y = cells.map((cell) => yLow + ((Math.floor(cell / columns) + 0.5) / rows) * (yHigh - yLow));
  return table(["x", "y", ...names], [x, y, ...names.map((name) => cells.map((name.startsWith("d") ? outputsOf : valuesOf)(frame, name)))]);
}
