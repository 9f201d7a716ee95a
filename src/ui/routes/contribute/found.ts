import type { Found } from '../../../core/challenge/criteria.ts';
import { t } from '../../i18n/contribute.ts';
import { t as sector } from '../../i18n/sector.ts';

/** The value that a criterion found, in the page's language. */
export function foundText(found: Found | null): string {
  const { unit } = t();
  if (found === null) return '';
  switch (found.kind) {
    case 'modality':
      return found.value;
    case 'images':
      return unit.images(found.count, found.asked);
    case 'degrees':
      return unit.degrees(found.value);
    case 'millimetres':
      return unit.millimetres(found.value);
    case 'tesla':
      return unit.tesla(found.value);
    case 'milliseconds':
      return unit.milliseconds(found.value);
    case 'size':
      return unit.size(found.columns, found.rows);
    case 'spacing':
      return unit.spacing(found.x, found.y);
    case 'measured-spacing':
      return sector().measured.found(found.value);
    case 'frames':
      return unit.frames(found.count);
    case 'contrast':
      return unit.contrast(found.agent, found.dynamic);
    case 'side':
      return found.side === 'L' ? unit.left : unit.right;
    case 'present':
      return ''; // the outcome says it already
  }
}
