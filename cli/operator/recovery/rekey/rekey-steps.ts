import { createPseudonyms, nextSecret } from '../../../../adapters/secrets/pseudonyms.ts';
import { type Rekeying, type RekeySource, rekeyLogs } from './rekey-logs.ts';

/** Re-keying, step by step. Where it was stopped follows from the versions of the secret, so it can be repeated. */

/** The versions of the secret: the one in use and, during a re-keying, the one that comes after it. */
export interface SecretVault {
  versions(): Promise<{ readonly current: string; readonly pending?: string }>;
  read(version: string): Promise<string>;
  /** A value that nobody uses yet (AWSPENDING). */
  makeReady(secret: string): Promise<void>;
  /** The pending version becomes the current one, at once for everybody who asks from then on. */
  swap(of: string, to: string): Promise<void>;
  /** Nothing is pending any more: the re-keying is over. */
  settle(version: string): Promise<void>;
}

/** The functions that make keys of numbers. */
export interface Processing {
  /** Nothing is taken from the queues of the processors; what was in hand is done. */
  pause(): Promise<void>;
  /** No instance of a function goes on with a secret that it read before. */
  refresh(version: string): Promise<void>;
  resume(): Promise<void>;
}

/** The functions that take messages from a queue and make keys of the numbers in them, as the outputs of the stack name them. */
export const PROCESSOR_NAMES = ['Coa', 'Brp', 'Duo', 'Meldingen', 'Wissen'] as const;

/** As the command names them to who runs it. */
export const PROCESSORS_TEXT = new Intl.ListFormat('en-GB').format(
  PROCESSOR_NAMES.map((name) => name.toLowerCase()),
);

export interface RekeyWorld {
  readonly source: RekeySource;
  readonly vault: SecretVault;
  readonly processing: Processing;
  readonly newKey: () => string;
  /** Writes down for the watch that the secret is a new one. */
  readonly noteNewSecret: () => Promise<void>;
  readonly onStep: (step: string) => void;
}

export type RekeyOutcome =
  | ({ readonly kind: 'done' } & Partial<Rekeying>)
  /** Nothing was switched: processing goes on under the old secret. */
  | ({ readonly kind: 'not switched' } & Rekeying);

/** Only what happens after the switch: fresh instances first, then the queues. */
const settle = async (
  { vault, processing, noteNewSecret, onStep }: RekeyWorld,
  version: string,
): Promise<void> => {
  onStep('functions start anew with the new secret');
  await processing.refresh(version);
  onStep('processing goes on');
  await processing.resume();
  await noteNewSecret();
  await vault.settle(version);
};

/**
 * Puts the logs under a new secret and then switches to it, with the processing paused: while it stands still nobody
 * begins a log, so every person has one. Messages wait in their queues meanwhile; the API goes on.
 */
export const rekey = async (world: RekeyWorld): Promise<RekeyOutcome> => {
  const { source, vault, processing, newKey, onStep } = world;
  const begin = await vault.versions();
  // First of all: who cuts this off must have read it.
  onStep(`processing of ${PROCESSORS_TEXT} is paused until this is done; when it is cut off, repeat it`);
  if (begin.pending !== undefined && begin.pending === begin.current) {
    // An earlier run switched, and stopped right after it.
    await processing.pause();
    await settle(world, begin.current);
    return { kind: 'done' };
  }
  await processing.pause();
  if (begin.pending === undefined) {
    await vault.makeReady(nextSecret(await vault.read(begin.current), newKey()));
  }
  const { current, pending } = await vault.versions();
  if (pending === undefined) throw new Error('the new version of the secret is not there');
  onStep('logs are put under the new secret');
  const rekeying = await rekeyLogs(source, createPseudonyms(await vault.read(pending)));
  if (rekeying.zonderNummer.length + rekeying.botsingen.length > 0) {
    await processing.resume();
    return { kind: 'not switched', ...rekeying };
  }
  onStep('the new secret is the current one');
  await vault.swap(current, pending);
  await settle(world, pending);
  return { kind: 'done', ...rekeying };
};
