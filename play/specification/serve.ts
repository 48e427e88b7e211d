import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pageAnswer } from '../../functions/loket/answers.ts';
import type { Handler } from '../../local/mount.ts';
import { refusedPage } from '../pages/refused.ts';
import { specificationPages } from '../pages/specification.ts';
import { writeAnswer } from '../write-answer.ts';
import { Specification } from './document.ts';

const DOCUMENT = join(import.meta.dirname, '..', '..', 'contracts', 'openapi.json');

/** The contract of the API as it stands. */
export const readSpecification = (): Specification =>
  Specification.parse(JSON.parse(readFileSync(DOCUMENT, 'utf8')));

/** The contract of the API as pages, as a handler of the port. */
export const createSpecification = (): Handler => {
  const pages = specificationPages(readSpecification());
  return ({ method, url = '/' }, response) => {
    const page = method === 'GET' ? pages.get(url.split('?')[0] ?? url) : undefined;
    writeAnswer(
      response,
      page === undefined
        ? pageAnswer(refusedPage('Niet gevonden', 'Deze bladzijde is er niet.'), 404)
        : pageAnswer(page()),
    );
  };
};
