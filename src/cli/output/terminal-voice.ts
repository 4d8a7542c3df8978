import { harmless } from '../../core/harmless/harmless.ts';
import type { Voice } from '../../core/words/say.ts';

/** How the commands speak: English, times in UTC. */
export const terminalVoice: Voice = { language: 'en', zone: 'UTC', show: (text) => harmless(text), near: null };

/** Programs get texts of logs as they are. */
export const programVoice: Voice = { ...terminalVoice, show: (text) => text };
