import type { Json } from './json-schema.ts';
import { ALWAYS, pageParameters, problems, succeeded, ZAAK_ID, zaakIdInPath } from './parts.ts';

/** What the logbook of a gemeente says of one person. */
export const verwerkingen: Json = {
  '/zaken/{zaakId}/verwerkingen': {
    get: {
      operationId: 'leesVerwerkingen',
      tags: ['Zaken'],
      summary: 'Wie kreeg welke gegevens van deze persoon',
      description: [
        'Uit het logboek van de gemeente die vraagt: wie welke velden gaf, kreeg of las, wanneer, waarvoor en op welke',
        'grondslag. Namen van velden, nooit wat erin staat. Oudste eerst. Een gemeente die de zaak eerder had, ziet wat er in',
        'haar eigen tijd gebeurde. Dit lezen komt zelf ook in het logboek; de bladzijden die volgen zijn van het moment van de eerste.',
        'Scope: `zaken:lezen`.',
      ].join(' '),
      parameters: [zaakIdInPath, ...pageParameters('Verwerkingen')],
      responses: {
        '200': succeeded('De verwerkingen', 'Verwerkingen', {
          zaakId: ZAAK_ID,
          gemeentecode: '0907',
          verwerkingen: [
            {
              tijdstip: '2025-06-20T08:32:00.000Z',
              activiteit: 'verstrekken',
              wat: 'gegevens aan een partner verstrekken',
              wie: {
                rol: 'ontvanger',
                organisatie: 'Nederlands de Baas',
                sleutel: 'taalschool-0907',
              },
              velden: ['contactTeamInburgering', 'naam', 'geslacht', 'talen'],
              doel: 'De partner zijn deel van de inburgering laten doen',
              grondslag: {
                tekst: 'AVG artikel 6 lid 1 onder e',
                bron: 'Wet inburgering 2021',
                zekerheid: 'aanname',
              },
              resultaat: 'gelukt',
              spoor: '0af7651916cd43dd8448eb211c80319c',
            },
          ],
        }),
        ...problems(...ALWAYS, 'niet-gevonden'),
      },
    },
  },
};
