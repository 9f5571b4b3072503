import assert from "node:assert/strict";
import { test } from "node:test";

import { LAYERS, SETS, choose, groundOf, grounded, isolated, setOf, shown, toggled } from "../../frontend/js/run/layers.js";

const names = (view) => LAYERS[view].map(({ name }) => name);
const list = (view, choice) => [...shown(view, choice)].sort();

for (const view of ["1d", "2d"]) {
  test(`${view}: every set names layers that exist, and its choice shows exactly these`, () => {
    for (const set of SETS[view]) {
      assert.deepEqual(set.layers.filter((name) => !names(view).includes(name)), []);
      assert.deepEqual(list(view, choose(set.name)), [...set.layers].sort());
      assert.equal(setOf(view, shown(view, choose(set.name)))?.name, set.name);
    }
  });

  test(`${view}: every layer is switched on and off again, from every set`, () => {
    for (const set of SETS[view]) {
      for (const { name, ground } of LAYERS[view]) {
        const once = toggled(view, choose(set.name), name);
        assert.equal(shown(view, once).has(name), !set.layers.includes(name));
        const twice = toggled(view, once, name);
        assert.equal(shown(view, twice).has(name), set.layers.includes(name));
        // A background that took another's place leaves none behind; all else is as it was.
        if (!ground) assert.equal(twice, choose(set.name));
      }
    }
  });

  test(`${view}: layers have names of their own, and a help`, () => {
    assert.equal(new Set(names(view)).size, names(view).length);
    assert.ok(LAYERS[view].every(({ help, title }) => help.length > 10 && title.length > 0));
  });
}

test("there is one background at a time", () => {
  for (const { name, ground } of LAYERS["2d"]) {
    if (!ground) continue;
    const choice = grounded("2d", "theory,real", name);
    assert.equal(groundOf(shown("2d", choice)), name);
    assert.equal([...shown("2d", choice)].filter((layer) => LAYERS["2d"].find((row) => row.name === layer)?.ground).length, 1);
    assert.ok(shown("2d", choice).has("real"));
  }
  assert.equal(groundOf(shown("2d", grounded("2d", "", ""))), "");
});

test("a choice is short: its set and what differs from it", () => {
  assert.equal(toggled("1d", "", "d_star"), "-d_star");
  assert.equal(toggled("2d", "theory", "mesh"), "theory,mesh");
  assert.equal(grounded("2d", "", "d_fill"), "-p_g,d_fill");
});

test("what is said of the plane does nothing on the line, and stays said", () => {
  assert.deepEqual(list("1d", "mesh,-pull"), list("1d", ""));
  assert.equal(toggled("1d", "mesh,-pull", "fake"), "fake,mesh,-pull");
  assert.equal(setOf("1d", shown("1d", "mesh"))?.name, "overview");
});

test("nonsense in an address is the overview", () => {
  for (const choice of ["nonsense", ",,", "-", "--d", "2d", "theory2,-x"]) assert.equal(setOf("2d", shown("2d", choice))?.name, "overview");
});

test("a layer is shown alone, and the overview again", () => {
  for (const view of /** @type {const} */ (["1d", "2d"])) {
    const alone = isolated(view, "theory,real", "d");
    assert.deepEqual([...shown(view, alone)], ["d"]);
    assert.equal(isolated(view, alone, "d"), "");
  }
});
