import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { OVERLAY, rgb } from '../../../src/core/image/overlay-colours.ts';

it('the tokens of the page are the colours that thumbnails are drawn with', () => {
  const tokens = readFileSync('src/ui/styles/tokens.css', 'utf8');
  const written = [...tokens.matchAll(/--overlay-(\w+): (#\w{6});/g)].map(([, name, value]) => [name, value]);
  expect(Object.fromEntries(written)).toEqual(OVERLAY);
});

it('reads the three parts of a colour', () => {
  expect(rgb('#e69f00')).toEqual([230, 159, 0]);
});
