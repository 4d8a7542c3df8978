import type { DestinationConfig } from '../../config/destinations.ts';
import { compileWildcard } from '../../core/query/wildcard.ts';
import { severity } from '../../state/alerts.ts';
import type { Route } from '../../state/outbox/route-notices.ts';

type Filters = Pick<DestinationConfig, 'level' | 'rules' | 'entities' | 'datasets'>;

/** Which alerts a destination is told of, by its settings. A level that Sigma does not have counts as the highest. */
export function routeOf(destination: string, { level, rules, entities, datasets }: Filters): Route {
  const least = severity(level);
  const isRule = anyOf(rules);
  const isEntity = anyOf(entities);
  const isDataset = anyOf(datasets);
  return {
    destination,
    accepts: (alert) => {
      const its = severity(alert.level);
      return (
        (its === -1 || its >= least) &&
        isRule([alert.rule, alert.rule_title]) &&
        isEntity([alert.entity_value]) &&
        isDataset(JSON.parse(alert.datasets))
      );
    },
  };
}

/** Whether one of some texts fits one of the patterns; true for all when there are none. Case does not matter. */
function anyOf(patterns: readonly string[] | undefined): (texts: readonly string[]) => boolean {
  if (patterns === undefined) return () => true;
  const tests = patterns.map((pattern) => compileWildcard(partsOf(pattern.toLowerCase())));
  return (texts) => texts.some((text) => tests.some((test) => test(text.toLowerCase())));
}

function partsOf(pattern: string) {
  return pattern.split(/(\*)/).map((part) => (part === '*' ? ({ wild: '*' } as const) : { literal: part }));
}
