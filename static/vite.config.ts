import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

// Two copies of any of these break the editor in ways that are hard to see. The tests lie outside
// this folder; what they import is found from here as well.
const onlyOnce = ["yjs", "lib0", "y-protocols", "prosemirror-model", "prosemirror-state", "prosemirror-view", "prosemirror-transform"];
const forTests = ["vitest", "jsdom", "fake-indexeddb", "socket.io-msgpack-parser", "@tiptap/core", "@tiptap/pm", "@tiptap/y-tiptap", "htmx.org"];

/** The typefaces of a plan's PDF: what a browser fetches is packed otherwise, and the server unpacks these itself. */
const PRINTED = [
  ...["latin", "latin-ext"].flatMap((letters) => [400, 700].flatMap((weight) => ["normal", "italic"].map((style) =>
    `@fontsource/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-${letters}-${weight}-${style}.woff`))),
  "@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-400-normal.woff",
  "@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-700-normal.woff",
  "@fontsource/noto-emoji/files/noto-emoji-emoji-400-normal.woff",
];

/** Puts them beside the page, under `print/`; no page asks for them. */
function printFonts(): Plugin {
  const { resolve } = createRequire(import.meta.url);
  return {
    name: "print-fonts",
    apply: "build",
    generateBundle() {
      for (const file of PRINTED) {
        this.emitFile({ type: "asset", fileName: `print/${file.split("/").at(-1) ?? file}`, source: readFileSync(resolve(file)) });
      }
    },
  };
}

export default defineConfig({
  base: "./",
  plugins: [printFonts()],
  resolve: { dedupe: [...onlyOnce, ...forTests] },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    manifest: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // a data: address would need a hole in the content security policy
    rolldownOptions: { input: { main: "main.ts", worker: "worker.ts" } },
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
