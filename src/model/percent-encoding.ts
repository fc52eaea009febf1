/** Percent-encodes a text by RFC 3986: as encodeURIComponent does, with `! ' ( ) *` encoded, too. */
export const percentEncode = (text: string): string =>
  encodeURIComponent(text)
    .replaceAll('!', '%21')
    .replaceAll("'", '%27')
    .replaceAll('(', '%28')
    .replaceAll(')', '%29')
    .replaceAll('*', '%2A');

/** Parameters in the order and spelling that are signed. */
export const canonicalParameters = (parameters: ReadonlyMap<string, string>): string =>
  [...parameters]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join('&');
