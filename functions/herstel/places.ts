import { GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { RecoveryPlace } from '../../adapters/queues/dead-letters.ts';
import { type Kanaal, kanaalDeadLetters, kanaalQueue } from '../../contracts/internal/queue-names.ts';

/**
 * The places of the functions whose dead letters may be moved, as infra/ writes them in the environment: names of queues.
 * Those of the partners follow from the profiles: in an environment they would not fit.
 */
export const Places = z.object({
  verwerkers: z.record(
    z.string(),
    // The queue, its dead letters and those of the rule that fills it: without their names they fit.
    z.tuple([z.string(), z.string(), z.string()]).transform(([wachtrij, dodeBrieven, regelDodeBrieven]) => ({
      wachtrij,
      dodeBrieven,
      regelDodeBrieven,
    })),
  ),
  bezorging: z.object({ wachtrij: z.string(), dodeBrieven: z.string() }),
  functies: z.record(z.string(), z.object({ functie: z.string(), dodeBrieven: z.string() })),
});
export type Places = z.infer<typeof Places>;

/** A place with the names of its queues. */
type Named = { readonly naam: string; readonly dodeBrieven: string } & (
  | { readonly kind: 'queue' | 'queue of a rule'; readonly wachtrij: string }
  | { readonly kind: 'function'; readonly functie: string }
);

const named = ({ verwerkers, bezorging, functies }: Places, kanalen: readonly Kanaal[]): readonly Named[] => [
  ...Object.entries(verwerkers).flatMap(([name, { wachtrij, dodeBrieven, regelDodeBrieven }]) => [
    { naam: name, kind: 'queue' as const, wachtrij, dodeBrieven },
    { naam: `${name}-regel`, kind: 'queue of a rule' as const, wachtrij, dodeBrieven: regelDodeBrieven },
  ]),
  { naam: 'webhook', kind: 'queue' as const, ...bezorging },
  ...Object.entries(functies).map(([name, { functie, dodeBrieven }]) => ({
    naam: name,
    kind: 'function' as const,
    functie,
    dodeBrieven,
  })),
  ...kanalen.map((name) => ({
    naam: name,
    kind: 'queue' as const,
    wachtrij: kanaalQueue(name),
    dodeBrieven: kanaalDeadLetters(name),
  })),
];

/** The places with the addresses of their queues, one after the other; only this one when it is named. */
export async function* findPlaces(
  places: Places,
  kanalen: readonly Kanaal[],
  sqs: SQSClient,
  name?: string,
): AsyncGenerator<RecoveryPlace> {
  const adres = async (QueueName: string): Promise<string> => {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    if (QueueUrl === undefined) throw new Error(`wachtrij ${QueueName} heeft geen adres`);
    return QueueUrl;
  };
  const requested = named(places, kanalen).filter((place) => name === undefined || place.naam === name);
  if (requested.length === 0) throw new Error('deze dodebrievenbus bestaat niet');
  for (const place of requested) {
    yield {
      naam: place.naam,
      deadLettersUrl: await adres(place.dodeBrieven),
      target:
        place.kind === 'function'
          ? { kind: 'function', naam: place.functie }
          : { kind: place.kind, url: await adres(place.wachtrij) },
    };
  }
}
