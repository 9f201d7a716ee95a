import { test } from 'vitest';
import { seededRandom } from '../../../src/core/random.ts';
import { splitImages } from '../../../src/core/split/split.ts';
function cohort(seed: string, prevalence: number[]) {
  const random = seededRandom(seed);
  const patients = Array.from({ length: 912 }, () => prevalence.map((p) => random() < p));
  const owners = [...patients.keys()];
  while (owners.length < 1800) owners.push(Math.floor(random() * 912));
  return owners.map((patient, index) => ({ key: `image-${String(index).padStart(4, '0')}`, group: `p${patient}`,
    labels: prevalence.map((p, label) => ({ label, has: random() < 0.7 ? patients[patient]![label]! : random() < p })).filter(({ has }) => has).map(({ label }) => `l${label}`) }));
}
test('floor', () => {
  for (const prev of [[0.45,0.25,0.15,0.08,0.04],[0.5,0.3,0.2,0.15,0.1],[0.45,0.25,0.15,0.1,0.06]]) for (const c of ['a','b','c','cohort']) {
    const images = cohort(c, prev);
    const dev: number[] = []; const rows: string[] = [];
    const n = prev.map((_, l) => images.filter(i => i.labels.includes(`l${l}`)).length);
    const floor = Math.max(...n.flatMap(t => [0.6,0.2].map(r => Math.abs(Math.round(t*r)/(t*r)-1))));
    const t0 = Date.now();
    for (let s = 0; s < 20; s++) { const r = splitImages(images, [60,20,20], String(s)); if (r.ok) { dev.push(r.value.quality.worst!.deviation); rows.push(r.value.quality.worst!.label + r.value.quality.worst!.part[0] + r.value.quality.parts.test.images); } }
    dev.sort((x,y)=>x-y);
    console.log(prev.join(), c, n.join(), 'floor', floor.toFixed(4), 'median', ((dev[9]!+dev[10]!)/2).toFixed(4), 'max', dev[19]!.toFixed(4), rows.slice(0,5).join(' '), (Date.now()-t0)/20,'ms');
  }
});
