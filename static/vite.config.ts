import { defineConfig } from "vitest/config";

// Two copies of any of these break the editor in ways that are hard to see. The tests lie outside
// this folder; what they import is found from here as well.
const onlyOnce = ["yjs", "lib0", "y-protocols", "prosemirror-model", "prosemirror-state", "prosemirror-view", "prosemirror-transform"];
const forTests = ["vitest", "jsdom", "fake-indexeddb", "socket.io-msgpack-parser", "@tiptap/core", "@tiptap/pm", "@tiptap/y-tiptap", "htmx.org"];

export default defineConfig({
  base: "./",
  resolve: { dedupe: [...onlyOnce, ...forTests] },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    manifest: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // a data: address would need a hole in the content security policy
    rolldownOptions: { input: { main: "main.ts" } },
  },
  server: { fs: { allow: [".."] } },
  test: {
    dir: "../tests/static",
    environment: "jsdom",
    include: ["**/*.test.ts"],
    restoreMocks: true,
    server: { deps: { inline: [/tiptap/, /yjs/, /prosemirror/, /y-protocols/] } },
  },
});
