import type { Arn } from '../../arn.ts';

/** An address, by its allocation id, and who holds it. */
export type Holding = { readonly address: string; readonly holder: Arn };

/** Who holds addresses by what the holders show. */
export const holdingsOf = (
  holders: readonly { readonly id: string; readonly addresses: readonly string[] }[],
  arnOf: (id: string) => Arn,
): readonly Holding[] =>
  holders.flatMap(({ id, addresses }) =>
    addresses.map((address) => ({ address, holder: arnOf(id) })),
  );
