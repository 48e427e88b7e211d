import type { Person } from './oauth.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (found) => ENTITIES[found] ?? found);

/** Links that a finger hits, on a page that is read on a phone too. */
export const PEOPLE_STYLE =
  'body{font:1.0625rem/1.5 system-ui,sans-serif;margin:1rem}a{display:inline-block;padding-block:.4rem}';

/** The page on which whoever tries the hub chooses whom to be. Each link asks the same as the page did, with a person. */
export const peoplePage = (people: readonly Person[], authorize: string, query: string): string => {
  const links = people.map(({ id, naam }) => {
    const chosen = new URLSearchParams(query);
    chosen.set('persoon', id);
    return `<li><a href="${escaped(`${authorize}?${chosen}`)}">${escaped(naam)}</a></li>`;
  });
  return `<!doctype html>
<html lang="nl">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Wie bent u?</title><style>${PEOPLE_STYLE}</style></head>
<body>
<main>
<h1>Wie bent u?</h1>
<p>Dit is een hub op uw eigen computer. Deze mensen zijn verzonnen: kies er een.</p>
<ul>
${links.join('\n')}
</ul>
</main>
</body>
</html>
`;
};
