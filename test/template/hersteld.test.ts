import { describe, expect, it } from 'vitest';
import { proefOmgeving } from '../omgeving.ts';
import { alsLijst, leesSjablonen, maakProefApp, omgevingVan } from './hulp.ts';

const NAAM = 'inburgeringshub-herstel-20260131T220000';
const gewoon = leesSjablonen(maakProefApp());
const hersteld = leesSjablonen(maakProefApp({ omgeving: proefOmgeving({ hersteldeTabel: NAAM }) }));

describe('een teruggezette tabel', () => {
  it('komt voor elke functie in de plaats van die van de gegevensstack, met de rechten erbij', () => {
    const tabellen = hersteld
      .bronnen('AWS::Lambda::Function')
      .map(({ bron }) => omgevingVan(bron)['TABEL_NAAM'])
      .filter((naam) => naam !== undefined);
    expect(tabellen.length).toBeGreaterThan(4);
    expect(new Set(tabellen)).toEqual(new Set([NAAM]));
    const rechten = hersteld
      .bronnen('AWS::IAM::Policy')
      .flatMap(({ bron }) =>
        alsLijst((bron.Properties['PolicyDocument'] as { Statement: unknown }).Statement).filter((deel) =>
          JSON.stringify(deel).includes('"dynamodb:'),
        ),
      );
    expect(rechten.length).toBeGreaterThan(4);
    for (const recht of rechten) expect(JSON.stringify(recht)).toContain(`:table/${NAAM}`);
  });

  it('laat de gegevensstack zoals die is, zodat hij uitgerold kan worden terwijl de andere nog op hem leunt', () => {
    expect(hersteld.sjablonen.gegevens.toJSON()).toEqual(gewoon.sjablonen.gegevens.toJSON());
  });

  it('staat in de uitvoer, voor de opdrachten van beheerders', () => {
    hersteld.sjablonen.verwerking.hasOutput('HersteldeTabelNaam', { Value: NAAM });
    expect(gewoon.sjablonen.verwerking.findOutputs('HersteldeTabelNaam')).toEqual({});
  });

  it('heeft een naam die een tabel kan hebben', () => {
    expect(() => proefOmgeving({ hersteldeTabel: 'x y' })).toThrow('moet de naam van een tabel zijn');
  });
});
