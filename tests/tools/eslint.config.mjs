// Script against the browsers in package.json: its syntax (ES2020) and what it calls.
import compat from "eslint-plugin-compat";
export default [
  { ...compat.configs["flat/recommended"], files: ["**/*.js"], languageOptions: { ecmaVersion: 2020, sourceType: "script" } },
];
