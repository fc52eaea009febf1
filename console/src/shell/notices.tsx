import Flashbar, { type FlashbarProps } from '@cloudscape-design/components/flashbar';
import { type ReactNode, useSyncExternalStore } from 'react';
import { thrownMessage } from '../../../src/model/thrown-message.ts';
import { ApiFailure } from '../api/failure';

/** What is told at the top of the page until somebody closes it. */
export type Notice = {
  readonly type: 'success' | 'info' | 'warning' | 'error';
  readonly header: ReactNode;
  readonly content?: ReactNode;
};

const mostShown = 8;
let notices: readonly FlashbarProps.MessageDefinition[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

const change = (next: typeof notices): void => {
  notices = next;
  for (const listener of listeners) listener();
};

/** Tells something, newest first. */
export const notify = ({ type, header, content }: Notice): void => {
  lastId += 1;
  const id = String(lastId);
  const dismiss = () => change(notices.filter((each) => each.id !== id));
  const message = { id, type, header, content, dismissible: true, onDismiss: dismiss };
  change([message, ...notices].slice(0, mostShown));
};

/** Tells that something was not done, and how it can be found in the logs. */
export const notifyFailure = (what: string, error: unknown): void => {
  const failure = error instanceof ApiFailure ? error : undefined;
  notify({
    type: 'error',
    header: `${what}: ${failure?.code ?? 'failed'}`,
    content: (
      <>
        {thrownMessage(error)}
        {failure?.requestId != null && <> Request id: {failure.requestId}</>}
      </>
    ),
  });
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const Notices = () => {
  const items = useSyncExternalStore(subscribe, () => notices);
  return <Flashbar items={items} stackItems={items.length > 2} />;
};
