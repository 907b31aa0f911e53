import js from '@eslint/js'
import vue from 'eslint-plugin-vue'
import ts from 'typescript-eslint'

/** Characters of a line, in scripts and templates. */
const WIDTH = { code: 120, tabWidth: 2 }

export default ts.config(
  { ignores: ['node_modules', 'dist', '**/*.generated.ts'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  {
    files: ['**/*.ts', '**/*.vue'],
    rules: {
      // Type checking is vue-tsc's work; it knows the browser's globals.
      'no-undef': 'off',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true, IIFEs: false }],
      'max-len': ['error', WIDTH],
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
      'vue/multi-word-component-names': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': ['error', { html: { void: 'always' } }],
      'vue/no-v-html': 'error',
    },
  },
  {
    // What people read stands as one sentence.
    files: ['**/words.ts'],
    rules: { 'max-len': ['error', { ...WIDTH, ignoreStrings: true }] },
  },
  {
    files: ['**/*.vue'],
    rules: { 'max-len': 'off', 'vue/max-len': ['error', { ...WIDTH, template: WIDTH.code }] },
  },
  {
    files: ['**/*.test.ts'],
    rules: { 'max-lines-per-function': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
)
