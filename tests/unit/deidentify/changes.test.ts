import { describe, expect, test } from 'vitest';
import type { AttributeRecord } from '../../../src/core/deidentify/images.ts';
import { PROFILE_OPTIONS, type ProfileOption } from '../../../src/core/definition/profile-options.ts';
import { actionOf } from '../../../src/core/deidentify/resolve.ts';
import { ruleOf } from '../../../src/core/deidentify/rule.ts';
import { ROWS } from '../../../src/core/deidentify/table.ts';
import { element } from '../../../src/core/dicom/element.ts';
import { CT, deidentified, exam } from '../../fixtures/exam.ts';

async function attributesOf(options: readonly ProfileOption[] = [], extra = exam()) {
  const { image } = await deidentified(extra, options);
  const all = image.deidentification.attributes ?? [];
  return {
    all,
    at: (path: string): AttributeRecord => {
      const [found, second] = all.filter((one) => one.path === path);
      if (!found || second) throw new Error(`${path}: ${JSON.stringify([found, second])}`);
      return found;
    },
  };
}

describe('what became of each attribute', () => {
  test('tells kept, removed, emptied, replaced, cleaned and new UIDs, with the row that decided', async () => {
    const { at } = await attributesOf();
    expect(at('00280010')).toMatchObject({
      action: 'kept',
      rule: { source: 'unlisted' },
      before: 2,
      after: 2,
    });
    expect(at('00080080')).toMatchObject({
      action: 'removed',
      vr: 'LO',
      before: 22,
      after: null,
      rule: { source: 'E.1-1', row: '00080080', code: 'X/Z/D' },
    });
    expect(at('00080090')).toMatchObject({ action: 'emptied', after: 0, rule: { code: 'Z' } });
    expect(at('00181030')).toMatchObject({
      action: 'cleaned',
      rule: { row: '00181030', option: { column: 'clean-descriptors', code: 'C' } },
    });
    expect(at('00200052')).toMatchObject({ action: 'uid', rule: { code: 'U' } });
    // The profile empties the name; the pseudonym is written afterwards.
    expect(at('00100010')).toMatchObject({
      action: 'replaced',
      after: 16,
      rule: { row: '00100010', code: 'Z' },
    });
    expect(at('00120062')).toMatchObject({ action: 'added', before: null, rule: { source: 'own' } });
    expect(at('00291010')).toMatchObject({ action: 'removed', rule: { row: 'PRIVATE' } });
    expect(at('7FE00010').action).toBe('kept');
  });

  test('reaches every depth, items without their index', async () => {
    const { at } = await attributesOf();
    expect(at('00082112[].00081140[].0040A170[].00100010')).toMatchObject({ action: 'emptied', count: 1 });
    expect(at('00081140[].00081155')).toMatchObject({ action: 'uid' });
  });

  test('is one entry for the same place of several items', async () => {
    const items = ['1.2.276.99.7', '1.2.276.99.8'].map((uid) => ({
      elements: new Map([['00081155', element('00081155', 'UI', uid)]]),
    }));
    const { at } = await attributesOf([], exam([element('00081140', 'SQ', items)]));
    expect(at('00081140[].00081155')).toMatchObject({ count: 2, before: 24 });
  });

  test('names the option that went before the Basic Profile', async () => {
    const { at } = await attributesOf(['retain-institution-identity', 'retain-modified-dates']);
    expect(at('00080080')).toMatchObject({
      action: 'kept',
      rule: { option: { column: 'retain-institution-identity', code: 'K' } },
    });
    expect(at('00080020')).toMatchObject({
      action: 'shifted',
      rule: { option: { column: 'retain-modified-dates', code: 'C' } },
    });
  });

  test('accounts for every action that the profile logged', async () => {
    const { image } = await deidentified(exam());
    const { actions, attributes = [] } = image.deidentification;
    const changed = new Map(
      attributes.filter(({ action }) => action !== 'kept').map((one) => [one.path, one]),
    );
    const gone = attributes.filter(({ action }) => action === 'removed').map(({ path }) => path);
    for (const { path } of actions) {
      const place = path.replace(/\[\d+\]/g, '[]');
      expect(changed.has(place) || gone.some((one) => place.startsWith(one)), path).toBe(true);
    }
    expect(actions.length).toBeGreaterThan(30);
  });

  test('holds no value of the source', async () => {
    const { all } = await attributesOf();
    const text = JSON.stringify(all).toLowerCase();
    for (const secret of [
      'zelbrand',
      'glycines',
      '004711',
      '20190517',
      'vandermolen',
      'creator',
      '1.2.276.99',
    ])
      expect(text).not.toContain(secret);
  });
});

test('the rule named is the one that the profile followed, for every row and option', () => {
  for (const row of ROWS) {
    const tag = row.pattern === 'PRIVATE' ? '00091001' : row.pattern.replaceAll('X', '0');
    for (const option of [null, ...PROFILE_OPTIONS]) {
      const options = option === null ? [] : [option];
      const rule = ruleOf(tag, options);
      const action = actionOf(row, tag, { sopClass: CT, parent: null }, options);
      expect(rule.row, tag).toBe(row.pattern);
      expect(rule.option?.code === 'K', `${tag} ${option}`).toBe(action === 'keep');
      expect(rule.option?.code === 'C', `${tag} ${option}`).toBe(action === 'clean' || action === 'shift');
    }
  }
});
