import { writeFileSync } from 'node:fs';
import { createStylesheet, STYLE_MODULE, styleModule } from './stylesheet.ts';

writeFileSync(STYLE_MODULE, styleModule(createStylesheet()));
