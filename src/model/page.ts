/** One page of a listing; `next` continues it and is undefined on the last page. */
export type Page<T> = { readonly items: readonly T[]; readonly next: string | undefined };
