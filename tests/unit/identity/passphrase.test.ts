import { describe, expect, test } from 'vitest';
import { passphraseFault } from '../../../src/core/identity/passphrase.ts';

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
