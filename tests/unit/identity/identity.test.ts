import { describe, expect, test } from 'vitest';
import { backupBytes, readBackup, type Backup } from '../../../src/core/identity/backup.ts';
import { passphraseFault } from '../../../src/core/identity/passphrase.ts';
import { matches, personName } from '../../../src/core/identity/search.ts';

describe('a new passphrase', () => {
  test.each(['', 'court', 'onze signes', '   spaces   x   '])('"%s" is too short', (passphrase) => {
    expect(passphraseFault(passphrase)?.code).toBe('identity/short-passphrase');
  });

  test.each([
    'passwordpassword',
    '123456789012',
    'Motdepasse2026!',
    'aaaaaaaaaaaaaaaa',
    'azertyazerty12',
    'ababababababab',
  ])('"%s" is what anyone would try', (passphrase) => {
    expect(passphraseFault(passphrase)?.code).toBe('identity/common-passphrase');
  });

  test.each(['quatre fauteuils bleus', 'xk7v2m9qp4wz', '月光照在安静的湖面上很美丽啊', 'qwerty-girafe-lune'])(
    '"%s" is taken, whatever signs it has',
    (passphrase) => {
      expect(passphraseFault(passphrase)).toBeNull();
    },
  );
});

describe('the search of the table', () => {
  const line = {
    patient: 'abcdefghijklmnop',
    exam: 'qrstuvwxyz234567',
    identity: {
      patientName: 'BRÛLÉ-MARTIN^Éléonore^^Mme=山田^太郎',
      patientId: 'IPP 0042',
      birthDate: '19630214',
      accession: 'ACC77',
      studyDate: '20250102',
    },
  };

  test.each([
    '',
    'brule',
    'ELEONORE brûlé',
    'martin ele',
    'ipp 0042',
    'acc77',
    '1963-02-14',
    '14/02/1963',
    '02.01.2025',
    '19630214',
    'abcdef',
    '山田',
  ])('finds the line by "%s"', (query) => {
    expect(matches(line, query)).toBe(true);
  });

  test.each(['dupont', 'brule dupont', '14/02/1964'])('does not find it by "%s"', (query) => {
    expect(matches(line, query)).toBe(false);
  });

  test('sees pseudonyms alone while identities are hidden', () => {
    expect(matches({ ...line, identity: null }, 'brule')).toBe(false);
    expect(matches({ ...line, identity: null }, 'qrst')).toBe(true);
  });

  test('writes a name as people do', () => {
    expect(personName(line.identity.patientName)).toBe('BRÛLÉ-MARTIN Éléonore Mme');
    expect(personName('^^=山田^太郎')).toBe('山田 太郎');
    expect(personName('')).toBe('');
  });
});

describe('a backup', () => {
  const backup: Backup = {
    format: 'negatoscope-backup',
    formatVersion: 1,
    tool: { name: 'negatoscope', version: '0' },
    createdAt: '2026-01-01T00:00:00Z',
    centre: { centre: 'Centre A', by: 'Ada' },
    secrets: [{ id: 'centre:centre a', kind: 'pseudonyms', secret: 'AAAA' }],
    patients: [
      {
        exam: 'a'.repeat(16),
        patient: 'b'.repeat(16),
        challenges: ['liver'],
        addedAt: '2026',
        identity: {
          path: '',
          patientName: 'DUPONT',
          patientId: '1',
          birthDate: '',
          accession: '',
          studyDate: '',
        },
      },
    ],
    released: [],
    objections: [],
  };
  const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

  test('comes back as it was', () => {
    expect(readBackup(backupBytes(backup))).toEqual({ ok: true, value: backup });
  });

  test.each([
    ['identity/not-a-backup', new Uint8Array([255, 254])],
    ['identity/not-a-backup', bytes('text')],
    ['identity/not-a-backup', bytes({ format: 'negatoscope-challenge' })],
    ['identity/unknown-backup-version', bytes({ ...backup, formatVersion: 2 })],
    ['identity/damaged-backup', bytes({ ...backup, secrets: [{ id: 'x', kind: 'data', secret: 'AAAA' }] })],
    ['identity/damaged-backup', bytes({ ...backup, secrets: [{ id: 'x', kind: 'signature', secret: '?' }] })],
    ['identity/damaged-backup', bytes({ ...backup, patients: [{ exam: '../..' }] })],
    ['identity/damaged-backup', bytes({ ...backup, more: 1 })],
  ])('that is none is refused: %s', (code, file) => {
    const read = readBackup(file);
    expect(read).toMatchObject({ failure: { code } });
    expect(JSON.stringify(read)).not.toContain('DUPONT');
  });
});
