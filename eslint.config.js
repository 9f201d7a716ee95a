import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import { dirname, relative, resolve } from 'node:path';
import ts from 'typescript-eslint';

const root = import.meta.dirname;

/** Which layers a layer may import, besides itself (DESIGN: core ← storage, core ← pipeline ← workers ← bridge ← state ← ui ← main). */
const LAYERS = {
  'src/core': [],
  'src/storage': ['src/core'],
  'src/pipeline': ['src/core'],
  workers: ['src/core', 'src/pipeline'],
  'src/bridge': ['src/core', 'src/pipeline', 'workers'],
  'src/state': ['src/core', 'src/pipeline', 'src/storage', 'src/bridge'],
  'src/ui': ['src/core', 'src/state'],
};
/** The floors of core: a folder imports only those before it, and the files at core's root. */
const FLOORS = [
  'bytes',
  'definition',
  'dicom',
  'image',
  'labels',
  'challenge',
  'deidentify',
  'split',
  'scoring',
  'package',
  'round',
  'identity',
  'demo',
  'self-test',
];
/** Packages that only the named layers may import. */
const PACKAGES = [
  [/^(itk-wasm|@itk-wasm\/)/, ['workers']],
  [/^dexie$/, ['src/storage']],
  [/^comlink$/, ['workers', 'src/bridge']],
  [/^svelte(\/|$)/, ['src/state', 'src/ui', 'src/main.ts']],
  [/^workbox-precaching$/, ['workers']],
  [/^workbox-window$/, ['src/state']],
];

const floorOf = (path) => path.match(/^src\/core\/([^/]+)\//)?.[1];
/** Whether a file of core may import another one. The registry of failures names every folder, by types alone. */
const isBelow = (file, target) => {
  const to = floorOf(target);
  if (!to) return true;
  const from = floorOf(file);
  if (!from) return file === 'src/core/failure.ts';
  return from === to || (FLOORS.includes(to) && FLOORS.indexOf(to) < FLOORS.indexOf(from));
};

const layerOf = (path) => Object.keys(LAYERS).find((layer) => path.startsWith(layer + '/'));

/** Imports run one way; a worker is named only by its entry's type and address. */
const layers = {
  meta: { type: 'problem', schema: [], messages: { layer: '{{from}} must not import {{to}}' } },
  create(context) {
    // The canary stands in a tree of its own that mirrors the real one.
    const file = relative(root, context.filename).replace(/^tests\/canary\//, '');
    const layer = layerOf(file);
    const verify = (node) => {
      const source = node.source?.value;
      if (typeof source !== 'string') return;
      if (source.startsWith('.')) {
        const target = relative(
          root,
          resolve(dirname(context.filename), source.replace(/\?.*$/, '')),
        ).replace(/^tests\/canary\//, '');
        const to = layerOf(target);
        if (layer && to !== layer && !(to && LAYERS[layer].includes(to))) {
          context.report({ node, messageId: 'layer', data: { from: layer, to: to ?? target } });
        }
        if (layer === 'src/core' && to === 'src/core' && !isBelow(file, target)) {
          const [from, floor] = [file, target].map((path) => dirname(path));
          context.report({ node, messageId: 'layer', data: { from, to: floor } });
        }
        return;
      }
      const owner = PACKAGES.find(([pattern]) => pattern.test(source));
      if (owner && file.match(/^(src|workers)\//) && !owner[1].some((place) => file.startsWith(place))) {
        context.report({ node, messageId: 'layer', data: { from: layer ?? file, to: source } });
      }
    };
    return {
      ImportDeclaration: verify,
      ExportNamedDeclaration: verify,
      ExportAllDeclaration: verify,
      ImportExpression: verify,
    };
  },
};

/** The clock is read in one place; everything else is handed a time. */
const clock = {
  meta: { type: 'problem', schema: [], messages: { clock: 'read the clock through src/state/clock.ts' } },
  create(context) {
    const report = (node) => context.report({ node, messageId: 'clock' });
    return {
      'CallExpression[callee.object.name=/^(Date|performance)$/][callee.property.name="now"]': report,
      'NewExpression[callee.name="Date"][arguments.length=0]': report,
    };
  },
};

/**
 * Storage rows stay below the interface: a module of the state exports no type that is, or names, a row. As the interface must not import
 * storage either, no component can name a row.
 */
const rows = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { row: '{{name}} is a storage row: give the state a type of its own' },
  },
  create(context) {
    const isRows = (node) => /(^|\/)storage\/rows\//.test(node.source?.value ?? '');
    const known = new Set();
    const report = (node, name) => context.report({ node, messageId: 'row', data: { name } });
    const namesOf = (node) => {
      if (node === null || typeof node !== 'object') return [];
      if (Array.isArray(node)) return node.flatMap(namesOf);
      if (node.type === 'Identifier') return [node.name];
      return context.sourceCode.visitorKeys[node.type]?.flatMap((key) => namesOf(node[key])) ?? [];
    };
    return {
      ImportDeclaration(node) {
        if (isRows(node)) for (const { local } of node.specifiers) known.add(local.name);
      },
      ExportAllDeclaration(node) {
        if (isRows(node)) report(node, node.source.value);
      },
      // Imports may stand below exports, so exports are judged at the end.
      'Program:exit'({ body }) {
        for (const node of body) {
          if (node.type !== 'ExportNamedDeclaration') continue;
          for (const { local } of node.specifiers)
            if (isRows(node) || (!node.source && known.has(local.name))) report(node, local.name);
          if (!/^TS(TypeAlias|Interface)Declaration$/.test(node.declaration?.type)) continue;
          const row = namesOf(node.declaration).find((name) => known.has(name));
          if (row) report(node, row);
        }
      },
    };
  },
};

/** Two numbers are one of the types of measure.ts, or a pair whose members have names. Point is declared there alone. */
const point = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      pair: 'Point, Size or PixelSpacing of src/core/measure.ts; another pair of numbers names its members',
      point: 'src/core/measure.ts alone declares Point',
    },
  },
  create(context) {
    const isPair = (node) => node.type === 'TSTupleType' && node.elementTypes.length === 2;
    const isBare = ({ type, label, elementType }) =>
      type === 'TSNumberKeyword' ||
      (elementType?.type === 'TSNumberKeyword' && /^(x|y|columns?|rows?)$/.test(label.name));
    const withoutReadonly = (node) => (node.type === 'TSTypeOperator' ? node.typeAnnotation : node);
    return {
      TSTupleType(node) {
        if (isPair(node) && node.elementTypes.every(isBare)) context.report({ node, messageId: 'pair' });
      },
      'TSTypeAliasDeclaration[id.name=/Point$/], TSInterfaceDeclaration[id.name="Point"]'(node) {
        const isPlace = node.id.name === 'Point' || isPair(withoutReadonly(node.typeAnnotation));
        if (isPlace) context.report({ node, messageId: 'point' });
      },
    };
  },
};

