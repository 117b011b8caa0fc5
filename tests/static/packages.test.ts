import { expect, it } from "vitest";
import lock from "../../static/package-lock.json";
import given from "../../static/package.json";

const paths = Object.keys(lock.packages);

it.each(["yjs", "lib0", "prosemirror-model", "prosemirror-state", "prosemirror-view", "prosemirror-transform"])("there is exactly one %s", (name) => {
  expect(paths.filter((path) => path.endsWith(`node_modules/${name}`))).toEqual([`node_modules/${name}`]);
});

it("every package is pinned, and its reason is given", () => {
  const packages: Record<string, string> = { ...given.dependencies, ...given.devDependencies };
  for (const version of Object.values(packages)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(Object.keys(given["//"]).sort()).toEqual(Object.keys(packages).sort());
});

it("the lock names no registry", () => {
  expect(JSON.stringify(lock)).not.toMatch(/"resolved"/);
});
