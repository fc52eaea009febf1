import type { Page } from '../../../model/page.ts';

/** Reads several listings one after the other as if they were one. @param cursor tells which, and where in it */
export const inStages = async <Stage, T>(
  stages: readonly Stage[],
  cursor: string | undefined,
  read: (stage: Stage, cursor: string | undefined) => Promise<Page<T>>,
): Promise<Page<T>> => {
  const [, index = '0', inner] = /^(\d{1,3}) (.*)$/s.exec(cursor ?? '') ?? [];
  const stage = stages[Number(index)];
  if (stage === undefined) return { items: [], next: undefined };
  const { items, next } = await read(stage, inner || undefined);
  if (next !== undefined) return { items, next: `${index} ${next}` };
  const following = Number(index) + 1;
  return { items, next: following < stages.length ? `${following} ` : undefined };
};
