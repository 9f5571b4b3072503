/**
 * Contour lines of a grid by marching squares, linear along every edge.
 *
 * @typedef {import("../wire/types.js").Numbers} Numbers
 */

/** Two ends for every edge of the grid: the edges to which a line goes on from its crossing, or −1. */
let ends = new Int32Array(0);
/** Where the line crosses the edges, in pixels. */
let crossX = new Float32Array(0);
let crossY = new Float32Array(0);
/** The edges that are crossed, in the order in which they were found. @type {number[]} */
const crossed = [];

/**
 * Adds the contour of `level` to the current path, as lines that go from edge to edge until they close or leave the
 * grid: a canvas strokes a few long lines in two thirds of the time of many short ones, and joins their corners.  Ambiguous
 * cells (saddles) are joined by the cell's mean.  In the half cell outside the outermost centres it goes straight on, as
 * if the outermost values were kept there.
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
  const size = rows * columns;
  if (crossX.length < 2 * size) {
    ends = new Int32Array(4 * size).fill(-1);
    crossX = new Float32Array(2 * size);
    crossY = new Float32Array(2 * size);
  }
  // Edge 2k goes from sample k to the one on its right, edge 2k + 1 to the one above it.
  const meet = (/** @type {number} */ edge, /** @type {number} */ other) => {
    if (ends[2 * edge] < 0) {
      ends[2 * edge] = other;
      crossed.push(edge);
      const k = edge >> 1;
      const i = k % columns;
      const j = (k - i) / columns;
      const share = (level - values[k]) / (values[edge & 1 ? k + columns : k + 1] - values[k]);
      crossX[edge] = x0 + dx * (edge & 1 ? i : i + share);
      crossY[edge] = y0 + dy * (edge & 1 ? j + share : j);
    } else {
      ends[2 * edge + 1] = other;
    }
  };
  const join = (/** @type {number} */ one, /** @type {number} */ other) => {
    meet(one, other);
    meet(other, one);
  };
  for (let j = 0; j + 1 < rows; j++) {
    const below = j * columns;
    const above = below + columns;
    for (let i = 0; i + 1 < columns; i++) {
      const k = below + i;
      const mask =
        (values[k] >= level ? 1 : 0) | (values[k + 1] >= level ? 2 : 0) | (values[above + i + 1] >= level ? 4 : 0) | (values[above + i] >= level ? 8 : 0);
      if (mask === 0 || mask === 15 || (where && !where(k))) continue;
      const south = 2 * k;
      const west = south + 1;
      const east = west + 2;
      const north = 2 * (above + i);
      switch (mask) {
        case 1:
        case 14:
          join(west, south);
          break;
        case 2:
        case 13:
          join(south, east);
          break;
        case 3:
        case 12:
          join(west, east);
          break;
        case 4:
        case 11:
          join(north, east);
          break;
        case 6:
        case 9:
          join(south, north);
          break;
        case 7:
        case 8:
          join(west, north);
          break;
        default: {
          // 5: lower left and upper right are high; 10: the other two are.
          const mean = (values[k] + values[k + 1] + values[above + i + 1] + values[above + i]) / 4;
          const joined = mean >= level === (mask === 5);
          join(west, joined ? north : south);
          join(east, joined ? south : north);
        }
      }
    }
  }
  // First the lines that have ends, then the closed ones.
  const rim = (/** @type {number} */ edge, /** @type {"moveTo" | "lineTo"} */ put) => {
    const k = edge >> 1;
    const at = edge & 1 ? k % columns : Math.floor(k / columns);
    const out = at === 0 ? -0.5 : at === (edge & 1 ? columns : rows) - 1 ? 0.5 : 0;
    if (out !== 0) ink[put](crossX[edge] + (edge & 1 ? out * dx : 0), crossY[edge] + (edge & 1 ? 0 : out * dy));
    return out !== 0;
  };
  for (const edge of crossed) if (ends[2 * edge + 1] < 0) follow(ink, edge, rim);
  for (const edge of crossed) follow(ink, edge);
  crossed.length = 0;
}

/**
 * Draws the line that goes through an edge, and forgets it.
 * @param {CanvasRenderingContext2D} ink
 * @param {number} start
 * @param {(edge: number, put: "moveTo" | "lineTo") => boolean} [rim]  goes to the rim of the grid beside an edge, if that is there
 */
function follow(ink, start, rim) {
  let next = ends[2 * start];
  if (next < 0) return;
  if (rim?.(start, "moveTo")) ink.lineTo(crossX[start], crossY[start]);
  else ink.moveTo(crossX[start], crossY[start]);
  for (let edge = start, from = -1; ; ) {
    const [one, other] = [ends[2 * edge], ends[2 * edge + 1]];
    ends[2 * edge] = ends[2 * edge + 1] = -1;
    next = from < 0 || other === from ? one : other;
    if (next < 0) {
      rim?.(edge, "lineTo");
      return;
    }
    ink.lineTo(crossX[next], crossY[next]);
    if (next === start) return;
    [from, edge] = [edge, next];
  }
}
