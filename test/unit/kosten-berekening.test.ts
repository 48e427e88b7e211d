import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { begroot } from '../../bench/kosten/berekening.ts';
import {
  aannamenVan,
  type Gebied,
  leesPrijzen,
  leesVolumes,
  ouderdom,
  PRIJSNAMEN,
  Prijzen,
  Volumes,
} from '../../bench/kosten/bestanden.ts';
import {
  eigenMetrieken,
  kloktaken,
  lijnDoor,
  telSjablonen,
  VASTE_MATEN,
  type Vast,
  vastVan,
} from '../../bench/kosten/vast.ts';
import { maakTeller, perStuk, samen, type Verbruik } from '../../bench/kosten/verbruik.ts';
import { METRIEKEN, type Metriek } from '../../contracts/metrieken.ts';
import { kanaalDodeBrieven, kanaalWachtrij } from '../../contracts/partnerkanaal.ts';

const leeg = maakTeller().neem();
const verbruik = (maten: Partial<Verbruik['maten']>): Verbruik => ({
  ...leeg,
  maten: { ...leeg.maten, ...maten },
});

/** Every price one dollar, a euro is a dollar: what comes out is what was counted. */
const EEN_DOLLAR: Prijzen = {
  regio: 'proef',
  dollarPerEuro: { koers: 1, bron: 'proef', datum: '2026-01-01', status: 'gevonden' },
  prijzen: Object.fromEntries(
    PRIJSNAMEN.map((naam) => [
      naam,
      { eenheid: 'stuk', per: 1, dollar: 1, bron: 'proef', datum: '2026-01-01', status: 'gevonden' },
    ]),
  ) as Prijzen['prijzen'],
};

const AANNAMEN = {
  ...aannamenVan(leesVolumes()),
  berichtenPerKoppeling: 12,
  raadplegingenPerKoppeling: 12,
  koudePerAanroep: 0,
  platformLogBytes: 0,
};
const GEBIED: Gebied = { naam: 'proef', gemeenten: 1, kanalen: 2, koppelingenPerJaar: 5, bron: 'proef' };
const NIETS = Object.fromEntries(VASTE_MATEN.map((maat) => [maat, 0])) as Vast;

const reken = (
  gemeten: { perBericht?: Verbruik; perRaadpleging?: Verbruik; klokPerMaand?: Verbruik },
  vast: Partial<Vast> = {},
  aannamen: Partial<typeof AANNAMEN> = {},
) =>
  begroot(
    GEBIED,
    { perBericht: leeg, perRaadpleging: leeg, klokPerMaand: leeg, ...gemeten },
    { ...NIETS, ...vast },
    { ...AANNAMEN, meldingenPerMaand: 0, ...aannamen },
    EEN_DOLLAR,
  );

const bedrag = (regels: readonly { naam: string; euro: number }[], naam: string): number | undefined =>
  regels.find((regel) => regel.naam === naam)?.euro;

