// Style against the browsers in package.json.
export default {
  plugins: ["stylelint-no-unsupported-browser-features"],
  rules: {
    "plugin/no-unsupported-browser-features": [true, {
      severity: "error",
      ignore: [
        "css-logical-props", // the joiner has lowered them to the long forms, which all have
        "css-sticky", // on th, not on thead, which alone the old ones lack
        "css-overflow", // without the value clip
        "css-clip-path", // only inset(), on a box
        "css-text-indent", // without each-line and hanging
        "intrinsic-width", // max-content alone
        "css-masks", // the theme's marks, taken away
        // Where they are not known nothing is lost: a focus is shown at every click, a break comes elsewhere.
        "css-focus-visible", "css-scroll-behavior", "css-paged-media", "css-widows-orphans", "multicolumn",
        "text-decoration",
      ],
    }],
    "selector-pseudo-class-disallowed-list": ["is", "where", "has", "any"],
  },
};
