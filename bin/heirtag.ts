#!/usr/bin/env node
import { App } from 'aws-cdk-lib';
import { addStage } from '../lib/heirtag-app.ts';
import { InvalidInputError } from '../src/model/errors.ts';

try {
  addStage(new App());
} catch (error) {
  if (!(error instanceof InvalidInputError)) throw error;
  process.stderr.write(`heirtag: ${error.message}\n`);
  process.exit(1);
}
