import type { HerstelPlek } from '../../../adapters/dodebrieven.ts';
import { type Uitrol, uitvoerVan } from '../../../client/deployment.ts';
import { userError } from '../../../client/errors.ts';
import { kanaalVanDodeBrieven } from '../../../contracts/partnerkanaal.ts';

const VAN_REGEL = /^(.+)RegelDodeBrievenUrl$/;
const VAN_WACHTRIJ = /^(.+)DodeBrievenUrl$/;

/** The places of dead letters of a hub, from the outputs of its stacks. */
export const plekkenVan = (uitrol: Uitrol): readonly HerstelPlek[] =>
  Object.entries(uitrol.uitvoer).flatMap(([sleutel, dodeBrievenUrl]): readonly HerstelPlek[] => {
    const van = VAN_WACHTRIJ.exec(sleutel)?.[1];
    if (van === undefined) return [];
    // The name of an output has no hyphens; that of a queue has them all.
    const kanaal = kanaalVanDodeBrieven(dodeBrievenUrl.split('/').at(-1) ?? '');
    if (kanaal !== undefined) {
      const url = uitvoerVan(uitrol, `${van}Url`);
      return [{ naam: kanaal, dodeBrievenUrl, doel: { soort: 'wachtrij', url } }];
    }
    const regelVan = VAN_REGEL.exec(sleutel)?.[1];
    if (regelVan !== undefined) {
      const url = uitvoerVan(uitrol, `${regelVan}WachtrijUrl`);
      const naam = `${regelVan.toLowerCase()}-regel`;
      return [{ naam, dodeBrievenUrl, doel: { soort: 'wachtrij van regel', url } }];
    }
    const naam = van.toLowerCase();
    const url = uitrol.uitvoer[`${van}WachtrijUrl`];
    return url === undefined
      ? [{ naam, dodeBrievenUrl, doel: { soort: 'functie', naam: uitvoerVan(uitrol, `${van}FunctieNaam`) } }]
      : [{ naam, dodeBrievenUrl, doel: { soort: 'wachtrij', url } }];
  });

/** The one that is named, or all of them. */
export const kiesPlekken = (
  plekken: readonly HerstelPlek[],
  naam: string | undefined,
): readonly HerstelPlek[] => {
  const gekozen = naam === undefined ? plekken : plekken.filter((plek) => plek.naam === naam);
  if (plekken.length === 0)
    throw userError('this hub names no dead-letter queues: is it of an older version?');
  if (gekozen.length === 0) {
    throw userError(`no place called ${naam}: choose ${plekken.map((plek) => plek.naam).join(', ')}`);
  }
  return gekozen;
};
