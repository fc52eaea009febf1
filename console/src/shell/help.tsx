import Modal from '@cloudscape-design/components/modal';
import Table from '@cloudscape-design/components/table';
import { views } from '../routing/views';

const keys = [
  ['/', 'Search for a resource, or a resource and a key'],
  ...views.map(({ key, title }) => [`g ${key}`, title] as const),
  ['?', 'This help'],
  ['Esc', 'Close what is open'],
] as const;

/** What the keys do. */
export const Help = ({ onClose }: { readonly onClose: () => void }) => (
  <Modal visible header="Keyboard" onDismiss={onClose}>
    <Table
      variant="embedded"
      items={keys}
      columnDefinitions={[
        { id: 'key', header: 'Key', cell: ([key]) => <kbd>{key}</kbd>, isRowHeader: true },
        { id: 'does', header: 'What it does', cell: ([, does]) => does },
      ]}
    />
  </Modal>
);
