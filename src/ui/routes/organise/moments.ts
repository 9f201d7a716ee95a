import { locale } from '../../../state/shell/locale.svelte.ts';

const TAGS = { en: 'en-GB', fr: 'fr-FR' };

/** A duration such as `1:02:03` or `59:59`, without a sign, in whole seconds. `up` rounds up. */
export function digits(milliseconds: number, up = true): string {
  const size = Math.abs(milliseconds) / 1000;
  const seconds = up ? Math.ceil(size) : Math.floor(size);
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours > 0 ? `${hours}:${two(minutes)}` : two(minutes)}:${two(seconds % 60)}`;
}

/** A time of day to the second, in the time zone of this machine or in UTC. */
export const clockTime = (moment: number | string, zone: 'local' | 'utc'): string =>
  new Intl.DateTimeFormat(TAGS[locale.current], {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    ...(zone === 'utc' ? { timeZone: 'UTC' } : {}),
  }).format(new Date(moment));

/** Date and time to the second, with the time zone. */
export const fullTime = (moment: string, zone: 'local' | 'utc'): string =>
  new Intl.DateTimeFormat(TAGS[locale.current], {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
    ...(zone === 'utc' ? { timeZone: 'UTC' } : {}),
  }).format(new Date(moment));
