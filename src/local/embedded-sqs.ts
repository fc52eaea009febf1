import { buildApp } from 'fauxqs';
import { type EmbeddedServer, embed, embeddedOrigin } from './in-process.ts';

export type EmbeddedSqs = EmbeddedServer & {
  readonly changesQueueUrl: string;
  readonly deadLetterQueueUrl: string;
};

export type EmbeddedSqsOptions = {
  /** Folder of the database. */
  readonly folder: string;
  /** Deliveries before a message becomes a dead letter. */
  readonly maxReceives: number;
  /** How long a received message stays invisible. Seconds. */
  readonly visibilitySeconds: number;
};

const changesQueue = 'heirtag-changes';
const deadLetterQueue = 'heirtag-dead-letters';
const queueArn = (name: string): string => `arn:aws:sqs:us-east-1:000000000000:${name}`;
const queueUrl = (name: string): string => `${embeddedOrigin}/000000000000/${name}`;
const fourteenDays = String(14 * 86_400);

/**
 * Makes visible what a process that died had in flight: it was the only consumer. The delivery it
 * did not survive is not held against the message, even when its time was over long ago.
 */
const releaseInFlight = `
  UPDATE sqs_messages
  SET receipt_handle = NULL,
      visibility_deadline = NULL,
      approximate_receive_count = approximate_receive_count - 1
  WHERE receipt_handle IS NOT NULL`;

/**
 * Its database's log need not reach the disk with each message, which took a third of the runner's time:
 * what is written outlives the process. What a power failure takes, it takes from the embedded DynamoDB, too.
 */
const writeAhead = 'PRAGMA synchronous = NORMAL';

/**
 * Loads the parts that fauxqs puts together in `startFauxqs`. That function listens on all network
 * interfaces; ours listens nowhere, and the package exports no other way to persist.
 */
const loadParts = async (folder: string) => {
  const part = (path: string) => import(new URL(path, import.meta.resolve('fauxqs')).href);
  const { SqsStore } = await part('./sqs/sqsStore.js');
  const { SnsStore } = await part('./sns/snsStore.js');
  const { S3Store } = await part('./s3/s3Store.js');
  const { PersistenceManager } = await part('./persistence.js');
  const persistence = new PersistenceManager(folder);
  persistence.db.exec(writeAhead);
  persistence.db.exec(releaseInFlight);
  // The package's own sets the receive count to NULL, which its own schema refuses.
  const makeReady = persistence.db.prepare(
    'UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?',
  );
  persistence.updateMessageReady = (messageId: string) => makeReady.run(messageId);
  const stores = { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() };
  persistence.loadSqsAndSns(stores.sqsStore, stores.snsStore);
  stores.sqsStore.persistence = persistence;
  for (const queue of stores.sqsStore.allQueues()) queue.persistence = persistence;
  return { stores, persistence };
};

type Parts = Awaited<ReturnType<typeof loadParts>>;

const makeQueues = ({ stores }: Parts, options: EmbeddedSqsOptions): void => {
  const { sqsStore } = stores;
  const attributes = {
    [deadLetterQueue]: { MessageRetentionPeriod: fourteenDays },
    [changesQueue]: {
      MessageRetentionPeriod: fourteenDays,
      VisibilityTimeout: String(options.visibilitySeconds),
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: queueArn(deadLetterQueue),
        maxReceiveCount: options.maxReceives,
      }),
    },
  };
  for (const [name, wanted] of Object.entries(attributes)) {
    const existing = sqsStore.getQueueByName(name);
    if (existing === undefined) {
      sqsStore.createQueue(name, queueUrl(name), queueArn(name), wanted);
    } else existing.setAttributes(wanted);
  }
};

/**
 * Starts an SQS in this process, which nothing else can reach. It keeps its queues on disk, with the
 * changes queue and its dead letters.
 */
export const startEmbeddedSqs = async (options: EmbeddedSqsOptions): Promise<EmbeddedSqs> => {
  const parts = await loadParts(options.folder);
  const app = buildApp({ logger: false, defaultRegion: 'us-east-1', stores: parts.stores });
  app.addHook('preClose', async () => parts.persistence.close());
  await app.ready();
  makeQueues(parts, options);
  return {
    ...embed(app.server, () => app.close()),
    changesQueueUrl: queueUrl(changesQueue),
    deadLetterQueueUrl: queueUrl(deadLetterQueue),
  };
};
