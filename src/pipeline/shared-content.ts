import { KushiError } from '../core/error/error.ts';
import type { LogType } from '../core/logtype/load-logtype.ts';
import type { LoadedRules } from '../core/sigma/load-rules.ts';
import { type Content, contentOf, type LogTypeSources, logTypeLoader } from './content.ts';

/**
 * Content as it crosses to another thread: checked, and all of it data. Functions do not cross, so mappings go as their
 * texts.
 */
export interface SharedContent {
  readonly logTypes: readonly Omit<LogType, 'mapping'>[];
  readonly rules: LoadedRules['rules'];
  readonly sources: LogTypeSources;
}

export function shareContent({ logTypes, rules, sources }: Content): SharedContent {
  const shared = [...logTypes.values()].map(({ mapping: _, ...rest }) => rest);
  return { logTypes: shared, rules: rules.rules, sources };
}

/** Content in the thread it was sent to. A mapping is compiled when its log type first comes; most never do. */
export function receiveContent({ logTypes, rules, sources }: SharedContent): Content {
  const load = logTypeLoader(sources);
  const received = logTypes.map((shared): [string, LogType] => {
    const { id } = shared.definition;
    let mapping: LogType['mapping'] | undefined;
    return [
      id,
      {
        ...shared,
        get mapping() {
          mapping ??= load(sources.byType.get(id)!).value?.mapping;
          if (mapping === undefined)
            throw new KushiError('INTERNAL', `The mapping of ${id} was checked, and is wrong.`);
          return mapping;
        },
      },
    ];
  });
  return contentOf({
    logTypes: new Map(received),
    rules: { rules, listing: [], problems: [] },
    problems: [],
    sources,
  });
}
