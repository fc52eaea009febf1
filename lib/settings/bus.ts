import * as z from 'zod/mini';
import { alibabaRegions } from '../variants/readers.ts';
import { account, organization, setting } from './fields.ts';

/** Those of the first cloud: AWS has a setting of its own. */
const allRegions = [...alibabaRegions.keys()];

/** The bus, and whose events it takes. */
export const eventsIn = {
  busName: setting(
    z.optional(
      z.string().check(
        z.regex(/^[A-Za-z0-9._-]{1,256}$/, 'expected 1 to 256 letters, digits, ., _ and -'),
        z.refine((name) => name !== 'default' && !name.startsWith('aws.'), {
          message: 'is a name that AWS keeps for itself; see the setting defaultBus',
        }),
      ),
    ),
    'Name of the event bus; `heirtag-<stage>` unless set. It must be new.',
  ),
  defaultBus: setting(
    z._default(z.boolean(), false),
    "Take events from the account's default bus, too.",
  ),
  sourceAccounts: setting(
    z._default(z.array(account).check(z.maxLength(100)), []),
    'Other AWS accounts that may put events on the bus.',
  ),
  sourceOrganization: setting(
    z.optional(organization),
    'AWS organization whose accounts may put events on the bus.',
  ),
  cloudRegions: setting(
    z._default(
      z
        .array(
          z.string().check(
            z.refine((region) => new Set<string>(allRegions).has(region), {
              error: ({ input }) =>
                `"${String(input)}" is none of the ${allRegions.length} regions that support tag inheritance: ${allRegions.join(', ')}`,
            }),
          ),
        )
        .check(z.minLength(1)),
      allRegions,
    ),
    'Regions of Alibaba Cloud whose events are handled.',
  ),
} as const;
