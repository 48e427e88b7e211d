import { join } from 'node:path';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { createHubClient, type HubClient } from '../../bin/commands/client/hub-client.ts';
import { type ReplayOutcome, readScenario, replaySteps } from '../../bin/commands/replay.ts';
import { isDuoStep, type Step } from '../../bin/commands/scenario/parse.ts';
import { silent } from '../../bin/commands/scenario/progress.ts';
import { gemeenteProfielen } from '../../domain/gemeenten/index.ts';
import type { EventEnvelope } from '../../local/events/bus.ts';
import { type LocalHub, startLocalHub } from '../../local/hub.ts';

/** The whole hub on the embedded cloud, and what can be seen of it from outside. */

export const scenario = (naam: string): readonly Step[] =>
  readScenario(join(import.meta.dirname, '../../examples', naam));

export interface DraaiendeHub {
  readonly hub: LocalHub;
  readonly client: HubClient;
  readonly logregels: readonly string[];
  /** Everything that went over the bus. */
  readonly events: readonly EventEnvelope[];
  speel(stappen: readonly Step[]): Promise<ReplayOutcome>;
  stop(): Promise<void>;
}

export const startHub = async (dataDir?: string): Promise<DraaiendeHub> => {
  const logregels: string[] = [];
  const events: EventEnvelope[] = [];
  const hub = await startLocalHub({
    port: 0,
    ...(dataDir === undefined ? {} : { dataDir }),
    onLog: (_, regel) => logregels.push(regel),
    onEvent: (event) => events.push(event),
  });
  const client = createHubClient({ url: hub.url });
  return {
    hub,
    client,
    logregels,
    events,
    speel: (stappen) => replaySteps(client, stappen, 60, silent),
    stop: () => hub.stop(),
  };
};

export const PARTNERS = gemeenteProfielen.flatMap(({ gemeentecode, partners }) =>
  partners.map(({ sleutel }) => ({ gemeentecode, sleutel })),
);

/** Every message in the real queue of a partner, in order, without taking it. */
export const inWachtrij = async (hub: LocalHub, gemeentecode: string, sleutel: string) =>
  (await hub.inspectQueue(`inburgeringshub-${gemeentecode}-${sleutel}.fifo`)).map(
    ({ body, messageAttributes }) => ({
      bericht: JSON.parse(body) as { id: string; type: string; data: Record<string, unknown> },
      body,
      messageAttributes,
    }),
  );

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
export const eindstand = async ({ hub, client }: DraaiendeHub, vNummers: readonly string[]) => {
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
    for (const { bericht } of await inWachtrij(hub, gemeentecode, sleutel)) {
      // Ids differ between two hubs, since each has a key of its own.
      const { volgnummer: _, gewijzigd: __, zaakId, referentie: ___, ...weet } = bericht.data;
      kennis[`${sleutel} ${vNummerVan.get(zaakId)}`] = weet;
    }
  }
  return { zaken, kennis };
};

/** What every partner's queue holds, in order. */
export const alleBerichten = async ({ hub }: DraaiendeHub) =>
  Promise.all(
    PARTNERS.map(async ({ gemeentecode, sleutel }) =>
      (await inWachtrij(hub, gemeentecode, sleutel)).map(({ body }) => body),
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
export const heleTabel = async ({ hub }: DraaiendeHub): Promise<readonly Record<string, unknown>[]> => {
  const client = new DynamoDBClient({
    endpoint: hub.endpoints.dynamodb,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const items: Record<string, unknown>[] = [];
  let begin: Record<string, never> | undefined;
  do {
    const bladzij = await client.send(
      new ScanCommand({ TableName: hub.outputs['TabelNaam'], ...(begin && { ExclusiveStartKey: begin }) }),
    );
    items.push(...(bladzij.Items ?? []).map((item) => unmarshall(item)));
    begin = bladzij.LastEvaluatedKey as Record<string, never> | undefined;
  } while (begin !== undefined);
  client.destroy();
  return items;
};
