import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FileDropzone from '@cloudscape-design/components/file-dropzone';
import FileInput from '@cloudscape-design/components/file-input';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import { useSendEvents } from '../../data/events';
import { FailureAlert } from '../../ui/failure-alert';
import { batchesInFile } from './read-file';
import { type SentEvent, tellSent } from './sent';
import { SentTable } from './sent-table';

/** Sends events batch by batch, and gathers what is answered for each. */
const useSending = () => {
  const { mutateAsync: send, isPending, reset } = useSendEvents();
  const [sent, setSent] = useState<readonly SentEvent[]>();
  const [error, setError] = useState<unknown>(null);
  const run = async (file: Blob): Promise<void> => {
    reset();
    setError(null);
    try {
      const told: SentEvent[] = [];
      for await (const batch of batchesInFile(file)) {
        const events = batch.events.map(({ event }) => event);
        const answer = events.length === 0 ? undefined : await send(events);
        told.push(...tellSent(batch, answer));
        setSent(told.toSorted((left, right) => left.index - right.index));
      }
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
    if (file !== undefined) void run(file);
  };
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h1"
            description="Files as a trail, its exports and collectors write them: JSON, lists, one event a line; packed with gzip or not."
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
            onClick={() => void run(new Blob([text]))}
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
