import { join } from 'node:path';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { PLAIN } from '../../cli/print/paint.ts';
import { outputOf, type Rollout } from '../../client/deployment.ts';
import type { HubClient } from '../../client/hub-client.ts';
import { isDuoStep, type Step } from '../../client/scenario/parse.ts';
import { readScenario } from '../../client/scenario/read.ts';
import type { ReplayOutcome } from '../../client/scenario/replay.ts';
import { runScenario } from '../../client/scenario/run.ts';
import { OEFENGEMEENTE } from '../../contracts/base-types.ts';
import { REGIEVOERDER } from '../../contracts/partnerrollen.ts';
import { gemeenteProfiles } from '../../domain/gemeenten/index.ts';
import { queueKeys } from '../../domain/regievoerder/kanaal.ts';
import type { EventEnvelope } from '../../local/events/bus.ts';
import { gemeenteKnows } from '../gemeente-knows.ts';

/** A message in a partner's queue. */
export interface PartnerPost {
  readonly bericht: {
    readonly id: string;
    readonly type: string;
    readonly data: Readonly<Record<string, unknown>>;
  } & Readonly<Record<string, unknown>>;
  readonly body: string;
  readonly messageAttributes: Readonly<Record<string, { readonly StringValue?: string | undefined }>>;
}

/** A whole hub on some cloud as seen from outside: the same for the embedded cloud and for the API of AWS. */
export interface TestHub {
  readonly client: HubClient;
  readonly rollout: Rollout;
  /** The lines that the functions wrote to their logs. */
  readonly logLines: readonly string[];
  /** Resolves when no message is on its way any more. */
  quiet(): Promise<void>;
  /** The events that went over the bus so far. */
  published(): Promise<readonly EventEnvelope[]>;
  /** Every message that a partner's queue has given so far or holds, in order. */
  inQueue(gemeentecode: string, key: string): Promise<readonly PartnerPost[]>;
  stop(): Promise<void>;
}

export const scenario = (name: string): readonly Step[] =>
  readScenario(join(import.meta.dirname, '../../examples', name));

/** The first seven of twelve households, and their adults. */
export const FIRST_HUISHOUDENS = { steps: scenario('twaalf-huishoudens.jsonl').slice(0, 54), zaken: 12 };

/** Replays steps and waits until the hub is at rest: once at the end, or after every step. */
export const play = async (
  { client, quiet }: TestHub,
  steps: readonly Step[],
  options: { readonly stepForStep?: boolean } = {},
): Promise<Pick<ReplayOutcome, 'deviations' | 'atRest'>> => {
  const deviations = await runScenario(client, steps, { ...options, settle: quiet });
  await quiet();
  return { deviations, atRest: true };
};

/** Everybody that has a queue in the gemeenten that take part wherever the app is deployed. */
export const PARTNERS = gemeenteProfiles
  .filter(({ gemeentecode }) => gemeentecode !== OEFENGEMEENTE)
  .flatMap((profile) =>
    queueKeys(profile).map((sleutel) => ({ gemeentecode: profile.gemeentecode, sleutel })),
  );

/** The V-nummers of the persons in the valid koppelingen of a scenario. */
export const vNummersIn = (steps: readonly Step[]): readonly string[] => [
  ...new Set(
    steps.flatMap((step) => {
      if (isDuoStep(step) || step.verwacht !== undefined) return [];
      const { personen } = step.bericht['data'] as { personen?: readonly { vNummer: string }[] };
      return (personen ?? []).map(({ vNummer }) => vNummer);
    }),
  ),
];

