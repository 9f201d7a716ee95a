import { withMeasured } from '../core/image/calibration.ts';
import type { Image } from '../core/dicom/image.ts';
import { success, type Result } from '../core/result.ts';
import { autoWindow, knownWindow, type Window } from '../core/image/window.ts';
import type { Picture } from './picture.ts';
import type { PixelChoice } from './pixel-choice.ts';

/** The image of a thumbnail with its spacing, and its window: that of the header, else one from the pixels. */
export async function thumbnailSource(
  picture: Picture,
  choice: Pick<PixelChoice, 'frame' | 'measured'>,
): Promise<Result<{ readonly image: Image; readonly window: Window }>> {
  const result = await picture.frame(choice.frame);
  if (!result.ok) return result;
  const { facts } = result.value;
  const image = withMeasured(result.value.image, choice.measured);
  return success({ image, window: knownWindow(facts) ?? autoWindow(image) });
}
