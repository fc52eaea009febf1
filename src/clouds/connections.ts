import { alibabaConnection } from './alibaba/sender/connection.ts';
import type { Connection } from './connection.ts';

/** Clouds whose own event services can send events. */
export const connections: readonly Connection[] = [alibabaConnection];
