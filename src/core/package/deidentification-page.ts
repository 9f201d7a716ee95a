import { ATTRIBUTE_ACTIONS, countsOf, totalsOf } from '../deidentify/report-totals.ts';
import { tagOfPath, type DeidentificationReport, type Treatment } from '../deidentify/report.ts';
import {
  attributeName,
  codeWords,
  exceptionsOf,
  leftRows,
  printedTag,
  REPORT_TEXTS,
  rowName,
  ruleWords,
  textRows,
  textWords,
  type ReportTexts,
} from '../deidentify/report-words.ts';

/**
 * Maximum number of treatments shown in full. Further ones (from images of very many machines) are
 * only in the JSON.
 */
const DRAWN_TREATMENTS = 60;
/** Maximum number of places that look like text shown in full. */
const DRAWN_PLACES = 2000;

/**
 * The report as one HTML page without scripts or links, for reading, printing or filing. It holds
 * both languages; two radio buttons switch between them. It has the content of
 * deidentification.json and no value of the source.
 */
export function deidentificationPage(report: DeidentificationReport, first: 'en' | 'fr'): string {
  const [one, other] = first === 'fr' ? (['fr', 'en'] as const) : (['en', 'fr'] as const);
  const radio = (language: 'en' | 'fr') =>
    `<input type="radio" name="language" id="to-${language}"${language === one ? ' checked' : ''}>` +
    `<label for="to-${language}" lang="${language}">${REPORT_TEXTS[language].language}</label>`;
  return [
    '<!doctype html>',
    `<html lang="${one}">`,
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(`${REPORT_TEXTS[one].title} · ${report.challenge.id}`)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    radio(one),
    radio(other),
    `<main lang="${one}">${inLanguage(report, one)}</main>`,
    `<main lang="${other}">${inLanguage(report, other)}</main>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function inLanguage(report: DeidentificationReport, language: 'en' | 'fr'): string {
  const words = REPORT_TEXTS[language];
  const totals = totalsOf(report);
  const { challenge, tool, profile, images, left, treatments } = report;
  const facts: readonly (readonly [string, string])[] = [
    [words.imagesColumn, words.number(images.length)],
    [words.proven, words.number(totals.proven)],
    [words.echoes, words.number(totals.echoes)],
    [words.masked, words.number(totals.masked)],
    ...(totals.recognizable === null
      ? []
      : [[words.recognizable, words.number(totals.recognizable)] as const]),
    [words.overridden, words.number(totals.overridden)],
    [words.blocked, words.number(totals.blocked)],
  ];
  return [
    `<h1>${escaped(words.title)}</h1>`,
    paragraph(words.challenge(challenge.id, challenge.version)),
    paragraph(words.made(tool.version, whenOf(report.createdAt, language))),
    paragraph(words.noValues),
    heading(words.summary),
    table([], facts),
    heading(words.actions),
    table(
      [],
      ATTRIBUTE_ACTIONS.map((action) => [words.action[action], words.number(totals.actions[action])]),
    ),
    heading(words.proof),
    table(
      [words.proof, '', words.passed, words.notPossible],
      totals.proof.map(({ at, check, passed, notPossible }) => [
        words.check[check],
        words.proofAt[at],
        words.number(passed),
        words.number(notPossible),
      ]),
    ),
    paragraph(words.notPossibleWhy),
    heading(words.text),
    table(
      [],
      textRows(totals.text, words).map(([name, count]) => [name, words.number(count)]),
    ),
    ...placesTable(report, language, words),
    heading(words.blockedAt),
    left.blocked.length === 0
      ? paragraph(words.blockedNone)
      : table(
          [words.result, '', words.attribute, words.imagesColumn],
          left.blocked.map(({ at, code, attribute, count }) => [
            words.blockedWhat[code] ?? code,
            words.proofAt[at],
            attribute,
            words.number(count),
          ]),
        ),
    heading(words.left),
    table(
      [],
      leftRows(left, words).map(([name, count]) => [name, words.number(count)]),
    ),
    ...(left.openText.places > 0 ? [paragraph(words.openPlaces(left.openText.places))] : []),
    heading(words.statement),
    ...words
      .statementOf({ ...profile, tool: tool.version })
      .flatMap(({ title, text }) => [`<h3>${escaped(title)}</h3>`, ...text.map(paragraph)]),
    heading(words.rules),
    table(
      [words.rule, words.attribute, words.code, words.option, words.result, words.imagesColumn],
      totals.rules.map(({ rule, tag, images: of, counts }) => {
        const { code, option } = codeWords(rule, words);
        return [
          ruleWords(rule, null, words),
          rowName(rule, tag),
          code,
          option,
          ATTRIBUTE_ACTIONS.filter((action) => counts[action] > 0)
            .map((action) => `${words.action[action]} ${words.number(counts[action])}`)
            .join(', '),
          words.number(of),
        ];
      }),
    ),
    heading(words.imageList),
    table(
      [words.image, words.frame, words.pixelsColumn, words.text, words.proof, words.exceptions, 'SHA-256'],
      images.map((image) => [
        image.id,
        image.pixels ? words.number(image.pixels.frame + 1) : '',
        image.pixels === null || image.pixels.hidden === null
          ? words.untouched
          : words.number(image.pixels.hidden),
        textWords(image.text, words),
        image.proof.length === 0
          ? words.notRecorded
          : `${words.number(image.proof.filter(({ result }) => result === 'passed').length)} ${words.passed}`,
        exceptionsOf(image, words).join(', '),
        image.digest?.slice(0, 16) ?? '',
      ]),
    ),
    heading(words.details),
    ...treatments
      .slice(0, DRAWN_TREATMENTS)
      .map((treatment, index) =>
        treatmentTable(treatment, images.filter((image) => image.treatment === index).length, words),
      ),
  ].join('\n');
}

/** Every place that looks like text, with its answer. */
function placesTable(
  { images }: DeidentificationReport,
  language: 'en' | 'fr',
  words: ReportTexts,
): readonly string[] {
  const places = images.flatMap(({ id, text }) => text?.places.map((place) => ({ id, ...place })) ?? []);
  if (places.length === 0) return [];
  return [
    table(
      [words.image, words.place, words.found, words.answered, words.by, words.when],
      places
        .slice(0, DRAWN_PLACES)
        .map(({ id, box, source, answer, by, at }) => [
          id,
          words.placeOf(...box),
          words.foundBy[source],
          words.answer[answer],
          by ?? '',
          at === null ? '' : whenOf(at, language),
        ]),
    ),
    ...(places.length > DRAWN_PLACES ? [paragraph(words.textMore(places.length - DRAWN_PLACES))] : []),
  ];
}

function treatmentTable(treatment: Treatment, images: number, words: ReportTexts): string {
  const counts = countsOf(treatment);
  const line = ATTRIBUTE_ACTIONS.filter((action) => counts[action] > 0)
    .map((action) => `${words.action[action]} ${words.number(counts[action])}`)
    .join(' · ');
  return [
    `<h3>${escaped(words.sameTreatment(images))}</h3>`,
    paragraph([treatment.sopClass, line].filter(Boolean).join(' · ')),
    treatment.complete ? '' : paragraph(words.incomplete),
    table(
      ['', words.attribute, 'VR', words.result, words.rule, words.code, words.option],
      treatment.attributes.map(({ path, vr, action, rule }) => {
        const { code, option } = codeWords(rule, words);
        return [
          printedTag(tagOfPath(path)),
          attributeName(path),
          vr,
          words.action[action],
          ruleWords(rule, action, words),
          code,
          option,
        ];
      }),
    ),
  ].join('\n');
}

/** Date and time in UTC, so that the same report gives the same page everywhere. */
export function whenOf(iso: string, language: 'en' | 'fr'): string {
  const tag = language === 'fr' ? 'fr-FR' : 'en-GB';
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const day = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: 'UTC' }).format(date);
  const time = new Intl.DateTimeFormat(tag, { timeStyle: 'short', timeZone: 'UTC' }).format(date);
  return REPORT_TEXTS[language].at(day, time);
}

const heading = (text: string): string => `<h2>${escaped(text)}</h2>`;
const paragraph = (text: string): string => `<p>${escaped(text)}</p>`;

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const head =
    header.length === 0
      ? ''
      : `<thead><tr>${header.map((cell) => `<th scope="col">${escaped(cell)}</th>`).join('')}</tr></thead>`;
  const line = (cells: readonly string[]) =>
    `<tr>${cells
      .map((cell, i) => (i === 0 ? `<th scope="row">${escaped(cell)}</th>` : `<td>${escaped(cell)}</td>`))
      .join('')}</tr>`;
  return `<table>${head}<tbody>${rows.map(line).join('\n')}</tbody></table>`;
}

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => SIGNS[sign] ?? sign);

const STYLE = `
:root{color-scheme:light}
body{margin:0 auto;max-width:62rem;padding:2rem 1.5rem 4rem;font:15px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Liberation Sans',sans-serif;color:#14191c;background:#fff;font-variant-numeric:tabular-nums}
h1{font-size:1.6rem;line-height:1.25;margin:1rem 0 .25rem}
h2{font-size:1.15rem;margin:2rem 0 .5rem;padding-top:.75rem;border-top:1px solid #d0d7db}
h3{font-size:1rem;margin:1.25rem 0 .25rem}
p{margin:.25rem 0;max-width:46rem;color:#3a444a}
table{border-collapse:collapse;font-size:.86rem;margin:.5rem 0;max-width:100%}
th,td{text-align:start;vertical-align:top;padding:.25rem .9rem .25rem 0;border-bottom:1px solid #e4e9eb;overflow-wrap:anywhere}
thead th{color:#505d65;font-weight:500;white-space:nowrap;border-bottom:1px solid #7c8991}
tbody th{font-weight:500}
input{margin-left:1rem}
main{display:none}
#to-en:checked~main[lang=en],#to-fr:checked~main[lang=fr]{display:block}
@page{margin:16mm 14mm}
@media print{body{padding:0;font-size:10pt;max-width:none}input,label{display:none}h2,h3{break-after:avoid}tr{break-inside:avoid}thead{display:table-header-group}}
`.trim();
