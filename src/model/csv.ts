/**
 * Where a spreadsheet would begin a formula: at the start, and after a separator or line end, since a
 * file may be opened with another separator than its own. Source: OWASP, "CSV injection".
 */
const formulaStart = /^(?=[\t\r\n])|(?<=^|[,;\t\r\n])(?=[=+\-@＝＋－＠])/g;

/**
 * A field of a CSV file. Texts that a spreadsheet would take for a formula get an apostrophe in
 * front. Source: RFC 4180.
 */
const csvField = (value: string | null): string => {
  const text = value ?? '';
  const harmless = text.replace(formulaStart, "'");
  return /[",;\t\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};

/** A line of a CSV file, with its end; what is null is empty. Source: RFC 4180. */
export const csvLine = (fields: readonly (string | null)[]): string =>
  `${fields.map(csvField).join(',')}\r\n`;
