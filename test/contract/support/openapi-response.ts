import { isObject } from '../../../contracts/is-object.ts';
import openapi from '../../../contracts/openapi.json' with { type: 'json' };
import type { Json } from '../../../contracts/publish/openapi/json-schema.ts';
import type { Outcome } from './api.ts';
import { fromOpenapi } from './schemas.ts';

/** Checks an answer against what openapi.json says of the call: status, headers, media type and body. */

const member = (value: unknown, ...names: readonly string[]): unknown =>
  names.reduce<unknown>((current, name) => (isObject(current) ? current[name] : undefined), value);

const part = (pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (current, name) => member(current, name.replaceAll('~1', '/').replaceAll('~0', '~')),
      openapi,
    );

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

const pathPattern = (path: string): string | undefined => {
  const sought = path.replace(/^\/v1(?=\/)/, '');
  const patterns = Object.keys(openapi.paths);
  return (
    patterns.find((pattern) => pattern === sought) ??
    patterns.find((pattern) =>
      new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll(/\{[^}]+\}/g, '[^/]+')}$`).test(sought),
    )
  );
};

const require = (condition: boolean, what: string): void => {
  if (!condition) throw new Error(`the answer is not as openapi.json says: ${what}`);
};

const reference = (pointer: string): string => {
  const ref = member(part(pointer), '$ref');
  return typeof ref === 'string' ? ref.slice(1) : pointer;
};

const requireHeaders = (described: unknown, outcome: Outcome): void => {
  for (const name of Object.keys(isObject(described) ? described : {})) {
    const isMandatory = member(openapi.components.headers, name, 'required') === true;
    require(!isMandatory || name.toLowerCase() in outcome.headers, `header ${name} is missing`);
  }
};

const requireContent = (pointer: string, described: Json, outcome: Outcome): void => {
  const [mediaType = ''] = (outcome.headers['content-type'] ?? '').split(';');
  require(mediaType in described, `media type ${mediaType} is not described`);
  const verify = fromOpenapi(`${pointer}/content/${escaped(mediaType)}/schema`);
  require(verify(mediaType === 'text/calendar' ? outcome.text : outcome.content), JSON.stringify(
    verify.errors?.map(({ instancePath, message }) => [instancePath, message]),
  ));
};

/** Throws when the answer is not one that the document describes; a path or method that it lacks must be refused. */
export const verifyToOpenapi = (method: string, path: string, outcome: Outcome): void => {
  if (method === 'OPTIONS' && outcome.status === 204) return;
  const pattern = pathPattern(path);
  const operation = pattern === undefined ? undefined : member(openapi.paths, pattern, method.toLowerCase());
  if (pattern === undefined || operation === undefined) {
    require(outcome.status === 404 || outcome.status === 405, `${method} ${path} does not exist`);
    require(fromOpenapi('/components/schemas/Probleem')(outcome.content), 'it is no problem document');
    return;
  }
  const pointer = reference(`/paths/${escaped(pattern)}/${method.toLowerCase()}/responses/${outcome.status}`);
  const described = part(pointer);
  require(isObject(described), `status ${outcome.status} is not described`);
  requireHeaders(member(described, 'headers'), outcome);
  const content = member(described, 'content');
  if (isObject(content)) requireContent(pointer, content, outcome);
  else require(outcome.text === '', 'there should be no body');
};
