import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stepsUntil } from '../../../client/scenario/until.ts';
import { Intake } from '../../../contracts/intake.ts';
import type { PartnerDag } from '../../../contracts/partner-dag.ts';
import { gemeenteProfiles } from '../../../domain/gemeenten/index.ts';
import { play, scenario } from '../../hub/test-hub.ts';
import { type RunningHub, startHub } from './support.ts';

/**
 * The first ten steps of the routemap for a household of three, as the README plays them: a home is refused, a talk moved and the
 * koppeling changed on the way.
 */

const GENNEP = '0907';
const STEPS = scenario('van-koppeling-tot-pip.jsonl');
/** The two adults: the hoofdpersoon first. */
const ADULTS = [
  { vNummer: '2790019015', bsn: '999940004' },
  { vNummer: '2790019023', bsn: '999940016' },
] as const;
/** In the middle: the family lives in Gennep, and nearly everything of the brede intake is still to come. */
const HALFWAY = '2026-03-20';

describe('a household from koppeling to PIP', () => {
  let hub: RunningHub;
  let halfway: ReadonlyMap<string, PartnerDag>;
  let zaakIds: readonly string[];

  const partners = gemeenteProfiles
    .filter(({ gemeentecode }) => gemeentecode === GENNEP)
    .flatMap((profile) => profile.partners.map(({ sleutel }) => sleutel));
  const toldTo = async (partner: string, zaakId: string) =>
    (await hub.client.berichten(partner, GENNEP)).filter(({ subject }) => subject === zaakId);
  const kindsTo = async (partner: string, zaakId: string): Promise<readonly string[]> =>
    (await toldTo(partner, zaakId)).map(({ type }) =>
      type.replace(/^nl\.inburgeringszaken\.(nieuwe\.inburgeraar\.)?|\.v1$/g, ''),
    );

  beforeAll(async () => {
    hub = await startHub();
    // Step for step: whether a partner hears of what came first depends on which of two is processed first.
    const halfOfIt = stepsUntil(STEPS, HALFWAY);
    expect((await play(hub, halfOfIt, { stepForStep: true })).deviations).toEqual([]);
    const lists = partners.map(
      async (partner) => [partner, await hub.client.partnerDag(partner, GENNEP, HALFWAY)] as const,
    );
    halfway = new Map(await Promise.all(lists));
    expect((await play(hub, STEPS.slice(halfOfIt.length), { stepForStep: true })).deviations).toEqual([]);
    const found = ADULTS.map(async ({ vNummer }) => (await hub.client.find({ vNummer }))[0]?.zaakId ?? '');
    zaakIds = await Promise.all(found);
  });
  afterAll(() => hub.stop());

  it('shows every organisation on a day halfway what it is still to do', () => {
    const owed = [...halfway].flatMap(([partner, { vandaag, binnenkort, teLaat, zonderDag }]) =>
      [vandaag, binnenkort, teLaat, zonderDag].flatMap(({ lijst }) =>
        lijst.map(({ gebeurtenis, onderdeel }) => `${partner}: ${onderdeel ?? gebeurtenis}`),
      ),
    );
    expect([...new Set(owed)].toSorted()).toEqual([
      'balk: financieel',
      'casusregisseur: casusregisseur',
      'intos: participatie',
      'taalschool: taalschool',
    ]);
    // Each of them for both adults.
    expect(owed).toHaveLength(8);
  });

  it('shows each organisation on the day itself what was planned for it, and the gemeente all of it', async () => {
    const planned = async (day: string) => {
      const lists = partners.map(async (partner) => {
        const { afspraken } = await hub.client.partnerDag(partner, GENNEP, day);
        return afspraken.lijst.map(({ gebeurtenis, tijd = '' }) =>
          `${partner}: ${gebeurtenis} ${tijd}`.trim(),
        );
      });
      const all = (await Promise.all(lists)).flat().toSorted();
      const { afspraken } = await hub.client.dag(GENNEP, day);
      return { partners: [...new Set(all)], atGemeente: afspraken.aantal };
    };
    expect(await planned('2026-03-12')).toEqual({
      partners: [
        'balk: kennismaking-gepland 11:30',
        'burgerzaken: kennismaking-gepland 10:30',
        'casusregisseur: kennismaking-gepland 14:00',
        'maatschappelijk-begeleider: kennismaking-gepland 09:30',
        'mooiland: huurcontractdatum-voorgesteld 10:00',
        'vakspecialist-werk-en-inkomen: kennismaking-gepland 13:00',
      ],
      // Five meetings of each adult, and the contract.
      atGemeente: 11,
    });
    expect(await planned('2026-03-23')).toEqual({
      partners: [
        'maatschappelijk-begeleider: woninginrichting-afgesproken',
        'mage: woninginrichting-afgesproken',
      ].toSorted(),
      atGemeente: 1,
    });
    // The talk of one adult was moved from the 26th to the 30th.
    expect(await planned('2026-03-26')).toMatchObject({
      partners: ['taalschool: brede-intake-uitgenodigd 13:30'],
      atGemeente: 1,
    });
    expect(await planned('2026-03-27')).toMatchObject({
      partners: ['intos: brede-intake-uitgenodigd 10:00'],
      atGemeente: 2,
    });
    expect((await planned('2026-04-22')).partners).toEqual([
      'casusregisseur: leerbaarheidstoets-ingepland 09:30',
      'lbt-afnemer: leerbaarheidstoets-ingepland 09:30',
    ]);
    // The contract of the home that was refused.
    expect(await planned('2026-02-16')).toEqual({ partners: [], atGemeente: 0 });
  });

  it('meets every term up to the PIP, and leaves nothing of the intake to be done', async () => {
    for (const zaakId of zaakIds) {
      const { termijnen } = await hub.client.tijdlijn(zaakId);
      const met = termijnen.filter(({ stand }) => stand === 'gehaald').map(({ id }) => id);
      expect(met.toSorted()).toEqual(['TG01', 'TG02', 'TG03', 'TG04', 'TG05', 'TG06', 'TG07', 'TG09']);
      const { body } = await hub.client.call('gemeente', `/zaken/${zaakId}/intake`, { method: 'GET' });
      expect(Intake.parse(body).ontbreekt).toEqual([]);
    }
  });

  it('gives DUO one PIP and one aanbod for each adult, and one employee as the contactpersoon of both', async () => {
    const { body } = await hub.client.callLocal('/_lokaal/duo/geteld', { method: 'GET' });
    expect(body).toMatchObject({ registraties: 2, verwijderingen: 0, contactpersonen: 1, gekoppeld: 2 });
    expect(body).toMatchObject({ aanboden: 2, verwijderdeAanboden: 0 });
    for (const zaakId of zaakIds) {
      const { gebeurtenissen } = await hub.client.tijdlijn(zaakId);
      const told = gebeurtenissen.filter(({ naam }) => naam === 'duo-bevestigt');
      expect(told.map(({ gegevens }) => gegevens['over']).toSorted()).toEqual([
        'PIP',
        'contactpersoon',
        'inburgeringsaanbod',
      ]);
    }
  });

  it('lets the corporatie whose home was refused go on searching until the other has one', async () => {
    const [hoofdpersoon = '', partner = ''] = zaakIds;
    const [destion, mooiland] = await Promise.all(
      ['destion', 'mooiland'].map((sleutel) => kindsTo(sleutel, hoofdpersoon)),
    );
    expect(destion?.at(-1)).toBe('vervallen');
    expect(mooiland?.slice(0, 3)).toEqual(['gemeld', 'woningzoekopdracht.verstuurd', 'vervallen']);
    expect(mooiland).toContain('woning.goedgekeurd');
    // The home is for the household, which the hoofdpersoon stands for.
    expect(await kindsTo('destion', partner)).toEqual([]);
  });

  it('tells COA of the homes by its own number of the koppeling, and never who it is', async () => {
    const [hoofdpersoon = '', partner = ''] = zaakIds;
    const told = await toldTo('opvang', hoofdpersoon);
    expect(await kindsTo('opvang', hoofdpersoon)).toContain('woning.geweigerd');
    expect(told[0]?.data).toMatchObject({ koppelingId: expect.any(String) });
    expect(JSON.stringify(told)).not.toMatch(/geslachtsnaam|geboortedatum|"vNummer"|"bsn"/);
    // The homes were reported of the hoofdpersoon; that the contract is signed is of each of them.
    expect(await kindsTo('opvang', partner)).toEqual(['gemeld', 'huurcontract.getekend']);
  });

  it('moves one talk: the taalschool hears of the new day in place of the old one', async () => {
    const moved = (await toldTo('taalschool', zaakIds[1] ?? '')).filter(({ type }) =>
      type.endsWith('brede.intake.uitgenodigd.v1'),
    );
    expect(moved.map(({ data }) => [data['afspraakdatum'], data['vervangt'] !== undefined])).toEqual([
      ['2026-03-26', false],
      ['2026-03-30', true],
    ]);
  });

  it('tells each organisation, in messages without a gap, about both adults what concerns it', async () => {
    for (const partner of partners.filter(
      (key) => !['mage', 'destion', 'mooiland', 'opvang'].includes(key),
    )) {
      for (const zaakId of zaakIds) {
        const told = await toldTo(partner, zaakId);
        expect(told.length, partner).toBeGreaterThan(0);
        expect(told.map(({ data }) => data['volgnummer'])).toEqual(told.map((_, place) => place + 1));
      }
    }
  });
});