export default ts.config(
  {
    ignores: [
      'tests/canary',
      'dist',
      'public/pipelines',
      'node_modules',
      'test-results',
      '**/*.generated.ts',
    ],
  },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    plugins: { negatoscope: { rules: { clock, layers, point, rows } } },
    rules: {
      'negatoscope/layers': 'error',
      eqeqeq: 'error',
      // French texts have narrow no-break spaces, in strings and templates.
      'no-irregular-whitespace': ['error', { skipStrings: true, skipTemplates: true }],
      // The compiler knows better.
      'no-undef': 'off',
      'no-console': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-empty-object-type': 'off',
      'svelte/no-navigation-without-resolve': 'off',
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    files: ['src/**/*.ts', 'workers/**/*.ts', 'src/**/*.svelte', 'tests/canary/**/*.ts'],
    ignores: ['src/state/clock.ts'],
    rules: { 'negatoscope/clock': 'error' },
  },
  {
    files: ['src/state/**/*.ts', 'tests/canary/src/state/**/*.ts'],
    rules: { 'negatoscope/rows': 'error' },
  },
  {
    files: ['src/**/*.ts', 'workers/**/*.ts', 'src/**/*.svelte', 'tests/canary/**/*.ts'],
    ignores: ['src/core/measure.ts'],
    rules: { 'negatoscope/point': 'error' },
  },
  {
    files: ['src/**/*.ts', 'workers/**/*.ts', 'src/**/*.svelte'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'error' },
  },
  {
    files: ['src/**/*.ts', 'workers/**/*.ts'],
    ignores: ['**/*.svelte.ts', '**/*.d.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    rules: { '@typescript-eslint/no-floating-promises': 'error' },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: {
        parser: ts.parser,
        projectService: true,
        extraFileExtensions: ['.svelte'],
        tsconfigRootDir: root,
      },
    },
    rules: { '@typescript-eslint/no-floating-promises': 'error' },
  },
  { files: ['scripts/**', 'tests/**', '*.ts', '*.js'], rules: { 'no-console': 'off' } },
);
