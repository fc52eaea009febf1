import { CreateTagsCommand, DeleteTagsCommand } from '@aws-sdk/client-ec2';
import { AddTagsCommand, RemoveTagsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  type FailureInfo,
  TagResourcesCommand,
  UntagResourcesCommand,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { RetryableError, TerminalError } from '../../../model/errors.ts';
import type { CallChange, TagCall } from '../../tag-calls.ts';
import { type CallProblem, neverWithoutKeys, type TagWay, type TagWaysOf } from '../../tag-way.ts';
import { type Arn, parseArn } from '../arn.ts';
import type { SendOptions } from './asking.ts';
import { writeGroupTags } from './auto-scaling-tags.ts';
import type { Clients } from './clients.ts';
import { type Classify, failureOf } from './errors.ts';
import { together, wayNameOf } from './together.ts';

/** The longest that one tag call may take. Seconds. */
export const tagCallSeconds = 10;

/** The tags of a change, as most services take them. */
const tagsOf = ({ tags }: Extract<CallChange, { kind: 'set' }>) =>
  tags.map(([Key, Value]) => ({ Key, Value }));

const idsOf = (arns: readonly Arn[]): string[] => arns.map((arn) => parseArn(arn).id);

/** A call of EC2. A key without a value goes whatever its value is. */
const writeEc2 = async (clients: Clients, { arns, change }: TagCall, options: SendOptions) => {
  const Resources = idsOf(arns);
  if (change.kind === 'set') {
    await clients.ec2().send(new CreateTagsCommand({ Resources, Tags: tagsOf(change) }), options);
  } else {
    const Tags = change.keys.map((Key) => ({ Key }));
    await clients.ec2().send(new DeleteTagsCommand({ Resources, Tags }), options);
  }
};

const writeBalancers = async (
  clients: Clients,
  { arns, change }: TagCall,
  options: SendOptions,
) => {
  const ResourceArns = [...arns];
  const client = clients.loadBalancing();
  await (change.kind === 'set'
    ? client.send(new AddTagsCommand({ ResourceArns, Tags: tagsOf(change) }), options)
    : client.send(new RemoveTagsCommand({ ResourceArns, TagKeys: [...change.keys] }), options));
};

/** @returns what did not become of which */
const writeTagging = async (
  clients: Clients,
  { arns, change }: TagCall,
  options: SendOptions,
): Promise<Readonly<Record<string, FailureInfo>>> => {
  const ResourceARNList = [...arns];
  const client = clients.tagging();
  const { FailedResourcesMap = {} } = await (change.kind === 'set'
    ? client.send(
        new TagResourcesCommand({ ResourceARNList, Tags: Object.fromEntries(change.tags) }),
        options,
      )
    : client.send(
        new UntagResourcesCommand({ ResourceARNList, TagKeys: [...change.keys] }),
        options,
      ));
  return FailedResourcesMap;
};

/** What the Tagging API says of a resource, as if it had been thrown. */
const failureIn = ({ ErrorCode, ErrorMessage, StatusCode }: FailureInfo) => {
  const failure = new Error(ErrorMessage ?? 'no reason was given');
  failure.name = ErrorCode ?? 'Unknown';
  return Object.assign(failure, { $metadata: { httpStatusCode: StatusCode } });
};

/** True when a text names an id, and not one that only begins or ends like it. */
const isNamedIn = (text: string, id: string): boolean => {
  for (let at = text.indexOf(id); at >= 0; at = text.indexOf(id, at + 1)) {
    const around = [text[at - 1], text[at + id.length]];
    if (around.every((sign) => sign === undefined || !/[\w-]/.test(sign))) return true;
  }
  return false;
};

const errorIn = (problem: CallProblem): unknown =>
  problem.kind === 'refused' ? new TerminalError(problem.refusal) : problem.error;

/** Whatever is wrong is wrong with the keys, which are the same for all. */
const isOfKeys = (problem: CallProblem): boolean =>
  problem.kind === 'refused' && problem.refusal.kind === 'key refused';

/**
 * Whose fault it is that a call did nothing: the services name the resources that they do not know.
 * @throws what may pass, or is nobody's by name: it is tried in pieces
 */
export const blame = (
  arns: readonly Arn[],
  problem: CallProblem,
  message: string,
): ReadonlyMap<Arn, CallProblem> => {
  const error = errorIn(problem);
  if (error instanceof RetryableError) throw error;
  const named = new Set(arns.filter((arn) => isNamedIn(message, parseArn(arn).id)));
  const culprits =
    named.size === 0 && (arns.length === 1 || isOfKeys(problem)) ? new Set(arns) : named;
  if (culprits.size === 0) throw error;
  return new Map(
    arns.map((arn) => [arn, culprits.has(arn) ? problem : { kind: 'neighbour', error }]),
  );
};

const attempted = ({ arns, change }: TagCall): string =>
  change.kind === 'set'
    ? `setting ${JSON.stringify(Object.fromEntries(change.tags))} on ${arns.join(', ')}`
    : `removing ${change.keys.join(', ')} from ${arns.join(', ')}`;

/** Opens the ways in which tags are written. */
export const openTagWays = (clients: Clients, classify: Classify): TagWaysOf => {
  /** A call that does all or nothing. */
  const whole =
    (
      write: (clients: Clients, tagCall: TagCall, options: SendOptions) => Promise<void>,
    ): TagWay['send'] =>
    async (tagCall, abortSignal) => {
      try {
        await write(clients, tagCall, { abortSignal });
        return new Map();
      } catch (thrown) {
        const problem = classify(thrown, { what: attempted(tagCall), isWrite: true });
        return blame(tagCall.arns, problem, failureOf(thrown).message);
      }
    };

  const each: TagWay['send'] = async (tagCall, abortSignal) => {
    const attempt = { what: attempted(tagCall), isWrite: true };
    try {
      const failures = await writeTagging(clients, tagCall, { abortSignal });
      return new Map(
        tagCall.arns.flatMap((arn) => {
          const failure = failures[arn];
          return failure === undefined ? [] : [[arn, classify(failureIn(failure), attempt)]];
        }),
      );
    } catch (thrown) {
      return blame(tagCall.arns, classify(thrown, attempt), failureOf(thrown).message);
    }
  };

  const apiIn =
    (service: string, set: string, remove: string): TagWay['apiOf'] =>
    ({ kind }) =>
      `${service}:${kind === 'set' ? set : remove}`;
  const seconds = tagCallSeconds;
  const ways = {
    ec2: neverWithoutKeys({
      ...together.ec2,
      seconds,
      apiOf: apiIn('ec2', 'CreateTags', 'DeleteTags'),
      send: whole(writeEc2),
    }),
    autoscaling: neverWithoutKeys({
      ...together.autoscaling,
      seconds,
      apiOf: apiIn('autoscaling', 'CreateOrUpdateTags', 'DeleteTags'),
      send: whole(writeGroupTags),
    }),
    elasticloadbalancing: neverWithoutKeys({
      ...together.elasticloadbalancing,
      seconds,
      apiOf: apiIn('elasticloadbalancing', 'AddTags', 'RemoveTags'),
      send: whole(writeBalancers),
    }),
    tagging: neverWithoutKeys({
      ...together.tagging,
      seconds,
      apiOf: apiIn('tag', 'TagResources', 'UntagResources'),
      send: each,
    }),
  } satisfies Readonly<Record<string, TagWay>>;
  return (arn) => ({ first: ways[wayNameOf(arn)] });
};
