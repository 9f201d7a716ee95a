import type { KeyBinding, KeyContext } from '../../../state/shell/keys.svelte.ts';
import { t as textWords } from '../../i18n/burned-in-text.ts';
import { t } from '../../i18n/contribute.ts';
import { t as sectorWords } from '../../i18n/sector.ts';
import type { Desk } from '../../../state/contribute/desk/desk.svelte.ts';
import { labelOptions, pressed } from './label-keys.ts';

const ARROWS = [
  { arrow: 'Left', move: [-1, 0] },
  { arrow: 'Right', move: [1, 0] },
  { arrow: 'Up', move: [0, -1] },
  { arrow: 'Down', move: [0, 1] },
] as const;
type Arrow = (typeof ARROWS)[number]['arrow'];

/** Key bindings of the arrows: one source pixel, with Shift ten. */
function arrows(
  title: (arrow: Arrow, pixels: number) => string,
  move: (dx: number, dy: number) => void,
): KeyBinding[] {
  return ARROWS.flatMap(({ arrow, move: [dx, dy] }) =>
    [1, 10].map((pixels) => ({
      keys: pixels === 1 ? `Arrow${arrow}` : `Shift+Arrow${arrow}`,
      title: () => title(arrow, pixels),
      run: () => move(dx * pixels, dy * pixels),
    })),
  );
}

export function deskKeys(desk: Desk): KeyContext {
  const { contribute, answers } = desk;
  const { definition } = contribute;
  const words = () => t().desk;
  return {
    id: 'desk',
    title: () => words().keys.title,
    bindings: [
      { keys: 'Space', title: () => words().acceptAndNext, run: () => void desk.accept() },
      { keys: 'Backspace', title: () => words().back, run: () => desk.back() },
      { keys: 'x', title: () => words().exclude, run: () => (desk.excluding = true) },
      { keys: 'c', title: () => words().centreCrop, run: () => desk.crop.centre() },
      { keys: 'm', title: () => words().propose, run: () => void desk.sector.propose() },
      { keys: 'h', title: () => sectorWords().keys.next, run: () => desk.pointing.nextHandle() },
      { keys: 'f', title: () => sectorWords().maximum.title, run: () => desk.toggleMaximum() },
      { keys: 'k', title: () => sectorWords().measured.act, run: () => desk.pointing.measure() },
      { keys: 'Ctrl+z', title: () => words().undo, run: () => void desk.turn('undo') },
      { keys: 'Ctrl+Shift+z', title: () => words().redo, run: () => void desk.turn('redo') },
      { keys: 't', title: () => textWords().keys.next, run: () => answers.next() },
      { keys: 'b', title: () => textWords().keys.blackOut, run: () => void answers.blackOut() },
      { keys: 'n', title: () => textWords().keys.noIdentity, run: () => void answers.dismiss() },
      { keys: 'd', title: () => words().declareAll, run: () => desk.declareAll() },
      { keys: 'PageUp', title: () => words().keys.previousSlice, run: () => desk.step(-1) },
      { keys: 'PageDown', title: () => words().keys.nextSlice, run: () => desk.step(1) },
      ...(desk.crop.isPlaced
        ? arrows(
            (arrow, pixels) => words().keys.nudge[arrow](pixels),
            (dx, dy) => desk.crop.nudge(dx, dy),
          )
        : [
            { keys: 'ArrowUp', title: () => words().keys.previousSlice, run: () => desk.step(-1) },
            { keys: 'ArrowDown', title: () => words().keys.nextSlice, run: () => desk.step(1) },
          ]),
      ...labelOptions(definition).flatMap((option) => {
        const { digit } = option;
        if (digit === null) return [];
        const press = () =>
          desk.choice && void desk.apply({ labels: pressed(definition, desk.choice.labels, option) });
        return [{ keys: String(digit), title: () => words().keys.label(digit), run: () => void press() }];
      }),
    ],
  };
}

/** Active while a handle is chosen: the arrows move it. */
export const handleKeys = (desk: Desk): KeyContext => ({
  id: 'handle',
  title: () => sectorWords().keys.title,
  bindings: [
    ...arrows(
      (arrow, pixels) => sectorWords().keys.nudge[arrow](pixels),
      (dx, dy) => desk.pointing.nudgeHandle(dx, dy),
    ),
    { keys: 'Escape', title: () => sectorWords().keys.leave, run: () => (desk.pointing.handle = null) },
  ],
});

/** Active while an outline is drawn corner by corner. */
export const outlineKeys = (desk: Desk): KeyContext => ({
  id: 'outline',
  title: () => t().desk.sector,
  bindings: [
    { keys: 'Enter', title: () => t().desk.finish, run: () => desk.sector.finish() },
    { keys: 'Backspace', title: () => sectorWords().undoCorner, run: () => desk.sector.takeBackCorner() },
    { keys: 'Escape', title: () => sectorWords().cancel, run: () => desk.sector.reset() },
  ],
});
