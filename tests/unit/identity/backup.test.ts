import { describe, expect, test } from 'vitest';
import { backupBytes, readBackup, type Backup } from '../../../src/core/identity/backup.ts';

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
