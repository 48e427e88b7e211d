import * as z from 'zod';
import type { DeadLetters, RecoveryPlace } from '../../adapters/queues/dead-letters.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { type RedriveOptions, type Report, redrive } from './redrive.ts';

/** What somebody who invokes the function asks for; one place or, explicitly, all. */
export const Job = z
  .strictObject({
    wachtrij: z.string().min(1).optional(),
    alles: z.literal(true).optional(),
    proef: z.boolean().default(false),
    perSeconde: z.int().min(1).max(100).default(5),
  })
  .refine(({ wachtrij, alles }) => (wachtrij === undefined) !== (alles === undefined), {
    error: 'noem één wachtrij, of alles',
  });
export type Job = z.infer<typeof Job>;

/** What happened, or with `proef` would happen, in one place. */
export type PlaceReport = { readonly naam: string; readonly dodeBrieven: number } & Partial<Report>;

export interface RecoveryDependencies {
  readonly findPlaces: (name?: string) => AsyncIterable<RecoveryPlace> | Iterable<RecoveryPlace>;
  readonly deadLetters: (place: RecoveryPlace) => DeadLetters;
  readonly telemetry: Pick<Telemetry, 'info'>;
}

/** Moves the dead letters of the places that are asked for, one place after the other; counts only in what it tells. */
export const recovery = async (
  { findPlaces, deadLetters: openDeadLetters, telemetry }: RecoveryDependencies,
  { wachtrij, proef, perSeconde }: Job,
  options: Omit<RedriveOptions, 'perSeconde'>,
): Promise<readonly PlaceReport[]> => {
  const reports: PlaceReport[] = [];
  for await (const place of findPlaces(wachtrij)) {
    const letters = openDeadLetters(place);
    const { visible, inProgress } = await letters.count();
    const deadLetters = visible + inProgress;
    const done = proef || deadLetters === 0 ? {} : await redrive(letters, { ...options, perSeconde });
    const report = { naam: place.naam, dodeBrieven: deadLetters, ...done };
    if (deadLetters > 0) telemetry.info('dode brieven', { ...report, stempel: options.stamp, proef });
    reports.push(report);
  }
  return reports;
};
