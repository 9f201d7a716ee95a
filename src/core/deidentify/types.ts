import type { Tag } from '../dicom/dataset.ts';
import { ITEM_TYPES, OBJECT_TYPES } from './types.generated.ts';

/**
 * Type of an attribute, PS3.5 section 7.4. `3` also when the object does not define the attribute.
 */
export type AttributeType = '1' | '1C' | '2' | '2C' | '3';

/** Where an attribute is: the SOP class of the object, and top level or an item of a sequence. */
export interface Place {
  readonly sopClass: string;
  /** The sequence that holds the item. Null at the top level. */
  readonly parent: Tag | null;
}

const byClass: ReadonlyMap<string, ReadonlyMap<Tag, AttributeType>> = new Map(
  OBJECT_TYPES.trim()
    .split('\n')
    .flatMap((line) => {
      const [classes = '', pairs = ''] = line.split('|');
      const types = new Map(
        pairs.split(' ').map((pair) => [pair.slice(0, 8), pair.slice(9) as AttributeType] as const),
      );
      return classes.split(' ').map((sopClass) => [sopClass, types] as const);
    }),
);

const byParent: ReadonlyMap<string, AttributeType> = new Map(
  ITEM_TYPES.trim()
    .split('\n')
    .map((line) => [line.slice(0, 17), line.slice(18) as AttributeType] as const),
);

/**
 * Type of an attribute whose action depends on the type. In items: the strictest type in any
 * object. Null at the top level of an object whose SOP class PS3.3 does not name.
 */
export function typeOf(tag: Tag, { sopClass, parent }: Place): AttributeType | null {
  if (parent !== null) return byParent.get(`${parent} ${tag}`) ?? '3';
  const types = byClass.get(sopClass);
  return types === undefined ? null : (types.get(tag) ?? '3');
}

/**
 * The sequence that encloses a path such as `"00081140[0].00081155"` or `"00081140[0]."`. Null at
 * the top level.
 */
export function parentOf(path: string): Tag | null {
  return /([0-9A-F]{8})\[\d+\]\.(?:[0-9A-F]{8})?$/.exec(path)?.[1] ?? null;
}
