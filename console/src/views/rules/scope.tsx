import Box from '@cloudscape-design/components/box';
import type { Rule } from '../../api/answers';

const mostShown = 3;

const shortList = (keys: readonly string[]): string =>
  keys.length > mostShown
    ? `${keys.slice(0, mostShown).join(', ')} +${keys.length - mostShown}`
    : keys.join(', ');

/** Which keys a rule lets through; all of them on hover. */
export const Scope = ({ rule: { isSet, tagKeys, excludedKeys } }: { readonly rule: Rule }) => {
  if (!isSet) return <>–</>;
  return (
    <span title={[...tagKeys, ...excludedKeys.map((key) => `not ${key}`)].join(', ')}>
      {tagKeys.length === 0 ? 'All keys' : shortList(tagKeys)}
      {excludedKeys.length > 0 && (
        <Box color="text-body-secondary">not {shortList(excludedKeys)}</Box>
      )}
    </span>
  );
};
