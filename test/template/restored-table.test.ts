import { describe, expect, it } from 'vitest';
import { trialEnvironment } from '../environment.ts';
import { createTrialApp, environmentOf, readTemplates, toList, trialTemplates } from './support.ts';

const NAME = 'inburgeringshub-herstel-20260131T220000';
const ordinary = trialTemplates();
const restored = readTemplates(createTrialApp({ omgeving: trialEnvironment({ hersteldeTabel: NAME }) }));

describe('een teruggezette tabel', () => {
  it('komt voor elke functie in de plaats van die van de gegevensstack, met de rechten erbij', () => {
    const tables = restored
      .sources('AWS::Lambda::Function')
      .map(({ bron }) => environmentOf(bron)['TABEL_NAAM'])
      .filter((name) => name !== undefined);
    expect(tables.length).toBeGreaterThan(4);
    expect(new Set(tables)).toEqual(new Set([NAME]));
    const rights = restored
      .sources('AWS::IAM::Policy')
      .flatMap(({ bron }) =>
        toList((bron.Properties['PolicyDocument'] as { Statement: unknown }).Statement).filter((part) =>
          JSON.stringify(part).includes('"dynamodb:'),
        ),
      );
    expect(rights.length).toBeGreaterThan(4);
    for (const right of rights) expect(JSON.stringify(right)).toContain(`:table/${NAME}`);
  });

  it('laat de gegevensstack zoals die is, zodat hij uitgerold kan worden terwijl de andere nog op hem leunt', () => {
    expect(restored.templates.gegevens.toJSON()).toEqual(ordinary.templates.gegevens.toJSON());
  });

  it('staat in de uitvoer, voor de opdrachten van beheerders', () => {
    restored.templates.verwerking.hasOutput('HersteldeTabelNaam', { Value: NAME });
    expect(ordinary.templates.verwerking.findOutputs('HersteldeTabelNaam')).toEqual({});
  });

  it('heeft een naam die een tabel kan hebben', () => {
    expect(() => trialEnvironment({ hersteldeTabel: 'x y' })).toThrow('moet de naam van een tabel zijn');
  });
});
