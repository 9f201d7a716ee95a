/**
 * Input of a package: a user's file, or bytes in memory. `read` returns exactly the requested
 * bytes, fewer only at the end.
 */
export interface PackageSource {
  /** Size in bytes. */
  readonly size: number;
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** Output of a package. Chunks are only valid during the call. */
export interface PackageSink {
  write(chunk: Uint8Array): Promise<void>;
}

/** One file of a package. Paths are relative, with forward slashes. */
export interface PackageEntry {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The part of an AbortSignal that the core reads. */
export interface CancelSignal {
  readonly aborted: boolean;
}

/** A package in memory, as a source. */
export function bytesSource(bytes: Uint8Array): PackageSource {
  return {
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  };
}