describe('euros a month', () => {
  it('multiply what a message uses by the messages of a month', () => {
    const { variabel, berichtenPerMaand } = reken({
      perBericht: verbruik({ dynamodbSchrijven: 3, eventbridge: 2 }),
    });
    expect(berichtenPerMaand).toBe(5);
    expect(bedrag(variabel, 'messages: table writes')).toBe(15);
    expect(bedrag(variabel, 'messages: events')).toBe(10);
    expect(bedrag(variabel, 'events: keys')).toBe(20);
  });

  it('multiply a read by the reads of a month', () => {
    const { variabel } = reken({ perRaadpleging: verbruik({ dynamodbLezen: 7 }) });
    expect(bedrag(variabel, 'reads: table reads')).toBe(35);
  });

  it('count what the clock runs as fixed', () => {
    const { vast, variabelEuro } = reken({ klokPerMaand: verbruik({ aanroepen: 8_760 }) });
    expect(bedrag(vast, 'watch: invocations')).toBe(8_760);
    expect(variabelEuro).toBe(0);
  });

  it('stretch the time of a function to a whole CPU, and add its cold starts', () => {
    const perBericht = verbruik({ aanroepen: 1, aanroepMs: 1_000, megabyteAanroepen: 512 });
    const warm = reken({ perBericht }, {}, { vcpuVolMB: 2_048 });
    expect(bedrag(warm.variabel, 'messages: computing')).toBe(10);
    const koud = reken({ perBericht }, {}, { vcpuVolMB: 2_048, koudePerAanroep: 1, koudeStartMs: 2_000 });
    expect(bedrag(koud.variabel, 'messages: computing')).toBe(15);
  });

  it('count the pollers of empty queues by the clock', () => {
    const { vast } = reken(
      {},
      { mappings: 2, fifoMappings: 1, kanalen: 3 },
      { pollSeconden: 20, pollersPerMapping: 5 },
    );
    const polls = (365 / 12) * 86_400 * (1 / 20);
    expect(bedrag(vast, 'Lambda asking empty queues')).toBeCloseTo(10 * polls);
    expect(bedrag(vast, 'Lambda asking an empty FIFO queue')).toBeCloseTo(5 * polls);
    expect(bedrag(vast, 'partners asking empty queues')).toBeCloseTo(3 * polls);
  });

  it('ask for a data key no more often than keys expire', () => {
    const veel = verbruik({ sqsSleutelverzoeken: 1e9, dynamodbVerzoeken: 1e9 });
    const { variabel } = reken({ perBericht: veel }, { wachtrijen: 1 }, { sqsSleutelSeconden: 300 });
    const sleutels = ((365 / 12) * 86_400) / 300;
    expect(bedrag(variabel, 'queues: keys')).toBeCloseTo(3 * sleutels);
    expect(bedrag(variabel, 'table: keys')).toBeCloseTo(6 * sleutels);
  });

  it('add up, and are shared by the koppelingen of a year', () => {
    const uitkomst = reken({ perBericht: verbruik({ apiVerzoeken: 1 }) }, { alarmen: 5 });
    expect(uitkomst).toMatchObject({ vastEuro: 5, variabelEuro: 5, euroPerMaand: 10, euroPerKoppeling: 24 });
  });
});

describe('what was used', () => {
  it('adds up and divides, calls included', () => {
    const teller = maakTeller();
    teller.tel('eventbridge', 4);
    teller.verzoek('SQS SendMessageBatch');
    const een = teller.neem();
    expect(teller.neem()).toEqual(leeg);
    const helft = perStuk(samen([een, een]), 4);
    expect(helft.maten.eventbridge).toBe(2);
    expect(helft.verzoeken).toEqual({ 'SQS SendMessageBatch': 0.5 });
  });
});

