/** What this browser keeps from one visit to the next.  One that keeps nothing begins afresh each time, and works. */

/** @param {string} name @returns {string | null} null where nothing is kept */
export function remembered(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** @param {string} name @param {string | null} value  null forgets */
export function remember(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    // It lasts until the page is closed.
  }
}
