/**
 * A moment as ISO 8601 with the offset of a clock, such as `2018-10-13T10:59:59.250+02:00`.
 *
 * @param time milliseconds since 1970, UTC
 * @param offset minutes ahead of UTC
 */
export function localTime(time: number, offset: number): string {
  const local = new Date(time + offset * 60_000).toISOString().slice(0, -1);
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return `${local}${offset < 0 ? '-' : '+'}${two(hours)}:${two(minutes)}`;
}