/** The facts that the gemeente has of each zaak, and the last message that each partner got of it, by V-nummer. */
export const endState = async (hub: TestHub, vNummers: readonly string[]) => {
  const { client } = hub;
  const zaken: Record<string, unknown> = {};
  const vNummerOf = new Map<unknown, string>();
  for (const vNummer of vNummers) {
    const [found] = await client.find({ vNummer });
    if (found === undefined) continue;
    vNummerOf.set(found.zaakId, vNummer);
    const { gebeurtenissen, termijnen } = await client.tijdlijn(found.zaakId);
    const feiten = gebeurtenissen.filter(({ bron }) => bron !== 'hub');
    zaken[vNummer] = { status: found.status, termijnen, feiten };
  }
  const knowledge: Record<string, unknown> = {};
  const membersOf = new Map<unknown, Set<string>>();
  const orders = new Map<unknown, unknown>();
  for (const { gemeentecode, sleutel } of PARTNERS) {
    const berichten = (await hub.inQueue(gemeentecode, sleutel)).map(({ bericht }) => bericht);
    if (sleutel === REGIEVOERDER) {
      for (const [zaakId, { steps, termijnen }] of Object.entries(gemeenteKnows(berichten))) {
        // Of a term that moved and did not come near yet, only who heard of it before knows the date.
        const announced = Object.entries(termijnen).filter(([, { name }]) => name !== undefined);
        knowledge[`${sleutel} ${vNummerOf.get(zaakId)}`] = { steps, announced };
      }
      continue;
    }
    const last = new Map(berichten.map((bericht) => [bericht.subject, bericht]));
    for (const bericht of berichten) {
      // Who was told of somebody in time, and that it is over, knows as much as who heard nothing because it was over by then.
      if (last.get(bericht.subject)?.type.includes('inburgeraar.vervallen') === true) continue;
      // Ids differ between two hubs, since each has a key of its own.
      const { volgnummer: _, gewijzigd: __, zaakId, huishoudenId, referentie: ___, ...knows } = bericht.data;
      if (zaakId === undefined) {
        orders.set(huishoudenId, knows);
        continue;
      }
      const vNummer = String(vNummerOf.get(zaakId));
      knowledge[`${sleutel} ${vNummer}`] = knows;
      if (huishoudenId === undefined) continue;
      membersOf.set(huishoudenId, (membersOf.get(huishoudenId) ?? new Set()).add(vNummer));
    }
  }
  // A household is identified by its members here.
  knowledge['huishoudens'] = [...orders]
    .map(([id, knows]) => ({ leden: [...(membersOf.get(id) ?? [])].sort(), knows }))
    .toSorted((one, other) => JSON.stringify(one).localeCompare(JSON.stringify(other)));
  return { zaken, knowledge };
};

/** The messages that the queue of each partner gave or holds, in order. */
export const allBerichten = (hub: TestHub) =>
  Promise.all(
    PARTNERS.map(async ({ gemeentecode, sleutel }) =>
      (await hub.inQueue(gemeentecode, sleutel)).map(({ body }) => body),
    ),
  );

/** An output for a command, with the lines that the command writes to it. */
export const caught = () => {
  const written: string[] = [];
  return {
    written,
    output: {
      line: (text: string) => {
        written.push(text);
      },
      lines: (texts: readonly string[]) => {
        written.push(...texts);
      },
      width: 200,
      ...PLAIN,
      interactive: false,
    },
  };
};

/** Every item of a table, as an operator with full rights can read it. */
export const wholeTable = async (
  { rollout }: TestHub,
  output: 'TabelNaam' | 'LogboekTabelNaam' = 'TabelNaam',
): Promise<readonly Record<string, unknown>[]> => {
  const client = new DynamoDBClient(rollout.clientConfig('dynamodb'));
  const items: Record<string, unknown>[] = [];
  let begin: Record<string, never> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: outputOf(rollout, output),
        ...(begin && { ExclusiveStartKey: begin }),
      }),
    );
    items.push(...(page.Items ?? []).map((item) => unmarshall(item)));
    begin = page.LastEvaluatedKey as Record<string, never> | undefined;
  } while (begin !== undefined);
  client.destroy();
  return items;
};
