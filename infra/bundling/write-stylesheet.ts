import { writeFileSync } from 'node:fs';
import { createStylesheet, styleModules } from './stylesheet.ts';

for (const [path, text] of Object.entries(styleModules(createStylesheet()))) writeFileSync(path, text);
