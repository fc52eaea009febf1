import { readJson } from '../../../../src/clouds/shapes.ts';
import type { MadeCall } from '../../../clouds/aws/trail/call-record.ts';
import { namedOperationOf, type WireAnswer, type WireCall } from '../../proxy.ts';
import { readForm } from './query-form.ts';
import { readRest } from './rest-path.ts';
import { type Operation, type WireService, wireServices } from './services.ts';

/** Calls that change nothing. Whoever takes a role on changes nothing either. */
export const isRead = (name: string): boolean => /^(Describe|Get|Head|List|AssumeRole)/.test(name);

type Asked = { readonly operation: Operation; readonly input: object };

const askedBy = (service: WireService, call: WireCall): Asked | undefined => {
  const name = namedOperationOf(call);
  if (name === undefined) return readRest(service, call);
  const operation = service.operations.get(name);
  if (operation === undefined) return undefined;
  const body = String(call.body);
  const isForm = call.headers['x-amz-target'] === undefined;
  return { operation, input: isForm ? readForm(operation, body) : Object(readJson(body)) };
};

/** A call and its answer as they were read; `aside` where there is nothing to tell of it. */
export type Heard =
  | { readonly kind: 'call'; readonly call: MadeCall }
  | { readonly kind: 'aside' }
  /** Something may have been done that nobody can tell. */
  | { readonly kind: 'unread'; readonly reason: string };

/** Reads a call off the wire, and what was answered, by AWS's own model of the service. */
export const hear = async (call: WireCall, answer: WireAnswer): Promise<Heard> => {
  if (answer.status >= 300) return { kind: 'aside' };
  const name = namedOperationOf(call) ?? (call.method === 'GET' ? 'Get' : undefined);
  if (name !== undefined && isRead(name)) return { kind: 'aside' };
  const asked = `${call.service || 'unsigned'} ${name ?? `${call.method} ${call.path}`}`;
  const service = wireServices.get(call.service);
  if (service === undefined) {
    return { kind: 'unread', reason: `${asked}: nobody here knows this service's calls` };
  }
  const read = askedBy(service, call);
  if (read === undefined) {
    return { kind: 'unread', reason: `${asked}: the service has no such call` };
  }
  try {
    const output = await service.readAnswer(read.operation, answer);
    const made = { service: call.service, name: read.operation.name, input: read.input, output };
    return { kind: 'call', call: made };
  } catch (failure) {
    return { kind: 'unread', reason: `${asked}: its answer cannot be read: ${failure}` };
  }
};
