/**
 * The shapes that modules hand to each other.  Types only; nothing runs here.
 *
 * @typedef {Float32Array | Int32Array | Uint8Array | Uint16Array} Numbers
 * @typedef {{data: Numbers, shape: number[]}} Tensor
 * @typedef {Record<string, number | null>} Readings  null: not finite, or not applicable here
 *
 * @typedef {object} Game
 * @property {string} kind  of the objective
 * @property {"probability" | "score" | "relative"} output  what D's number means; "relative" is drawn with the mean ½
 * @property {[number, number] | null} range  a score's values where it is drawn at 0 and 1
 * @property {boolean} optimum  whether the best D is known
 * @property {number} [undecided]  a probability: the best D where p_g = p_data; left out: ½
 * @property {number | null} equilibrium  the value of the game at p_g = p_data
 * @property {number} [pack]  how many samples D looks at at once; left out: 1
 * @property {boolean} [across]  whether D looks across the batch, and is drawn at samples among fakes
 * @property {string | null} [reconstructor]  the kind of F where D judges pairs (x, z), and is drawn at (x, F(x))
 * @property {number} [named]  share of the fakes whose generator D names rightly; left out: it names none
 *
 * @typedef {object} FrameMeta
 * @property {number} seq
 * @property {number} [run]  which of the session's runs
 * @property {number} round
 * @property {boolean} playing
 * @property {"1d" | "2d"} view
 * @property {"live" | "average"} generator
 * @property {number} rounds_per_second
 * @property {number} frames_per_second
 * @property {number} measure_ms
 * @property {number} [time]  Unix ms at which the state was measured
 * @property {string} [device]
 * @property {number} [seed]
 * @property {number} [cells]  of the grid, per axis
 * @property {[number, number][]} window  [low, high] per axis
 * @property {number} h  smoothing width, in units of x
 * @property {Record<string, [number, number]>} scale  [offset, step]: value = offset + step · stored
 * @property {Readings} readings
 * @property {Record<string, 1 | -1>} [infinite]  the sign of each reading that is infinite
 * @property {number} [latent]  coordinates of z
 * @property {number} [generators]  networks that make up G; sample and arrow k are of generator k mod that; left out: one
 * @property {number} [labels]  how many labels G and D are told: then sample k is of the label `fake_label`[k]; left out: none
 * @property {Game} [game]  left out: the game of the theory
 * @property {number} [manual]  steps by hand since round 0
 * @property {Pick<import("../charts/phase.js").Phase, "theta" | "psi" | "at" | "equilibrium" | "eigenvalues">} [phase]  of a game with one number a player
 * @property {Record<string, any>} [charts]  those that the server computes where they are shown: what stands alone of each, null until it is computed
 * @property {{limit: number} | null} [weights]  the bins of D's weights reach from −limit to limit
 *
 * @typedef {{meta: FrameMeta, arrays: Record<string, Tensor>}} Frame
 * @typedef {{meta: {rows?: number, round?: number, run?: number}, arrays: Record<string, Tensor>}} History
 *
 * @typedef {any} Json  a value that JSON can hold
 * @typedef {Record<string, Json>} Experiment
 * @typedef {(string | number)[]} Path
 *
 * @typedef {object} Preset
 * @property {string} name
 * @property {string} title
 * @property {string} summary
 * @property {string} look_for
 * @property {Experiment} experiment
 * @property {number | null} speed
 * @property {string[]} [charts]  those that it brings to the front
 *
 * @typedef {"live" | "average"} GeneratorView
 *
 * @typedef {object} Status
 * @property {boolean} playing
 * @property {number} run  which of the session's runs
 * @property {number | null} round
 * @property {number | null} speed  rounds per frame; null is as fast as it goes
 * @property {boolean} compiling
 * @property {string | null} busy
 * @property {Experiment} experiment
 * @property {GeneratorView} view
 * @property {{round: number, reason: string, advice?: string} | null} stopped
 *
 * @typedef {{type: string, [key: string]: any}} ServerEvent
 * @typedef {{type: string, [key: string]: any}} Command
 */

export {};
