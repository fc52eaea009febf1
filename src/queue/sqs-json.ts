/**
 * Writes JSON in characters that every SQS takes: what Unicode calls no character, SQS refuses;
 * emulators also refuse what lies beyond the basic plane. JSON can spell both in ASCII.
 */
export const sqsJson = (value: object): string =>
  JSON.stringify(value).replace(
    /[\ud800-\udfff\ufffe\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16)}`,
  );
