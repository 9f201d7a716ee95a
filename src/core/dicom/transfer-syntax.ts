/** Transfer syntaxes, PS3.6 annex A. */

export const IMPLICIT_LE = '1.2.840.10008.1.2';
export const EXPLICIT_LE = '1.2.840.10008.1.2.1';
export const DEFLATED_LE = '1.2.840.10008.1.2.1.99';
export const EXPLICIT_BE = '1.2.840.10008.1.2.2';
export const ENCAPSULATED_NATIVE = '1.2.840.10008.1.2.1.98';
export const RLE = '1.2.840.10008.1.2.5';
export const DEFLATED_FRAMES = '1.2.840.10008.1.2.8.1';

/**
 * How a frame is decoded: directly from the bytes, after inflating, by our RLE decoder, by GDCM, by
 * OpenJPH, or not at all.
 */
export type Coding = 'native' | 'deflate' | 'rle' | 'gdcm' | 'htj2k' | 'none';

const SYNTAXES: Readonly<Record<string, readonly [name: string, coding: Coding]>> = {
  [IMPLICIT_LE]: ['Implicit VR Little Endian', 'native'],
  [EXPLICIT_LE]: ['Explicit VR Little Endian', 'native'],
  [DEFLATED_LE]: ['Deflated Explicit VR Little Endian', 'native'],
  [EXPLICIT_BE]: ['Explicit VR Big Endian', 'native'],
  [ENCAPSULATED_NATIVE]: ['Encapsulated Uncompressed Explicit VR Little Endian', 'native'],
  [RLE]: ['RLE Lossless', 'rle'],
  [DEFLATED_FRAMES]: ['Deflated Image Frame Compression', 'deflate'],
  '1.2.840.113619.5.2': ['Implicit VR Big Endian, private of GE', 'none'],
  '1.2.840.10008.1.2.4.50': ['JPEG Baseline', 'gdcm'],
  '1.2.840.10008.1.2.4.51': ['JPEG Extended', 'gdcm'],
  '1.2.840.10008.1.2.4.52': ['JPEG Extended, processes 3 and 5', 'none'],
  '1.2.840.10008.1.2.4.53': ['JPEG Spectral Selection', 'gdcm'],
  '1.2.840.10008.1.2.4.54': ['JPEG Spectral Selection, processes 7 and 9', 'none'],
  '1.2.840.10008.1.2.4.55': ['JPEG Full Progression', 'gdcm'],
  '1.2.840.10008.1.2.4.56': ['JPEG Full Progression, processes 11 and 13', 'none'],
  '1.2.840.10008.1.2.4.57': ['JPEG Lossless', 'gdcm'],
  '1.2.840.10008.1.2.4.58': ['JPEG Lossless, process 15', 'none'],
  '1.2.840.10008.1.2.4.59': ['JPEG Extended, Hierarchical, processes 16 and 18', 'none'],
  '1.2.840.10008.1.2.4.60': ['JPEG Extended, Hierarchical, processes 17 and 19', 'none'],
  '1.2.840.10008.1.2.4.61': ['JPEG Spectral Selection, Hierarchical, processes 20 and 22', 'none'],
  '1.2.840.10008.1.2.4.62': ['JPEG Spectral Selection, Hierarchical, processes 21 and 23', 'none'],
  '1.2.840.10008.1.2.4.63': ['JPEG Full Progression, Hierarchical, processes 24 and 26', 'none'],
  '1.2.840.10008.1.2.4.64': ['JPEG Full Progression, Hierarchical, processes 25 and 27', 'none'],
  '1.2.840.10008.1.2.4.65': ['JPEG Lossless, Hierarchical, process 28', 'none'],
  '1.2.840.10008.1.2.4.66': ['JPEG Lossless, Hierarchical, process 29', 'none'],
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
  '1.2.840.10008.1.2.6.1': ['RFC 2557 MIME Encapsulation', 'none'],
  '1.2.840.10008.1.2.6.2': ['XML Encoding', 'none'],
  '1.2.840.10008.1.2.7.1': ['SMPTE ST 2110-20 Uncompressed Progressive Active Video', 'none'],
  '1.2.840.10008.1.2.7.2': ['SMPTE ST 2110-20 Uncompressed Interlaced Active Video', 'none'],
  '1.2.840.10008.1.2.7.3': ['SMPTE ST 2110-30 PCM Digital Audio', 'none'],
};

/** Name of a transfer syntax, or its UID when the standard does not define it. */
export function syntaxName(uid: string): string {
  return SYNTAXES[uid]?.[0] ?? uid;
}

export function codingOf(uid: string): Coding {
  return SYNTAXES[uid]?.[1] ?? 'none';
}

/** True when the syntax stores Pixel Data without encapsulation. */
export function isNative(uid: string): boolean {
  return codingOf(uid) === 'native' && uid !== ENCAPSULATED_NATIVE;
}
