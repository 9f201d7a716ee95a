import { writeFileSync } from 'node:fs';
import { test } from 'vitest';
import { openPackage } from '/work/main/src/core/package/open.ts';
import { bytesSource } from '/work/main/src/core/package/source.ts';
import { FILES, HEAD, memorySink, stream, text } from '/work/main/tests/fixtures/packages.ts';
import { writePackage } from '/work/main/src/core/package/write.ts';
test('hand', async () => {
  const s = memorySink(); await writePackage(HEAD, stream([...FILES, { path: 'é/ü.txt', bytes: text('x') }]), s); writeFileSync('/tmp/pkgcheck/small.zip', s.bytes());
  const m = memorySink(); const t0 = Date.now();
  await writePackage(HEAD, stream(Array.from({ length: 70000 }, (_, i) => ({ path: `f/${i}.gz`, bytes: text(`${i}`) }))), m); writeFileSync('/tmp/pkgcheck/many.zip', m.bytes());
  const t1 = Date.now(); const o = await openPackage(bytesSource(m.bytes())); console.log('70000 entries', o.ok || o.failure.slice(0,3), t1 - t0, Date.now() - t1, 'ms');
}, 300000);
