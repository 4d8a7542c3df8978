import { giversOf } from '../pipeline/link-stories.ts';
import type { Question } from './question.ts';

/** Who gave each of the alerts' actors their keys and users, which joins alerts to stories. */
export const storyGivers: Question<readonly string[], ReadonlyMap<string, readonly string[]>> = (
  alerts,
  { engine, snapshot, db },
) => giversOf({ engine, snapshot }, db, alerts);
