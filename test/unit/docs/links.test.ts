import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Links between the pages of this project; external addresses are not requested. */

const PROJECT = join(import.meta.dirname, '..', '..', '..');
const pages = globSync('**/*.md', {
  cwd: PROJECT,
  exclude: (path) => /(^|\/)(node_modules|cdk\.out|\.git)$/.test(path),
});

const withoutCode = (page: string): string =>
  readFileSync(join(PROJECT, page), 'utf8').replaceAll(/^ *```.*?^ *```/gms, '');

/** The anchor that GitHub and GitLab give a heading. */
const anchor = (heading: string): string =>
  heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-');

const anchorsOf = (page: string): readonly string[] =>
  [...withoutCode(page).matchAll(/^#+ +(.*?) *$/gm)].map(([, heading = '']) => anchor(heading));

/** The fault of a link in `page`; undefined when its target exists. */
const faultOf = (page: string, link: string): string | undefined => {
  const [path = '', hash] = link.split('#');
  const target = path === '' ? page : normalize(join(dirname(page), decodeURIComponent(path)));
  if (!existsSync(join(PROJECT, target))) return `${link}: no such file`;
  if (hash === undefined || !target.endsWith('.md') || anchorsOf(target).includes(hash)) return undefined;
  return `${link}: no such heading`;
};

const linksOf = (page: string): readonly string[] =>
  [...withoutCode(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^[a-z]+:/.test(link));

const linkedFrom = (page: string): readonly string[] =>
  linksOf(page).map((link) => normalize(join(dirname(page), link.split('#')[0] ?? '')));

describe('the pages of the project', () => {
  it.each(pages)('%s links to files and headings that exist', (page) => {
    expect(linksOf(page).flatMap((link) => faultOf(page, link) ?? [])).toEqual([]);
  });

  it.each([
    ['docs/README.md', /^docs\/(partners\/)?[^/]+\.md$/],
    ['docs/domein/README.md', /^docs\/domein\/[^/]+\.md$/],
    ['docs/decisions/README.md', /^docs\/decisions\/\d{4}-[a-z-]+\.md$/],
  ])('%s links to each page of its folder', (index, belongs) => {
    const expected = pages.filter((page) => belongs.test(page) && page !== index);
    expect(expected).not.toEqual([]);
    expect(linkedFrom(index)).toEqual(expect.arrayContaining(expected));
  });
});
