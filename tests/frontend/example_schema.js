/** A small schema with everything that the experiment's own has: references, unions by kind, arrays, tuples, defaults. */

const number = (title, default_, more = {}) => ({ type: "number", title, "x-effect": "now", default: default_, ...more });
const kind = (name) => ({ const: name, default: name, title: name, type: "string", "x-effect": "compile" });
const union = (...names) => ({
  oneOf: names.map((name) => ({ $ref: `#/$defs/${name}` })),
  discriminator: { propertyName: "kind" },
});

export const ROOT = {
  type: "object",
  $defs: {
    Point: { type: "object", title: "Point", properties: { kind: kind("point"), mean: number("Mean", 0), std: number("σ", 1) } },
    Cloud: {
      type: "object",
      title: "Cloud",
      properties: {
        kind: kind("cloud"),
        components: { type: "array", title: "Components", minItems: 1, items: { $ref: "#/$defs/Component" } },
      },
      required: ["components"],
    },
    Component: { type: "object", title: "Component", properties: { mean: { type: "number", minimum: -5 } }, required: ["mean"] },
    Adam: { type: "object", title: "Adam", properties: { kind: kind("adam"), rate: number("Rate", 0.001), beta: number("β", 0.5) } },
    Sgd: { type: "object", title: "SGD", properties: { kind: kind("sgd"), rate: number("Rate", 0.01) } },
    Latent: {
      type: "object",
      title: "Latent",
      properties: { kind: { enum: ["uniform", "normal"], default: "normal", type: "string" }, dimension: { type: "integer", default: 2 } },
    },
    Net: {
      type: "object",
      title: "Net",
      properties: {
        hidden: { type: "array", default: [32, 32], items: { type: "integer", minimum: 1 }, title: "Hidden" },
        optimizer: { ...union("Adam", "Sgd"), title: "Optimizer", default: { kind: "adam" } },
      },
    },
    R1: { type: "object", title: "R1", properties: { kind: kind("r1"), weight: number("γ", 0.1) } },
  },
  properties: {
    target: { ...union("Point", "Cloud"), title: "Target", default: { kind: "point" } },
    latent: { $ref: "#/$defs/Latent", default: {}, title: "Latent" },
    net: { $ref: "#/$defs/Net", default: {}, title: "Net" },
    penalties: { type: "array", default: [], items: { $ref: "#/$defs/R1" }, title: "Penalties" },
    seed: { type: "integer", default: 0, title: "Seed" },
  },
};

export const DEFAULT = {
  target: { kind: "point", mean: 0, std: 1 },
  latent: { kind: "normal", dimension: 2 },
  net: { hidden: [32, 32], optimizer: { kind: "adam", rate: 0.001, beta: 0.5 } },
  penalties: [],
  seed: 0,
};
