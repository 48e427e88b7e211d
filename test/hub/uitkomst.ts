import type { Answer } from '../../client/http.ts';
import type { Step } from '../../client/scenario/parse.ts';
import { runScenario } from '../../client/scenario/run.ts';
import { PARTNERS, type Proefhub, vNummersIn } from './proefhub.ts';

/** Everything that can be seen after a scenario, written so that two clouds can be held side by side. */

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/** A reference that a partner may say on the phone: made of the zaakId. */
const REFERENTIE = /(?<=")\d{4}-[0-9A-F]{8}(?=")/g;
const TIJDSTIP = /\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+00:00)/g;

/**
 * Ids and moments that differ between two hubs, because each has a key and a clock of its own, become what they have
 * in common: the place of first mention, and that it happened after `begin`.
 */
export const vergelijkbaar = <Waarde>(waarde: Waarde, begin: Date): Waarde => {
  const genoemd = new Map<string, string>();
  const noem =
    (soort: string) =>
    (id: string): string => {
      const naam = genoemd.get(id) ?? `${soort}-${genoemd.size + 1}`;
      genoemd.set(id, naam);
      return naam;
    };
  return JSON.parse(
    JSON.stringify(waarde)
      .replaceAll(UUID, noem('id'))
      .replaceAll(REFERENTIE, noem('referentie'))
      .replaceAll(TIJDSTIP, (tijdstip) => (Date.parse(tijdstip) >= begin.getTime() ? 'nu' : tijdstip)),
  );
};

/** Numbers that tie messages to one household: V-nummer, BSN, koppeling. */
const NUMMER = /\b(?:2[78]\d{8}|9999\d{5}|TVS-[\w-]+)\b/g;

/**
 * The steps in rounds: each round has at most one step of a household, in their order. So what concerns one person never
 * overtakes, and the others need not wait for it.
 */
export const rondes = (stappen: readonly Step[]): readonly (readonly Step[])[] => {
  const groepVan = new Map<string, Step[]>();
  const groepen = new Set<Step[]>();
  for (const stap of stappen) {
    const nummers = JSON.stringify(stap).match(NUMMER) ?? [];
    const bekend = new Set(nummers.flatMap((nummer) => groepVan.get(nummer) ?? []));
    const eerdere = [...new Set(nummers.map((nummer) => groepVan.get(nummer)))].filter(
      (groep) => groep !== undefined,
    );
    const groep = stappen.filter((ander) => ander === stap || bekend.has(ander));
    for (const oud of eerdere) groepen.delete(oud);
    groepen.add(groep);
    for (const lid of groep) {
      for (const nummer of JSON.stringify(lid).match(NUMMER) ?? []) groepVan.set(nummer, groep);
    }
  }
  const langste = Math.max(0, ...[...groepen].map(({ length }) => length));
  return Array.from({ length: langste }, (_, ronde) => [...groepen].flatMap((groep) => groep[ronde] ?? []));
};

const zaakVan = async ({ client }: Proefhub, vNummer: string) => {
  const [gevonden] = await client.zoek({ vNummer });
  return gevonden === undefined
    ? { vNummer }
    : { vNummer, ...gevonden, tijdlijn: await client.tijdlijn(gevonden.zaakId) };
};

/** What each partner got about these zaken, in order per zaak, with the attributes that came with it. */
const berichtenOver = async (hub: Proefhub, zaakIds: readonly string[]) =>
  Promise.all(
    PARTNERS.map(async ({ gemeentecode, sleutel }) => {
      const perZaak = Map.groupBy(await hub.inWachtrij(gemeentecode, sleutel), ({ bericht }) =>
        String(bericht.data['zaakId']),
      );
      return {
        kanaal: `${gemeentecode}/${sleutel}`,
        berichten: zaakIds.flatMap((zaakId) =>
          (perZaak.get(zaakId) ?? []).map(({ bericht, messageAttributes }) => ({
            bericht,
            attributen: Object.fromEntries(
              Object.entries(messageAttributes)
                .map(([naam, { StringValue }]) => [naam, StringValue])
                .toSorted(),
            ),
          })),
        ),
      };
    }),
  );

const ontvangstenVan = async ({ client }: Proefhub, status: 'wacht' | 'quarantaine') =>
  (await client.ontvangsten(status)).map(({ type, organisatie, reden }) => ({ type, organisatie, reden }));

/** Replays a scenario in rounds, so that nothing overtakes, and gives all that can be seen of it. */
export const uitkomstVan = async (hub: Proefhub, stappen: readonly Step[]) => {
  const begin = new Date();
  const antwoorden: Answer[] = [];
  for (const ronde of rondes(stappen)) {
    await runScenario(hub.client, ronde, {
      settle: hub.rust,
      onStep: (_, __, antwoord) => antwoorden.push(antwoord),
    });
    await hub.rust();
  }
  const zaken = await Promise.all(vNummersIn(stappen).map((vNummer) => zaakVan(hub, vNummer)));
  const zaakIds = zaken.flatMap((zaak) => ('zaakId' in zaak ? [zaak.zaakId] : []));
  return vergelijkbaar(
    {
      antwoorden,
      zaken,
      berichten: await berichtenOver(hub, zaakIds),
      balans: await hub.client.balans(),
      wachtend: await ontvangstenVan(hub, 'wacht'),
      quarantaine: await ontvangstenVan(hub, 'quarantaine'),
    },
    begin,
  );
};
