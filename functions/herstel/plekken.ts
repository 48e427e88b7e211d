import { GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { HerstelPlek } from '../../adapters/dodebrieven.ts';
import { kanaalDodeBrieven, kanaalWachtrij } from '../../contracts/partnerkanaal.ts';

/**
 * The places whose dead letters the function may move, as infra/ writes them in its environment: names of queues, since
 * the addresses of all of them would not fit.
 */
export const Plekken = z.object({
  verwerkers: z.record(
    z.string(),
    z.object({ wachtrij: z.string(), dodeBrieven: z.string(), regelDodeBrieven: z.string() }),
  ),
  bezorging: z.object({ wachtrij: z.string(), dodeBrieven: z.string() }),
  functies: z.record(z.string(), z.object({ functie: z.string(), dodeBrieven: z.string() })),
  kanalen: z.array(z.templateLiteral([z.string(), '/', z.string()])),
});
export type Plekken = z.infer<typeof Plekken>;

/** A place with the names of its queues. */
type Benoemd = { readonly naam: string; readonly dodeBrieven: string } & (
  | { readonly soort: 'wachtrij' | 'wachtrij van regel'; readonly wachtrij: string }
  | { readonly soort: 'functie'; readonly functie: string }
);

const benoemd = ({ verwerkers, bezorging, functies, kanalen }: Plekken): readonly Benoemd[] => [
  ...Object.entries(verwerkers).flatMap(([naam, { wachtrij, dodeBrieven, regelDodeBrieven }]) => [
    { naam, soort: 'wachtrij' as const, wachtrij, dodeBrieven },
    { naam: `${naam}-regel`, soort: 'wachtrij van regel' as const, wachtrij, dodeBrieven: regelDodeBrieven },
  ]),
  { naam: 'webhook', soort: 'wachtrij' as const, ...bezorging },
  ...Object.entries(functies).map(([naam, { functie, dodeBrieven }]) => ({
    naam,
    soort: 'functie' as const,
    functie,
    dodeBrieven,
  })),
  ...kanalen.map((naam) => ({
    naam,
    soort: 'wachtrij' as const,
    wachtrij: kanaalWachtrij(naam),
    dodeBrieven: kanaalDodeBrieven(naam),
  })),
];

/** The places with the addresses of their queues; only this one when it is named. */
export const vindPlekken = async (
  plekken: Plekken,
  sqs: SQSClient,
  naam?: string,
): Promise<readonly HerstelPlek[]> => {
  const adres = async (QueueName: string): Promise<string> => {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    if (QueueUrl === undefined) throw new Error(`wachtrij ${QueueName} heeft geen adres`);
    return QueueUrl;
  };
  const gevraagd = benoemd(plekken).filter((plek) => naam === undefined || plek.naam === naam);
  if (gevraagd.length === 0) throw new Error('deze dodebrievenbus bestaat niet');
  return Promise.all(
    gevraagd.map(async (plek): Promise<HerstelPlek> => {
      const dodeBrievenUrl = await adres(plek.dodeBrieven);
      return {
        naam: plek.naam,
        dodeBrievenUrl,
        doel:
          plek.soort === 'functie'
            ? { soort: 'functie', naam: plek.functie }
            : { soort: plek.soort, url: await adres(plek.wachtrij) },
      };
    }),
  );
};
