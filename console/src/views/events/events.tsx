import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FileDropzone from '@cloudscape-design/components/file-dropzone';
import FileInput from '@cloudscape-design/components/file-input';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import { chunksOf, eventsIn } from '../../../../src/model/events-in-text.ts';
import { useSendEvents } from '../../data/events';
import { FailureAlert } from '../../ui/failure-alert';
import { eventsInFile } from './read-file';
import { type SentEvent, tellSent, tellTooLarge } from './sent';
import { SentTable } from './sent-table';

/** Sends events chunk by chunk, and gathers what is answered for each. */
const useSending = () => {
  const { mutateAsync: send, isPending, reset } = useSendEvents();
  const [sent, setSent] = useState<readonly SentEvent[]>();
  const [error, setError] = useState<unknown>(null);
  const run = async (read: () => Promise<readonly unknown[]>): Promise<void> => {
    reset();
    setError(null);
    try {
      const { chunks, tooLarge } = chunksOf(await read());
      const told: SentEvent[] = tooLarge.map(tellTooLarge);
      for (const chunk of chunks) {
        told.push(...tellSent(chunk, await send(chunk.map(({ event }) => event))));
        setSent(told.toSorted((left, right) => left.index - right.index));
      }
      setSent(told.toSorted((left, right) => left.index - right.index));
    } catch (failure) {
      setError(failure);
    }
  };
  return { sent, error, isPending, run };
};

/** Sends events from a file or a text, and says of each what it touches. */
export const Events = () => {
  const [text, setText] = useState('');
  const { sent, error, isPending, run } = useSending();
  const take = (files: readonly File[]): void => {
    const [file] = files;
    if (file !== undefined) void run(() => eventsInFile(file));
  };
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h1"
            description="One event, a JSON list, an answer of LookupEvents, or one of these a line; packed with gzip or not."
          >
            Send events
          </Header>
        }
      >
        <SpaceBetween size="m">
          <FileDropzone onChange={({ detail }) => take(detail.value)}>
            <SpaceBetween size="xs">
              Drop a file here
              <FileInput value={[]} onChange={({ detail }) => take(detail.value)}>
                Choose a file
              </FileInput>
            </SpaceBetween>
          </FileDropzone>
          <FormField label="Or paste events" stretch>
            <Textarea
              rows={8}
              spellcheck={false}
              value={text}
              placeholder='{"eventId": "…", "eventName": "TagResources", …}'
              onChange={({ detail }) => setText(detail.value)}
            />
          </FormField>
          <Button
            loading={isPending}
            disabled={text.trim() === ''}
            onClick={() => void run(async () => eventsIn(text))}
          >
            Send
          </Button>
        </SpaceBetween>
      </Container>
      {error !== null && <FailureAlert what="The events were not sent" error={error} />}
      {sent !== undefined && <SentTable sent={sent} />}
    </SpaceBetween>
  );
};
