import { invalidCursor } from '../model/page.ts';

/** Where a listing stands: in the change of this sort key, the first of whose entries were listed. */
export type Position = { readonly sk: string; readonly listed: number };

/** Writes a position as a cursor. */
export const writePosition = ({ sk, listed }: Position): string => `${sk}#${listed}`;

/** @throws InvalidInputError `InvalidParameter.Cursor` */
export const readPosition = (cursor: string | undefined): Position | undefined => {
  if (cursor === undefined) return undefined;
  const [, sk, listed] = /^(\d{4}-\d\d-\d\dT[\d:.]+Z#.+)#(\d{1,6})$/s.exec(cursor) ?? [];
  if (sk !== undefined) return { sk, listed: Number(listed) };
  throw invalidCursor(cursor);
};
