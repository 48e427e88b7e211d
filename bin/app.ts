import { createApp } from '../infra/app.ts';
import { isSettingsError } from '../infra/settings-error.ts';

try {
  createApp().app.synth();
} catch (error) {
  if (!isSettingsError(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
