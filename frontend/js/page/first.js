// Runs before the first paint, so that no theme flashes up that is not the chosen one.  theme.js goes on from here.
try {
  document.documentElement.dataset.choice = localStorage.getItem("ganscope.theme") ?? "system";
} catch {
  document.documentElement.dataset.choice = "system";
}
document.documentElement.dataset.theme =
  document.documentElement.dataset.choice === "system"
    ? matchMedia("(prefers-color-scheme: dark)").matches
      ? "dark"
      : "light"
    : document.documentElement.dataset.choice;
