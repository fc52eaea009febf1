import Button from '@cloudscape-design/components/button';
import { useState } from 'react';
import { csvLine } from '../../../src/model/csv.ts';
import { notifyFailure } from '../shell/notices';
import { download } from './download';

type Line = readonly (string | null)[];

export type CsvButtonProps = {
  readonly name: string;
  readonly head: Line;
  readonly readPage: (
    cursor: string | undefined,
  ) => Promise<{ readonly lines: readonly Line[]; readonly next: string | null }>;
};

/** Takes all of a list away as CSV, whatever of it is shown. */
export const CsvButton = ({ name, head, readPage }: CsvButtonProps) => {
  const [isBusy, setBusy] = useState(false);
  const take = async (): Promise<void> => {
    setBusy(true);
    try {
      const parts = [csvLine(head)];
      let cursor: string | undefined;
      do {
        const { lines, next } = await readPage(cursor);
        parts.push(...lines.map(csvLine));
        cursor = next ?? undefined;
      } while (cursor !== undefined);
      download(name, new Blob(parts, { type: 'text/csv' }));
    } catch (error) {
      notifyFailure('The list was not downloaded', error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button iconName="download" loading={isBusy} onClick={() => void take()}>
      CSV
    </Button>
  );
};
