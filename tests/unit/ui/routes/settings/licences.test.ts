import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { LICENCES } from '../../../../../src/ui/routes/settings/licences.ts';

const packageOf = (folder: string): { license?: string; dependencies?: Record<string, string> } =>
  JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as ReturnType<typeof packageOf>;

const listed = LICENCES.flatMap(({ packages, licence }) => packages.map((name) => [name, licence] as const));

it('every dependency of the running application is in the list of licences', () => {
  const dependencies = Object.keys(packageOf('.').dependencies ?? {});
  expect(dependencies.length).toBeGreaterThan(10);
  expect(dependencies.filter((name) => !listed.some(([known]) => known === name))).toEqual([]);
});

it.each(listed)('%s states %s', (name, licence) => {
  expect(packageOf(`node_modules/${name}`).license).toBe(licence);
});
