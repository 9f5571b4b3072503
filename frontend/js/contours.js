/**
 * Contour lines of a grid by marching squares, linear along every edge.
 *
 * @typedef {import("./types.js").Numbers} Numbers
 */

/**
 * Adds the contour of `level` to the current path.  Ambiguous cells (saddles) are joined by the cell's mean.
 *
 * @param {CanvasRenderingContext2D} ink
 * @param {Numbers} values  [rows × columns], row 0 lowest
 * @param {number} rows
 * @param {number} columns
 * @param {number} level  in the stored units
 * @param {(column: number) => number} toX  pixel of a column's centre; linear
 * @param {(row: number) => number} toY  pixel of a row's centre; linear
 * @param {(index: number) => boolean} [where]  cells, by their lower left sample, in which the line means something
 */
export function contour(ink, values, rows, columns, level, toX, toY, where) {
  const x0 = toX(0);
  const dx = toX(1) - x0;
  const y0 = toY(0);
  const dy = toY(1) - y0;
  for (let j = 0; j + 1 < rows; j++) {
    const below = j * columns;
    const above = below + columns;
    for (let i = 0; i + 1 < columns; i++) {
      const a = values[below + i];
      const b = values[below + i + 1];
      const c = values[above + i + 1];
      const d = values[above + i];
      const mask = (a >= level ? 1 : 0) | (b >= level ? 2 : 0) | (c >= level ? 4 : 0) | (d >= level ? 8 : 0);
      if (mask === 0 || mask === 15 || (where && !where(below + i))) continue;
      const left = x0 + i * dx;
      const low = y0 + j * dy;
      // Crossings of the four edges; only those that the case uses are finite.
      const south = left + (dx * (level - a)) / (b - a);
      const east = low + (dy * (level - b)) / (c - b);
      const north = left + (dx * (level - d)) / (c - d);
      const west = low + (dy * (level - a)) / (d - a);
      const right = left + dx;
      const high = low + dy;
      switch (mask) {
        case 1:
        case 14:
          ink.moveTo(left, west);
          ink.lineTo(south, low);
          break;
        case 2:
        case 13:
          ink.moveTo(south, low);
          ink.lineTo(right, east);
          break;
        case 3:
        case 12:
          ink.moveTo(left, west);
          ink.lineTo(right, east);
          break;
        case 4:
        case 11:
          ink.moveTo(north, high);
          ink.lineTo(right, east);
          break;
        case 6:
        case 9:
          ink.moveTo(south, low);
          ink.lineTo(north, high);
          break;
        case 7:
        case 8:
          ink.moveTo(left, west);
          ink.lineTo(north, high);
          break;
        default: {
          // 5: a and c are high; 10: b and d are.
          const joined = (a + b + c + d) / 4 >= level === (mask === 5);
          ink.moveTo(left, west);
          if (joined) ink.lineTo(north, high);
          else ink.lineTo(south, low);
          ink.moveTo(right, east);
          if (joined) ink.lineTo(south, low);
          else ink.lineTo(north, high);
        }
      }
    }
  }
}
