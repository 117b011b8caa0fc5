import tseslint from "typescript-eslint";

const here = import.meta.dirname;

export default tseslint.config(
  { ignores: ["static/node_modules/", "static/dist/", "static/eslint.config.js"] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    files: ["**/*.ts"],
    languageOptions: { parserOptions: { project: ["./tsconfig.json", "./tsconfig.tools.json", "./tsconfig.worker.json"], tsconfigRootDir: here } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: "error",
      "no-console": ["error", { allow: ["error"] }],
      "no-eval": "error",
      "no-implied-eval": "error",
      "prefer-const": "error",
      "max-lines": ["error", { max: 220, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["error", { max: 40, skipBlankLines: true, skipComments: true }],
      complexity: ["error", 14],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/explicit-module-boundary-types": "error",
      // numbers read well in a template; everything else must be made a string on purpose
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
  {
    files: ["tests/**/*.ts"],
    rules: {
      "max-lines": "off", // a test file is a list, not a text
      complexity: "off", // chance picks among many deeds
      "max-lines-per-function": "off", // describe() is one function around the list
      "@typescript-eslint/no-non-null-assertion": "off", // a missing thing fails the test, which is right
      "@typescript-eslint/require-await": "off", // a fake answers at once where the real one waits
    },
  },
);
