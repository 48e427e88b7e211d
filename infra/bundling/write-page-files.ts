import { writeFileSync } from 'node:fs';
import { createBrowserScript, scriptModules } from './browser-script.ts';
import { createStylesheet, styleModules } from './stylesheet.ts';

const made = { ...styleModules(createStylesheet()), ...scriptModules(createBrowserScript()) };
for (const [path, text] of Object.entries(made)) writeFileSync(path, text);
