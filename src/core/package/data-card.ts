import type { DatasetImage, DatasetPackage, DatasetPlan } from './dataset-plan.ts';

/**
 * README.md of a dataset: its content, and how it was made. In English, because programs and
 * readers of all countries use dataset cards.
 */
export function dataCard(
  { definition, ratios, seed, version, withdrawn = 0 }: DatasetPlan,
  which: DatasetPackage,
  images: readonly DatasetImage[],
  notResampled: number,
): string {
  const { pixelSize, imageSize, crop, mask, paddingValue } = definition.preprocessing;
  const balance =
    which === 'test'
      ? []
      : labelBalance(
          definition.labels.reference.map(({ name }) => name),
          images,
        );
  return [
    `# ${definition.title.en}: ${which}`,
    '',
    definition.question.en,
    '',
    `- Challenge: ${definition.id}, version ${definition.version}`,
    `- Images: ${images.length} (${definition.modality})`,
    `- Patients: ${new Set(images.map(({ source }) => `${source.centre}/${source.record.patient}`)).size}`,
    ...(which === 'test'
      ? []
      : [
          '- groups.csv: which images share a patient (g001 …) and a centre (A …); these names hold in this version alone',
        ]),
    `- Split: ${ratios.join('/')} (training/validation/test), grouped by ${definition.split.groupBy}, seed ${seed}`,
    `- Pixel size: ${pixelSize === null ? 'as acquired' : `${pixelSize} mm, linear interpolation`}`,
    `- Image size: ${imageSize === null ? 'as acquired' : imageSize.join(' × ')}; crop: ${crop}; mask: ${mask}; padding: ${paddingValue}`,
    `- Not resampled, for want of a pixel spacing: ${notResampled}`,
    ...measuredLine(images),
    `- Images withdrawn at the request of patients, in none of the parts: ${withdrawn}`,
    '- Licence: to be stated by the organiser',
    `- Made by Negatoscope ${version} from de-identified, cleared contributions; every parameter is in recipe.json`,
    ...(balance.length > 0 ? ['', '| label | value | images |', '|---|---|---|', ...balance] : []),
    '',
  ].join('\n');
}

function measuredLine(images: readonly DatasetImage[]): string[] {
  const count = images.filter(({ source }) => source.record.measured).length;
  return count === 0
    ? []
    : [`- Pixel spacing measured by a person on the image, for want of one in the header: ${count}`];
}

function labelBalance(columns: readonly string[], images: readonly DatasetImage[]): string[] {
  return columns.flatMap((column) => {
    const counts = new Map<string, number>();
    for (const { source } of images) {
      const value = source.labels[column] ?? '';
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return [...counts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([value, count]) => `| ${column} | ${value} | ${count} |`);
  });
}
