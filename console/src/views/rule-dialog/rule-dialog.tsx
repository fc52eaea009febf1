import type { Rule } from '../../api/answers';
import { goTo, hrefHere, useRoute } from '../../routing/route';
import { acts } from './acts';
import { OpenDialog } from './open-dialog';

/** The dialog that the address asks for: `do` says what, `on` to which rules. */
export const RuleDialog = ({ rules }: { readonly rules: readonly Rule[] }) => {
  const { query } = useRoute();
  const act = acts.find((each) => each === query.get('do'));
  const names = query.get('on')?.split(',') ?? [];
  const meant = rules.filter(({ settingName }) => names.includes(settingName));
  if (act === undefined || meant.length === 0) return null;
  const close = (): void => goTo(hrefHere({ do: undefined, on: undefined }));
  return <OpenDialog key={`${act} ${names}`} act={act} rules={meant} onClose={close} />;
};
