/** Where a package is read from: a file of the user, bytes in memory. `read` never gives more than asked, and less only at the end. */
export interface PackageSource {
  /** Bytes. */
  readonly size: number;
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** Where a package is written to. Chunks are only valid during the call. */
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

/** A package in memory as a source. */
export function bytesSource(bytes: Uint8Array): PackageSource {
  return {
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  };
}
