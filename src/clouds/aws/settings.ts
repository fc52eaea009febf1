import * as z from 'zod/mini';
import { InvalidInputError } from '../../model/errors.ts';
import { supportedRegions } from './regions.ts';

const account = z.string().check(z.regex(/^\d{12}$/, 'expected 12 digits'));
const name = z.string().check(z.minLength(1));

const region = name.check(
  z.refine((id) => supportedRegions.has(id), { message: 'expected a region of AWS' }),
);

const settingsSchema = z.object({
  /** The stage's own: it is called with the credentials of the process. */
  ownAccount: account,
  /** Those whose resources inherit. */
  regions: z.array(region).check(z.minLength(1)),
  /** Others, in which a role is taken. */
  accounts: z._default(z.array(account), []),
  /** Any account may have the role: its organization says which do. */
  isOrganization: z._default(z.boolean(), false),
  /** Name of the role in other accounts. */
  tagger: name,
  externalId: name,
  /** Names of roles that nobody but this service takes on. */
  ownRoles: z._default(z.array(name), []),
  /** Answers in the place of AWS; AWS itself unless given. */
  endpoint: z.optional(z.url()),
});

/** What a stage says of AWS. */
export type AwsSettings = z.infer<typeof settingsSchema>;

/** @throws InvalidInputError `InvalidCloudSettings` that names every wrong setting */
export const readAwsSettings = (said: unknown): AwsSettings => {
  const { data, error } = settingsSchema.safeParse(said);
  if (data !== undefined) return data;
  const problems = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new InvalidInputError({
    code: 'InvalidCloudSettings',
    message: `what the stage says of AWS is not usable: ${problems.join('; ')}`,
  });
};
