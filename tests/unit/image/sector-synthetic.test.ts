import { describe, expect, test } from 'vitest';
import { applyMask } from '../../../src/core/image/apply.ts';
import { proposeSector } from '../../../src/core/image/sector.ts';
import { BRANDS, SHAPES, ultrasound } from '../../fixtures/ultrasound.ts';

const SEEDS = 20;

function dice(a: Uint8Array, b: Uint8Array): number {
  let both = 0;
  let sum = 0;
  a.forEach((value, at) => {
    both += value & (b[at] ?? 0);
    sum += value + (b[at] ?? 0);
  });
  return (2 * both) / sum;
}

describe(`the first proposal over ${SHAPES.length * BRANDS.length * SEEDS} drawn frames`, () => {
  const worst: string[] = [];
  test.each(SHAPES)('%s', (shape) => {
    const found: { name: string; value: number; named: string }[] = [];
    let milliseconds = 0;
    for (const brand of BRANDS) {
      for (let seed = 0; seed < SEEDS; seed++) {
        const { image, truth } = ultrasound(shape, brand, seed);
        const start = performance.now();
        const proposal = proposeSector(image, []);
        milliseconds += performance.now() - start;
        const value = proposal ? dice(proposal.mask.data, truth) : 0;
        found.push({ name: `${shape} ${brand} ${seed}`, value, named: proposal?.shape ?? 'none' });
        if (!proposal) continue;
        // After acceptance nothing outside is left, in any component.
        const masked = applyMask(image, proposal.mask);
        const leaked = masked.data.filter(
          (pixel, at) => pixel !== 0 && proposal.mask.data[Math.floor(at / image.components)] === 0,
        );
        expect(leaked.length).toBe(0);
      }
    }
    found.sort((a, b) => a.value - b.value);
    const median = found[Math.floor(found.length / 2)]!.value;
    const counts = new Map<string, number>();
    for (const { named } of found) counts.set(named, (counts.get(named) ?? 0) + 1);
    const names = [...counts].map(([named, count]) => `${named} ${count}`);
    worst.push(
      `${shape.padEnd(10)} median ${median.toFixed(3)} worst ${found[0]!.value.toFixed(3)} (${found
        .slice(0, 4)
        .map(({ name, value }) => `${name} ${value.toFixed(3)}`)
        .join(', ')}) named ${names.join(', ')}; ${(milliseconds / found.length).toFixed(0)} ms`,
    );
    expect(median).toBeGreaterThanOrEqual(0.97);
    expect(found[0]!.value).toBeGreaterThanOrEqual(0.9);
  });

  test('figures by shape', () => console.log(worst.join('\n')));
});
