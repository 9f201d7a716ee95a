import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const folder = join(import.meta.dirname, '../../../../src/ui/i18n/fr');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
);

/** The texts of a dictionary: string and template literals, with `x` for each value put in. */
function textsOf(source: string): string[] {
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isLiteralTypeNode(node)) return;
    if (ts.isStringLiteralLike(node)) texts.push(node.text);
    if (ts.isTemplateExpression(node)) {
      texts.push(
        [node.head, ...node.templateSpans.map(({ literal }) => literal)].map(({ text }) => text).join('x'),
      );
    }
    node.forEachChild(visit);
  };
  visit(ts.createSourceFile('dictionary.ts', source, ts.ScriptTarget.ESNext, true));
  return texts;
}

/** Words of documents that the core writes. */
const DOCUMENTS = ['../../../core/deidentify/report-texts/fr.ts'];

describe.each([...files, ...DOCUMENTS])('French typography of %s', (name) => {
  const texts = textsOf(readFileSync(join(folder, name), 'utf8'));

  test('has a narrow no-break space before ; : ! ? and inside « »', () => {
    const wrong = texts.filter((text) =>
      /[^ ] [;:!?»]|« |[\p{L}\d)][;!?»](\s|$)|[\p{L}»)]:\s|«[^\u202F]/u.test(text),
    );
    expect(wrong).toEqual([]);
  });

  test('uses the typographic apostrophe', () => {
    expect(texts.filter((text) => /\p{L}'\p{L}/u.test(text))).toEqual([]);
  });
});