describe('what the stacks hold', () => {
  const sjabloon = (bronnen: Readonly<Record<string, { Type: string; Properties?: object }>>) => ({
    Resources: bronnen,
  });

  it('is counted in the templates; an alarm on an expression counts each metric that it reads', () => {
    const metriek = (MetricName: string) => ({
      MetricStat: { Metric: { Namespace: 'AWS/Lambda', MetricName } },
    });
    const geteld = telSjablonen(
      [
        sjabloon({
          een: { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'x' } },
          som: {
            Type: 'AWS::CloudWatch::Alarm',
            Properties: { Metrics: [metriek('a'), metriek('b'), { Expression: 'a+b' }] },
          },
          aan: { Type: 'AWS::Lambda::EventSourceMapping', Properties: {} },
          uit: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { Enabled: false } },
          opVolgorde: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } },
          fifo: {
            Type: 'AWS::Lambda::EventSourceMapping',
            Properties: { EventSourceArn: { 'Fn::GetAtt': ['opVolgorde', 'Arn'] } },
          },
        }),
        sjabloon({
          partner: { Type: 'AWS::SQS::Queue', Properties: { QueueName: kanaalWachtrij('0907/balk') } },
          dood: { Type: 'AWS::SQS::Queue', Properties: { QueueName: kanaalDodeBrieven('0907/balk') } },
        }),
      ],
      1,
    );
    expect(geteld).toMatchObject({ alarmen: 3, mappings: 1, fifoMappings: 1, kanalen: 1, wachtrijen: 3 });
  });

  it('has a metric of our own for each function, source and gemeente that it is counted by', () => {
    const perGemeente = Object.values<Metriek>(METRIEKEN).filter(
      ({ dimensie }) => dimensie === 'gemeente',
    ).length;
    expect(perGemeente).toBeGreaterThan(0);
    expect(eigenMetrieken(3) - eigenMetrieken(1)).toBe(2 * perGemeente);
    expect(eigenMetrieken(0)).toBeGreaterThan(Object.keys(METRIEKEN).length - perGemeente);
  });

  it('knows what the clock runs, and leaves out what is off', () => {
    const regel = (Properties: object) => ({ Type: 'AWS::Events::Rule', Properties });
    const taken = kloktaken([
      sjabloon({
        waken: regel({ ScheduleExpression: 'rate(5 minutes)', Targets: [{ Input: '{"taak":"waken"}' }] }),
        uit: regel({ ScheduleExpression: 'rate(1 hour)', State: 'DISABLED', Targets: [{}] }),
        patroon: regel({ EventPattern: {}, Targets: [{}] }),
      }),
    ]);
    expect(taken).toEqual([{ invoer: { taak: 'waken' }, perMaand: 8_760 }]);
  });

  it('grows in a straight line with gemeenten and channels', () => {
    const alarmen = (aantal: number): Vast => ({ ...NIETS, alarmen: aantal });
    // Ten, and three per gemeente, and two per channel.
    const lijn = lijnDoor(alarmen(15), alarmen(17), alarmen(20));
    expect(vastVan(lijn, 1, 6).alarmen).toBe(25);
    expect(vastVan(lijn, 2, 12).alarmen).toBe(40);
  });
});

describe('the files', () => {
  const map = join(import.meta.dirname, '../../bench/prijzen');

  it.each(readdirSync(map))('%s holds every price with its unit, source and date', (bestand) => {
    const regio = bestand.replace('.json', '');
    const gelezen = leesPrijzen(regio);
    expect(gelezen.regio).toBe(regio);
    expect(Object.keys(gelezen.prijzen).toSorted()).toEqual([...PRIJSNAMEN].toSorted());
  });

  it('are named when there is none of a region', () => {
    expect(() => leesPrijzen('mars-1')).toThrow(/no prices of mars-1.*eu-west-1/);
  });

  it('refuse a price without a date, and one that nothing uses', () => {
    const { datum: _, ...zonder } = EEN_DOLLAR.prijzen.alarm;
    expect(
      Prijzen.safeParse({ ...EEN_DOLLAR, prijzen: { ...EEN_DOLLAR.prijzen, alarm: zonder } }).success,
    ).toBe(false);
    const extra = { ...EEN_DOLLAR.prijzen, onbekend: EEN_DOLLAR.prijzen.alarm };
    expect(Prijzen.safeParse({ ...EEN_DOLLAR, prijzen: extra }).success).toBe(false);
  });

  it('give volumes of three areas, each with its source, and every assumption', () => {
    const volumes = leesVolumes();
    expect(volumes.gebieden.map(({ naam }) => naam)).toEqual([
      'Gennep',
      'Noordoostpolder and Urk',
      'The whole country',
    ]);
    const { pollSeconden: _, ...zonder } = volumes.aannamen;
    expect(Volumes.safeParse({ ...volumes, aannamen: zonder }).success).toBe(false);
  });

  it('say how old they are', () => {
    const prijzen = {
      ...EEN_DOLLAR.prijzen,
      dashboard: { ...EEN_DOLLAR.prijzen.dashboard, status: 'te controleren' as const },
    };
    expect(ouderdom({ ...EEN_DOLLAR, prijzen }, new Date('2026-01-31T12:00:00Z'))).toEqual({
      oudsteDagen: 30,
      koersDagen: 30,
      teControleren: ['dashboard'],
    });
  });
});
