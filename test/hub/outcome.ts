import type { Answer } from '../../client/http.ts';
import type { Step } from '../../client/scenario/parse.ts';
import { runScenario } from '../../client/scenario/run.ts';
import { REGIEVOERDER } from '../../contracts/partnerrollen.ts';
import { PARTNERS, type TestHub, vNummersIn } from './test-hub.ts';

/** Everything that can be read after a scenario, in a form in which two clouds can be compared. */

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/** The referentie of a zaak, which is made of the zaakId. */
const REFERENCE = /(?<=")\d{4}-[0-9A-F]{8}(?=")/g;
const MOMENT = /\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+00:00)/g;

/**
 * Ids and moments that differ between two hubs, because each has a key and a clock of its own, become what they have
 * in common: the place of first mention, and that it happened after `begin`.
 */
export const comparable = <Value>(value: Value, begin: Date): Value => {
  const named = new Map<string, string>();
  const name =
    (kind: string) =>
    (id: string): string => {
      const name = named.get(id) ?? `${kind}-${named.size + 1}`;
      named.set(id, name);
      return name;
    };
  return JSON.parse(
    JSON.stringify(value)
      .replaceAll(TRACE, 'trace')
      .replaceAll(UUID, name('id'))
      .replaceAll(REFERENCE, name('referentie'))
      .replaceAll(MOMENT, (moment) => (Date.parse(moment) >= begin.getTime() ? 'nu' : moment)),
  );
};

/** A traceparent, which is drawn anew in every run. */
const TRACE = /\b00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}\b/g;

/** Numbers that tie messages to one household: V-nummer, BSN, koppeling. */
const NUMBER = /\b(?:2[78]\d{8}|9999\d{5}|TVS-[\w-]+)\b/g;

/**
 * The steps in rounds: each round has at most one step of a household, in their order. So what concerns one person never
 * overtakes, and the others need not wait for it.
 */
export const rounds = (steps: readonly Step[]): readonly (readonly Step[])[] => {
  const groupOf = new Map<string, Step[]>();
  const groups = new Set<Step[]>();
  for (const step of steps) {
    const numbers = JSON.stringify(step).match(NUMBER) ?? [];
    const known = new Set(numbers.flatMap((number) => groupOf.get(number) ?? []));
    const earlier = [...new Set(numbers.map((number) => groupOf.get(number)))].filter(
      (group) => group !== undefined,
    );
    const group = steps.filter((other) => other === step || known.has(other));
    for (const old of earlier) groups.delete(old);
    groups.add(group);
    for (const member of group) {
      for (const number of JSON.stringify(member).match(NUMBER) ?? []) groupOf.set(number, group);
    }
  }
  const longest = Math.max(0, ...[...groups].map(({ length }) => length));
  return Array.from({ length: longest }, (_, round) => [...groups].flatMap((group) => group[round] ?? []));
};

const zaakOf = async ({ client }: TestHub, vNummer: string) => {
  const [found] = await client.find({ vNummer });
  return found === undefined
    ? { vNummer }
    : { vNummer, ...found, tijdlijn: await client.tijdlijn(found.zaakId) };
};

type Received = Awaited<ReturnType<TestHub['inQueue']>>[number];

/** What a message says, without its number and the ids that each hub makes of its own. */
const contentOf = ({ bericht: { type, data } }: Received): string => {
  const { volgnummer: _number, ...rest } = data;
  return `${type} ${JSON.stringify(rest)}`.replaceAll(UUID, '');
};

/**
 * The messages to a gemeente about a zaak, sorted and without volgnummers. Their order may differ, because messages of BRP and DUO
 * that came at the same time, or waited for the same person, are processed beside each other.
 */
const inOneOrder = (berichten: readonly Received[]): readonly Received[] =>
  berichten
    .toSorted((one, other) => contentOf(one).localeCompare(contentOf(other)))
    .map((one) => {
      const { volgnummer: _number, ...data } = one.bericht.data;
      return { ...one, bericht: { ...one.bericht, data } };
    });

/** The messages to each partner about these zaken, in order per zaak, with their attributes. */
const berichtenOver = async (hub: TestHub, zaakIds: readonly string[]) =>
  Promise.all(
    PARTNERS.map(async ({ gemeentecode, sleutel }) => {
      const perZaak = Map.groupBy(await hub.inQueue(gemeentecode, sleutel), ({ bericht }) =>
        String(bericht.data['zaakId']),
      );
      const ordered = sleutel === REGIEVOERDER ? inOneOrder : (all: readonly Received[]) => all;
      return {
        kanaal: `${gemeentecode}/${sleutel}`,
        berichten: zaakIds.flatMap((zaakId) =>
          ordered(perZaak.get(zaakId) ?? []).map(({ bericht, messageAttributes }) => ({
            bericht,
            attributes: Object.fromEntries(
              Object.entries(messageAttributes)
                .map(([name, { StringValue }]) => [name, StringValue])
                .toSorted(),
            ),
          })),
        ),
      };
    }),
  );

const ontvangstenOf = async ({ client }: TestHub, status: 'wacht' | 'quarantaine') =>
  (await client.ontvangsten(status)).map(({ type, organisatie, reden }) => ({ type, organisatie, reden }));

/** Replays a scenario in rounds, so that no message overtakes another, and gives what can be read after it. */
export const outcomeOf = async (hub: TestHub, steps: readonly Step[]) => {
  const begin = new Date();
  const responses: Answer[] = [];
  for (const round of rounds(steps)) {
    await runScenario(hub.client, round, {
      settle: hub.quiet,
      onStep: (_, __, response) => responses.push(response),
    });
    await hub.quiet();
  }
  const zaken = await Promise.all(vNummersIn(steps).map((vNummer) => zaakOf(hub, vNummer)));
  const zaakIds = zaken.flatMap((zaak) => ('zaakId' in zaak ? [zaak.zaakId] : []));
  return comparable(
    {
      answers: responses,
      zaken,
      berichten: await berichtenOver(hub, zaakIds),
      balans: await hub.client.balans(),
      waiting: await ontvangstenOf(hub, 'wacht'),
      quarantaine: await ontvangstenOf(hub, 'quarantaine'),
    },
    begin,
  );
};
