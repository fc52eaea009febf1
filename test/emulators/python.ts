import { join } from 'node:path';
import { pythonEnvironment } from './python-environment.ts';

/** The virtual environment of the emulators. */
const emulators = pythonEnvironment('.emulators', join(import.meta.dirname, 'requirements.txt'));

/** A program of the emulators' virtual environment. */
export const emulatorProgram = emulators.program;

/** Makes the virtual environment of the emulators unless it is there. */
export const makeEmulators = emulators.make;

if (process.argv[1] === import.meta.filename) makeEmulators();
