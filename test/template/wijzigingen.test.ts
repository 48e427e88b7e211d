import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type AppOpties, synthesise } from '../../infra/app.ts';
import { PARTNER_ACCOUNT, proefOmgeving, VOLLEDIG } from '../omgeving.ts';
import { tijdelijkeMap } from '../tijdelijk.ts';
import {
  alsLijst,
  leesSjablonen,
  maakProefApp,
  omgevingVan,
  type Sjablonen,
  TWEE_MAAL_TWEE,
} from './hulp.ts';

/** What makes a `cdk diff` safe to read: it shows what somebody changed, and nothing else. */

const sjablonen = leesSjablonen(maakProefApp());

type Bronnen = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const bronnenVan = (van: Sjablonen, stack: 'gegevens' | 'verwerking' | 'archief'): Bronnen =>
  van.sjablonen[stack].toJSON()['Resources'];

describe('the same app twice', () => {
  const map = tijdelijkeMap();
  const bestanden = (naam: string, opties: AppOpties): Readonly<Record<string, string>> => {
    const dir = synthesise({ ...opties, bundlesDir: join(map, 'functions'), outdir: join(map, naam) });
    return Object.fromEntries(
      readdirSync(dir)
        .filter((bestand) => /\.(template|assets)\.json$/.test(bestand))
        .map((bestand) => [bestand, readFileSync(join(dir, bestand), 'utf8')]),
    );
  };

  it.each([
    ['without an account', {}],
    ['with everything filled in', VOLLEDIG],
  ] as const)('gives the same templates and the same code, byte for byte, %s', (_wat, anders) => {
    const omgeving = proefOmgeving(anders);
    const eerste = bestanden('eerste', { omgeving });
    expect(Object.keys(eerste)).toContain('InburgeringshubVerwerking.template.json');
    expect(bestanden('tweede', { omgeving })).toEqual(eerste);
  });
});

describe('what remembers something', () => {
  it('keeps its logical id: another one is a new, empty resource', () => {
    const ids = {
      'AWS::DynamoDB::GlobalTable': ['Tabel'],
      'AWS::KMS::Key': ['Sleutel8622ADBE'],
      'AWS::SecretsManager::Secret': ['HmacGeheim155B198B', 'WebhookGeheim4967E687'],
      'AWS::Events::EventBus': ['BusEA82B648'],
      'AWS::Events::Archive': ['ArchiefArchive0A2F0EA3'],
      'AWS::SNS::Topic': ['Alarmen65801A01'],
    };
    const gevonden = Object.keys(ids).map((type) => [
      type,
      sjablonen.bronnen(type).map(({ doel }) => doel.id),
    ]);
    expect(Object.fromEntries(gevonden)).toEqual(ids);
    expect(Object.keys(sjablonen.sjablonen.gegevens.findResources('AWS::SQS::Queue')).toSorted()).toEqual([
      'Kanaal0907balkDodeBrievenD1C01165',
      'Kanaal0907balkWachtrijD4DBE4A5',
      'Kanaal0907taalschoolDodeBrieven64887216',
      'Kanaal0907taalschoolWachtrij7630BF95',
      'Kanaal1734taalschoolDodeBrieven24AC842A',
      'Kanaal1734taalschoolWachtrij17C8AEF2',
      'Kanaal1734wijkondersteunerDodeBrieven0B1E82CE',
      'Kanaal1734wijkondersteunerWachtrijE41E7423',
    ]);
  });

  it('keeps its name too, where it has one: the queues of partners and the bus', () => {
    const namen = ['AWS::SQS::Queue', 'AWS::Events::EventBus'].flatMap((type) =>
      Object.values(sjablonen.sjablonen.gegevens.findResources(type)).map(
        ({ Properties }) => Properties.QueueName ?? Properties.Name,
      ),
    );
    expect(namen.toSorted()).toEqual([
      'inburgeringshub',
      'inburgeringshub-0907-balk-dode-brieven.fifo',
      'inburgeringshub-0907-balk.fifo',
      'inburgeringshub-0907-taalschool-dode-brieven.fifo',
      'inburgeringshub-0907-taalschool.fifo',
      'inburgeringshub-1734-taalschool-dode-brieven.fifo',
      'inburgeringshub-1734-taalschool.fifo',
      'inburgeringshub-1734-wijkondersteuner-dode-brieven.fifo',
      'inburgeringshub-1734-wijkondersteuner.fifo',
    ]);
  });

  it('stays exactly as it is when the account, the addresses and the domain are filled in', () => {
    const onthoudt = (van: Sjablonen): unknown =>
      ['AWS::DynamoDB::GlobalTable', 'AWS::SecretsManager::Secret', 'AWS::SQS::Queue'].map((type) =>
        van.sjablonen.gegevens.findResources(type),
      );
    const ingevuld = leesSjablonen(maakProefApp({ omgeving: proefOmgeving(VOLLEDIG) }));
    expect(onthoudt(ingevuld)).toEqual(onthoudt(sjablonen));
  });
});

