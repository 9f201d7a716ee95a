import type { Locator } from 'playwright';

/**
 * What a place of the page says of a problem: cause and remedy of each failure of a list, else its paragraphs. It is what a person reads
 * there, in the language of the page.
 */
export async function sentencesOf(place: Locator): Promise<string> {
  const paragraphs = await place.locator('p').allInnerTexts();
  const words = paragraphs.map((text) => text.replace(/\s+/g, ' ').trim()).filter((text) => text !== '');
  return words.length > 0 ? words.join(' ') : (await place.innerText()).replace(/\s+/g, ' ').trim();
}
