// Builds tests/faults/writer.ts: the page's own sync code as one file that runs in Node.
import { defineConfig } from "vite";

export default defineConfig({
  resolve: { dedupe: ["yjs", "lib0"] },
  ssr: { noExternal: true },
  build: {
    ssr: "../tests/faults/writer.ts",
    outDir: "../build",
    emptyOutDir: false,
    target: "node20",
    minify: false,
    rolldownOptions: {
      external: ["bufferutil", "utf-8-validate"], // optional parts of ws
      output: { entryFileNames: "writer.mjs" },
    },
  },
});