describe('a gemeente more', () => {
  const [eerste, ...rest] = TWEE_MAAL_TWEE;
  const klein = leesSjablonen(maakProefApp({ gemeenten: [eerste] }));

  it.each([
    ['after', [eerste, ...rest]],
    ['before', [...rest, eerste]],
  ])('%s the others only adds to the data', (_plaats, gemeenten) => {
    const groot = bronnenVan(leesSjablonen(maakProefApp({ gemeenten })), 'gegevens');
    const wasEr = bronnenVan(klein, 'gegevens');
    expect(groot).toMatchObject(wasEr);
    for (const [id, bron] of Object.entries(wasEr)) expect(groot[id], id).toEqual(bron);
    expect(Object.keys(groot).length).toBeGreaterThan(Object.keys(wasEr).length);
  });

  it('changes nothing of the functions but the list of the one that moves dead letters', () => {
    const was = bronnenVan(klein, 'verwerking');
    const wordt = bronnenVan(sjablonen, 'verwerking');
    const anders = Object.keys(was).filter((id) => JSON.stringify(was[id]) !== JSON.stringify(wordt[id]));
    const variabelen = anders.map((id) => {
      const [voor, na] = [was, wordt].map((bronnen) => omgevingVan(bronnen[id] as never));
      return Object.keys(na ?? {}).filter(
        (naam) => JSON.stringify(na?.[naam]) !== JSON.stringify(voor?.[naam]),
      );
    });
    expect(variabelen).toEqual([['HERSTEL_PLEKKEN']]);
  });
});

describe('a template', () => {
  const EMAIL = /[\w.+-]+@[\w-]+\.[\w.]+/g;
  const tekstVan = (van: Sjablonen): string =>
    Object.values(van.sjablonen)
      .map((sjabloon) => JSON.stringify(sjabloon.toJSON()))
      .join('\n');

  it('names no e-mail address and no account beyond the configuration', () => {
    expect(tekstVan(sjablonen).match(EMAIL)).toBeNull();
    expect(tekstVan(sjablonen).match(/\b\d{12}\b/)).toBeNull();
    const ingevuld = tekstVan(leesSjablonen(maakProefApp({ omgeving: proefOmgeving(VOLLEDIG) })));
    expect(new Set(ingevuld.match(EMAIL))).toEqual(new Set([VOLLEDIG.alarmEmailadres]));
    expect(new Set(ingevuld.match(/\b\d{12}\b/g))).toEqual(new Set([VOLLEDIG.account, PARTNER_ACCOUNT]));
  });

  it('holds no value of a secret: it is made at the deployment, and functions get its name', () => {
    const geheimen = sjablonen.bronnen('AWS::SecretsManager::Secret');
    expect(geheimen).toHaveLength(2);
    for (const { bron } of geheimen) expect(bron.Properties).not.toHaveProperty('SecretString');
    expect(tekstVan(sjablonen)).not.toMatch(/\{\{resolve:|BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}/);
    for (const { bron } of sjablonen.bronnen('AWS::Lambda::Function')) {
      const namen = Object.keys(omgevingVan(bron)).filter((naam) => /GEHEIM|SECRET|PASSWORD|KEY/.test(naam));
      expect(alsLijst(namen).every((naam) => String(naam).endsWith('_ID'))).toBe(true);
    }
  });
});
