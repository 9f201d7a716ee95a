interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): unknown;
}

/** The only policy for addresses of scripts and workers under `require-trusted-types-for 'script'`. It allows the page's own origin and blobs of this page. */
export function allowOwnScripts(): void {
  const trustedTypes = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
  trustedTypes?.createPolicy('default', {
    createScriptURL(url) {
      const { origin } = new URL(url, document.baseURI);
      if (origin === location.origin) return url;
      throw new TypeError(`A script from ${origin} is not allowed`);
    },
  });
}
