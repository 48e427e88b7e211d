import { join } from 'node:path';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { type ReplayOutcome, readScenario } from '../../cli/tester/replay.ts';
import { type Uitrol, uitvoerVan } from '../../client/deployment.ts';
import type { HubClient } from '../../client/hub-client.ts';
import { isDuoStep, type Step } from '../../client/scenario/parse.ts';
import { runScenario } from '../../client/scenario/run.ts';
import { OEFENGEMEENTE } from '../../contracts/basistypen.ts';
import { gemeenteProfielen } from '../../domain/gemeenten/index.ts';
import type { EventEnvelope } from '../../local/events/bus.ts';

/** A message in a partner's queue. */
export interface Partnerpost {
  readonly bericht: {
    readonly id: string;
    readonly type: string;
    readonly data: Readonly<Record<string, unknown>>;
  } & Readonly<Record<string, unknown>>;
  readonly body: string;
  readonly messageAttributes: Readonly<Record<string, { readonly StringValue?: string | undefined }>>;
}

/** A whole hub on some cloud, and what can be seen of it from outside: the same on the embedded one and on AWS's API. */
export interface Proefhub {
  readonly client: HubClient;
  readonly uitrol: Uitrol;
  /** What the functions wrote to their logs. */
  readonly logregels: readonly string[];
  /** Resolves when nothing is on its way any more. */
  rust(): Promise<void>;
  /** Everything that went over the bus so far. */
  gepubliceerd(): Promise<readonly EventEnvelope[]>;
  /** Every message that a partner's queue has given so far or holds, in order. */
  inWachtrij(gemeentecode: string, sleutel: string): Promise<readonly Partnerpost[]>;
  stop(): Promise<void>;
}

export const scenario = (naam: string): readonly Step[] =>
  readScenario(join(import.meta.dirname, '../../examples', naam));

/** Replays steps and waits until the hub is at rest: once at the end, or after every step. */
export const speel = async (
  { client, rust }: Proefhub,
  stappen: readonly Step[],
  opties: { readonly stapVoorStap?: boolean } = {},
): Promise<Pick<ReplayOutcome, 'deviations' | 'atRest'>> => {
  const partijen = opties.stapVoorStap === true ? stappen.map((stap) => [stap]) : [stappen];
  const afwijkingen = [];
  for (const partij of partijen) {
    afwijkingen.push(...(await runScenario(client, partij, { settle: rust })));
    await rust();
  }
  return {
    deviations: afwijkingen,
    atRest: true,
  };
};

/** The partners of every gemeente that takes part wherever the app is deployed. */
export const PARTNERS = gemeenteProfielen
  .filter(({ gemeentecode }) => gemeentecode !== OEFENGEMEENTE)
  .flatMap(({ gemeentecode, partners }) => partners.map(({ sleutel }) => ({ gemeentecode, sleutel })));

/** V-nummers of everybody that a scenario names in a valid koppeling. */
export const vNummersIn = (stappen: readonly Step[]): readonly string[] => [
  ...new Set(
    stappen.flatMap((stap) => {
      if (isDuoStep(stap) || stap.verwacht !== undefined) return [];
      const { personen } = stap.bericht['data'] as { personen?: readonly { vNummer: string }[] };
      return (personen ?? []).map(({ vNummer }) => vNummer);
    }),
  ),
];

/** What the gemeente knows of each zaak, and what each partner was left knowing, by V-nummer. */
export const eindstand = async (hub: Proefhub, vNummers: readonly string[]) => {
  const { client } = hub;
  const zaken: Record<string, unknown> = {};
  const vNummerVan = new Map<unknown, string>();
  for (const vNummer of vNummers) {
    const [gevonden] = await client.zoek({ vNummer });
    if (gevonden === undefined) continue;
    vNummerVan.set(gevonden.zaakId, vNummer);
    const { gebeurtenissen, termijnen } = await client.tijdlijn(gevonden.zaakId);
    const feiten = gebeurtenissen.filter(({ bron }) => bron !== 'hub');
    zaken[vNummer] = { status: gevonden.status, termijnen, feiten };
  }
  const kennis: Record<string, unknown> = {};
  for (const { gemeentecode, sleutel } of PARTNERS) {
    for (const { bericht } of await hub.inWachtrij(gemeentecode, sleutel)) {
      // Ids differ between two hubs, since each has a key of its own.
      const { volgnummer: _, gewijzigd: __, zaakId, referentie: ___, ...weet } = bericht.data;
      kennis[`${sleutel} ${vNummerVan.get(zaakId)}`] = weet;
    }
  }
  return { zaken, kennis };
};

/** What every partner's queue gave or holds, in order. */
export const alleBerichten = (hub: Proefhub) =>
  Promise.all(
    PARTNERS.map(async ({ gemeentecode, sleutel }) =>
      (await hub.inWachtrij(gemeentecode, sleutel)).map(({ body }) => body),
    ),
  );

/** Output of a command as lines. */
export const opgevangen = () => {
  const regels: string[] = [];
  return {
    regels,
    output: {
      line: (tekst: string) => {
        regels.push(tekst);
      },
      lines: (teksten: readonly string[]) => {
        regels.push(...teksten);
      },
      width: 200,
      bold: (tekst: string) => tekst,
      interactive: false,
    },
  };
};

/** Every item of the table, as an operator with full rights would see it. */
export const heleTabel = async ({ uitrol }: Proefhub): Promise<readonly Record<string, unknown>[]> => {
  const client = new DynamoDBClient(uitrol.clientConfig('dynamodb'));
  const items: Record<string, unknown>[] = [];
  let begin: Record<string, never> | undefined;
  do {
    const bladzij = await client.send(
      new ScanCommand({
        TableName: uitvoerVan(uitrol, 'TabelNaam'),
        ...(begin && { ExclusiveStartKey: begin }),
      }),
    );
    items.push(...(bladzij.Items ?? []).map((item) => unmarshall(item)));
    begin = bladzij.LastEvaluatedKey as Record<string, never> | undefined;
  } while (begin !== undefined);
  client.destroy();
  return items;
};
