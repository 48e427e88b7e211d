import { isJson, type Json } from '../../../contracts/openapi/jsonschema.ts';
import openapi from '../../../contracts/openapi.json' with { type: 'json' };
import type { Uitkomst } from './api.ts';
import { uitOpenapi } from './schemas.ts';

/** Checks an answer against what openapi.json says of the call: status, headers, media type and body. */

const lid = (waarde: unknown, ...namen: readonly string[]): unknown =>
  namen.reduce<unknown>((huidig, naam) => (isJson(huidig) ? huidig[naam] : undefined), waarde);

const deel = (pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (huidig, naam) => lid(huidig, naam.replaceAll('~1', '/').replaceAll('~0', '~')),
      openapi,
    );

const geescapet = (naam: string): string => naam.replaceAll('~', '~0').replaceAll('/', '~1');

const padPatroon = (pad: string): string | undefined => {
  const gezocht = pad.replace(/^\/v1(?=\/)/, '');
  const patronen = Object.keys(openapi.paths);
  return (
    patronen.find((patroon) => patroon === gezocht) ??
    patronen.find((patroon) =>
      new RegExp(`^${patroon.replaceAll('.', '\\.').replaceAll(/\{[^}]+\}/g, '[^/]+')}$`).test(gezocht),
    )
  );
};

const eis = (voorwaarde: boolean, wat: string): void => {
  if (!voorwaarde) throw new Error(`het antwoord voldoet niet aan openapi.json: ${wat}`);
};

const verwijzing = (pointer: string): string => {
  const ref = lid(deel(pointer), '$ref');
  return typeof ref === 'string' ? ref.slice(1) : pointer;
};

const eisHeaders = (beschreven: unknown, uitkomst: Uitkomst): void => {
  for (const naam of Object.keys(isJson(beschreven) ? beschreven : {})) {
    const isVerplicht = lid(openapi.components.headers, naam, 'required') === true;
    eis(!isVerplicht || naam.toLowerCase() in uitkomst.headers, `header ${naam} ontbreekt`);
  }
};

const eisInhoud = (pointer: string, beschreven: Json, uitkomst: Uitkomst): void => {
  const soort = uitkomst.headers['content-type'] ?? '';
  eis(soort in beschreven, `mediatype ${soort} is niet beschreven`);
  const toets = uitOpenapi(`${pointer}/content/${geescapet(soort)}/schema`);
  eis(
    toets(uitkomst.inhoud),
    JSON.stringify(toets.errors?.map(({ instancePath, message }) => [instancePath, message])),
  );
};

/** Throws when the answer is not one that the document describes; a path or method that it lacks must be refused. */
export const toetsAanOpenapi = (methode: string, pad: string, uitkomst: Uitkomst): void => {
  if (methode === 'OPTIONS' && uitkomst.status === 204) return;
  const patroon = padPatroon(pad);
  const bewerking = patroon === undefined ? undefined : lid(openapi.paths, patroon, methode.toLowerCase());
  if (patroon === undefined || bewerking === undefined) {
    eis(uitkomst.status === 404 || uitkomst.status === 405, `${methode} ${pad} bestaat niet`);
    eis(uitOpenapi('/components/schemas/Probleem')(uitkomst.inhoud), 'geen probleem');
    return;
  }
  const pointer = verwijzing(
    `/paths/${geescapet(patroon)}/${methode.toLowerCase()}/responses/${uitkomst.status}`,
  );
  const beschreven = deel(pointer);
  eis(isJson(beschreven), `status ${uitkomst.status} is niet beschreven`);
  eisHeaders(lid(beschreven, 'headers'), uitkomst);
  const inhoud = lid(beschreven, 'content');
  if (isJson(inhoud)) eisInhoud(pointer, inhoud, uitkomst);
  else eis(uitkomst.inhoud === undefined, 'er hoort geen inhoud te zijn');
};
