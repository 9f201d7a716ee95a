/** Transfer syntaxes, PS3.6 annex A. */

export const IMPLICIT_LE = '1.2.840.10008.1.2';
export const EXPLICIT_LE = '1.2.840.10008.1.2.1';
export const DEFLATED_LE = '1.2.840.10008.1.2.1.99';
export const EXPLICIT_BE = '1.2.840.10008.1.2.2';
export const ENCAPSULATED_NATIVE = '1.2.840.10008.1.2.1.98';
export const RLE = '1.2.840.10008.1.2.5';

/** How a frame is decoded: straight from the bytes, by our RLE decoder, by GDCM, by OpenJPH, or not at all. */
export type Coding = 'native' | 'rle' | 'gdcm' | 'htj2k' | 'none';

const SYNTAXES: Readonly<Record<string, readonly [name: string, coding: Coding]>> = {
  [IMPLICIT_LE]: ['Implicit VR Little Endian', 'native'],
  [EXPLICIT_LE]: ['Explicit VR Little Endian', 'native'],
  [DEFLATED_LE]: ['Deflated Explicit VR Little Endian', 'native'],
  [EXPLICIT_BE]: ['Explicit VR Big Endian', 'native'],
  [ENCAPSULATED_NATIVE]: ['Encapsulated Uncompressed Explicit VR Little Endian', 'native'],
  [RLE]: ['RLE Lossless', 'rle'],
  '1.2.840.10008.1.2.4.50': ['JPEG Baseline', 'gdcm'],
  '1.2.840.10008.1.2.4.51': ['JPEG Extended', 'gdcm'],
  '1.2.840.10008.1.2.4.53': ['JPEG Spectral Selection', 'gdcm'],
  '1.2.840.10008.1.2.4.55': ['JPEG Full Progression', 'gdcm'],
  '1.2.840.10008.1.2.4.57': ['JPEG Lossless', 'gdcm'],
  '1.2.840.10008.1.2.4.70': ['JPEG Lossless, first-order prediction', 'gdcm'],
  '1.2.840.10008.1.2.4.80': ['JPEG-LS Lossless', 'gdcm'],
  '1.2.840.10008.1.2.4.81': ['JPEG-LS Near-lossless', 'gdcm'],
  '1.2.840.10008.1.2.4.90': ['JPEG 2000 Lossless', 'gdcm'],
  '1.2.840.10008.1.2.4.91': ['JPEG 2000', 'gdcm'],
  '1.2.840.10008.1.2.4.92': ['JPEG 2000 Part 2 Multi-component Lossless', 'none'],
  '1.2.840.10008.1.2.4.93': ['JPEG 2000 Part 2 Multi-component', 'none'],
  '1.2.840.10008.1.2.4.94': ['JPIP Referenced', 'none'],
  '1.2.840.10008.1.2.4.95': ['JPIP Referenced Deflate', 'none'],
  '1.2.840.10008.1.2.4.100': ['MPEG-2 Main Profile / Main Level', 'none'],
  '1.2.840.10008.1.2.4.100.1': ['MPEG-2 Main Profile / Main Level, fragmentable', 'none'],
  '1.2.840.10008.1.2.4.101': ['MPEG-2 Main Profile / High Level', 'none'],
  '1.2.840.10008.1.2.4.101.1': ['MPEG-2 Main Profile / High Level, fragmentable', 'none'],
  '1.2.840.10008.1.2.4.102': ['MPEG-4 AVC/H.264 High Profile', 'none'],
  '1.2.840.10008.1.2.4.102.1': ['MPEG-4 AVC/H.264 High Profile, fragmentable', 'none'],
  '1.2.840.10008.1.2.4.103': ['MPEG-4 AVC/H.264 BD-compatible', 'none'],
  '1.2.840.10008.1.2.4.103.1': ['MPEG-4 AVC/H.264 BD-compatible, fragmentable', 'none'],
  '1.2.840.10008.1.2.4.104': ['MPEG-4 AVC/H.264 for 2D video', 'none'],
  '1.2.840.10008.1.2.4.104.1': ['MPEG-4 AVC/H.264 for 2D video, fragmentable', 'none'],
  '1.2.840.10008.1.2.4.105': ['MPEG-4 AVC/H.264 for 3D video', 'none'],
  '1.2.840.10008.1.2.4.105.1': ['MPEG-4 AVC/H.264 for 3D video, fragmentable', 'none'],
  '1.2.840.10008.1.2.4.106': ['MPEG-4 AVC/H.264 Stereo', 'none'],
  '1.2.840.10008.1.2.4.106.1': ['MPEG-4 AVC/H.264 Stereo, fragmentable', 'none'],
  '1.2.840.10008.1.2.4.107': ['HEVC/H.265 Main Profile', 'none'],
  '1.2.840.10008.1.2.4.108': ['HEVC/H.265 Main 10 Profile', 'none'],
  '1.2.840.10008.1.2.4.110': ['JPEG XL Lossless', 'none'],
  '1.2.840.10008.1.2.4.111': ['JPEG XL JPEG Recompression', 'none'],
  '1.2.840.10008.1.2.4.112': ['JPEG XL', 'none'],
  '1.2.840.10008.1.2.4.201': ['High-Throughput JPEG 2000 Lossless', 'htj2k'],
  '1.2.840.10008.1.2.4.202': ['High-Throughput JPEG 2000 with RPCL, Lossless', 'htj2k'],
  '1.2.840.10008.1.2.4.203': ['High-Throughput JPEG 2000', 'htj2k'],
  '1.2.840.10008.1.2.4.204': ['JPIP HTJ2K Referenced', 'none'],
  '1.2.840.10008.1.2.4.205': ['JPIP HTJ2K Referenced Deflate', 'none'],
};

/** Name of a transfer syntax; its UID when it is not one of the standard's. */
export function syntaxName(uid: string): string {
  return SYNTAXES[uid]?.[0] ?? uid;
}

export function codingOf(uid: string): Coding {
  return SYNTAXES[uid]?.[1] ?? 'none';
}

/** Whether Pixel Data of the syntax are not encapsulated. */
export function isNative(uid: string): boolean {
  return codingOf(uid) === 'native' && uid !== ENCAPSULATED_NATIVE;
}
