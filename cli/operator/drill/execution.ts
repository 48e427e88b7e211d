import { type Alarm, gingenAf, levendeNaamruimten, vindAlarmen } from './alarms.ts';
import { type Clients, type Oorzaak, veroorzaak, zetStand } from './means.ts';
import { inWoorden, type Middel, middelVoor, type Uitkomst } from './plan.ts';

/** What the drill needs of time, so that a test need not wait. */
export interface Klok {
  readonly nu: () => Date;
  readonly pauze: (ms: number) => Promise<unknown>;
}

export interface OefeningOpties {
  readonly clients: Clients;
  readonly klok: Klok;
  /** How long alarms may take to go off, and then to come back. */
  readonly wachtAfMs: number;
  readonly wachtTerugMs: number;
  readonly meld: (regel: string) => void;
  /** Stop, but clean up: the operator interrupted. */
  readonly afgebroken: () => boolean;
}

export interface Verslag {
  readonly uitkomsten: readonly Uitkomst[];
  /** On before the drill: really something the matter, or still new. */
  readonly alAan: readonly string[];
}

interface Geoefend {
  readonly alarm: string;
  readonly middel: Middel;
  readonly oorzaak: Oorzaak;
}

const TUSSENPOOS_MS = 10_000;

const tekst = (fout: unknown): string => (fout instanceof Error ? fout.name : 'unknown');

/** The real cause, or the state set when that cannot be made here; the reason says which. */
const begin = async (clients: Clients, { naam }: Alarm, middel: Middel): Promise<Geoefend> => {
  try {
    return { alarm: naam, middel, oorzaak: await veroorzaak(clients, naam, middel) };
  } catch (fout) {
    if (middel.soort === 'gezette stand') throw fout;
    const gezet: Middel = {
      soort: 'gezette stand',
      waarom: `${inWoorden(middel)} could not be made (${tekst(fout)})`,
    };
    return { alarm: naam, middel: gezet, oorzaak: await veroorzaak(clients, naam, gezet) };
  }
};

/** Repeats until it holds or time is up. */
const totdat = async (
  { klok, afgebroken }: OefeningOpties,
  ms: number,
  klopt: () => Promise<boolean>,
): Promise<void> => {
  const einde = klok.nu().getTime() + ms;
  while (!(await klopt()) && klok.nu().getTime() < einde && !afgebroken()) await klok.pauze(TUSSENPOOS_MS);
};

/** Which of these went off, by their history: CloudWatch takes a state that was set back within a minute. */
const wachtTotAf = async (
  opties: OefeningOpties,
  sinds: Date,
  namen: readonly string[],
): Promise<ReadonlySet<string>> => {
  let af: ReadonlySet<string> = new Set();
  await totdat(opties, opties.wachtAfMs, async () => {
    // Asking for the alarms makes an emulator evaluate them; CloudWatch does so by itself.
    const alarmen = await vindAlarmen(opties.clients.cloudwatch);
    const nuAan = alarmen.filter(({ stand }) => stand === 'ALARM').map(({ naam }) => naam);
    af = new Set([...af, ...nuAan, ...(await gingenAf(opties.clients.cloudwatch, sinds))]);
    return namen.every((naam) => af.has(naam));
  });
  return af;
};

/** Takes the causes away and waits; what has not come back by then is set back. */
const maakOngedaan = async (
  opties: OefeningOpties,
  geoefend: readonly Geoefend[],
): Promise<ReadonlyMap<string, Uitkomst['terug']>> => {
  const { cloudwatch } = opties.clients;
  for (const { alarm, middel } of geoefend) {
    if (middel.soort === 'gezette stand') await zetStand(cloudwatch, alarm, 'OK');
  }
  const aan = async (): Promise<ReadonlySet<string>> =>
    new Set((await vindAlarmen(cloudwatch)).filter(({ stand }) => stand === 'ALARM').map(({ naam }) => naam));
  let nogAan: ReadonlySet<string> = new Set();
  const schoon = new Set<string>();
  await totdat(opties, opties.wachtTerugMs, async () => {
    for (const { alarm, oorzaak } of geoefend) if (await oorzaak.herstel()) schoon.add(alarm);
    nogAan = await aan();
    return geoefend.every(({ alarm }) => schoon.has(alarm) && !nogAan.has(alarm));
  });
  for (const { alarm } of geoefend) if (nogAan.has(alarm)) await zetStand(cloudwatch, alarm, 'OK');
  const hoe = ({ alarm, middel }: Geoefend): Uitkomst['terug'] => {
    if (!schoon.has(alarm)) return 'DRILL MESSAGE LEFT';
    return nogAan.has(alarm) || middel.soort === 'gezette stand' ? 'set back' : 'by itself';
  };
  return new Map(geoefend.map((een) => [een.alarm, hoe(een)]));
};

/** Makes every alarm happen, waits for each, cleans up and waits for them to come back. */
export const voerUit = async (opties: OefeningOpties): Promise<Verslag> => {
  const { clients, klok, meld } = opties;
  const alarmen = await vindAlarmen(clients.cloudwatch);
  const alAan = alarmen.filter(({ stand }) => stand === 'ALARM').map(({ naam }) => naam);
  const teOefenen = alarmen.filter(({ stand }) => stand !== 'ALARM');
  const levend = await levendeNaamruimten(
    clients.cloudwatch,
    alarmen.map(({ naamruimte }) => naamruimte),
  );
  const sinds = klok.nu();
  const geoefend: Geoefend[] = [];
  let af: ReadonlySet<string> = new Set();
  let terug: ReadonlyMap<string, Uitkomst['terug']> = new Map();
  try {
    meld(`${teOefenen.length} alarms are made to happen`);
    for (const alarm of teOefenen) {
      if (opties.afgebroken()) break;
      geoefend.push(await begin(clients, alarm, middelVoor(alarm, levend)));
    }
    meld('waiting until each has gone off');
    af = await wachtTotAf(
      opties,
      sinds,
      geoefend.map(({ alarm }) => alarm),
    );
  } finally {
    meld('cleaning up, and waiting until each is back');
    terug = await maakOngedaan(opties, geoefend);
  }
  return {
    alAan,
    uitkomsten: geoefend.map(({ alarm, middel }) => ({
      alarm,
      middel: inWoorden(middel),
      afgegaan: af.has(alarm),
      terug: terug.get(alarm) ?? 'DRILL MESSAGE LEFT',
    })),
  };
};
