import * as z from 'zod/mini';
import { alibabaAccounts, alibabaSecretName } from '../variants/readers.ts';
import { account, awsRegion, organization, setting, wholeNumber } from './fields.ts';

/** Clouds whose real resources a stage can touch. */
export const realClouds = ['alibaba', 'aws'] as const;

/** Clouds that a stage touches, and what they deliver to it over the internet. */
export const cloudsTouched = {
  simulator: setting(
    z._default(z.boolean(), false),
    'Deploy the simulated cloud and its operations. Without it and without `clouds` nothing can be turned on, and no tag is read or written.',
  ),
  clouds: setting(
    z._default(z.array(z.enum(realClouds)).check(z.maxLength(realClouds.length)), []),
    'Clouds whose real resources the stage touches: `alibaba`, `aws`. docs/alibaba.md and docs/aws.md say what that needs. None unless set.',
  ),
  awsRegions: setting(
    z.optional(z.array(awsRegion).check(z.minLength(1), z.maxLength(40))),
    'With AWS: regions whose resources inherit; must be set then.',
  ),
  awsAccounts: setting(
    z._default(z.array(account).check(z.maxLength(100)), []),
    "With AWS: other accounts whose resources inherit, beside the stage's own. Each needs the member stack (docs/aws.md).",
  ),
  awsOrganization: setting(
    z.optional(organization),
    'With AWS: organization all of whose accounts may have the member stack, instead of naming them.',
  ),
  alibabaAccounts: setting(
    z.optional(alibabaAccounts),
    'With Alibaba Cloud: accounts whose resources inherit, each with the RAM role (`roleArn`, `identityProviderArn`) or the secret of an access key (`accessKeySecret`, `userName`) by which it is reached; must be set then. docs/alibaba.md shows both.',
  ),
  alibabaEventsSecret: setting(
    z.optional(alibabaSecretName),
    'With Alibaba Cloud: takes events that its EventBridge sends to `POST /v1/ingest/alibaba`, on a host of its own, open to the internet; name of the secret that holds what a delivery must show (docs/alibaba.md). No events are taken there unless set.',
  ),
  ingestRequestsPerSecond: setting(
    z._default(wholeNumber(1, 10_000), 100),
    'Deliveries of events above this rate are answered 429, and sent again later; bursts may be twice as large.',
    'requests per second',
  ),
  ingestReservedConcurrency: setting(
    z.optional(wholeNumber(1, 1000)),
    "Deliveries of events at once, reserved from the account's limit and never more, so that a flood from the internet leaves the worker and the HTTP API their functions; not reserved unless set.",
    'invocations',
  ),
  ownCallers: setting(
    z._default(z.array(z.string().check(z.minLength(1))).check(z.maxLength(20)), []),
    'Names under which the audit trail knows this stage, and nobody else: what they call is kept off the queue, and no look is spent on it. Name no role that others use, too: their calls would be lost. What the stage itself is called in the clouds that it touches need not be named.',
  ),
} as const;
